#!/usr/bin/env bash
# The part of Pegasus' run.sh that is about the servers of a onebox, with its options and texts.
root=$(cd "$(dirname "$0")" && pwd)

usage() {
  echo "usage: run.sh <command> [<args>]"
  echo "   start_onebox_instance     start pegasus onebox instance"
  echo "   stop_onebox_instance      stop pegasus onebox instance"
  echo "   restart_onebox_instance   restart pegasus onebox instance"
  echo "   list_onebox               list pegasus onebox"
  echo "Options for the *_onebox_instance commands:"
  echo "   -m|--meta_id <num>     meta server with id"
  echo "   -r|--replica_id <num>  replica server with id"
  echo "   -c|--collector         collector server"
  echo "   -s|--sleep <num>       restart: sleep time in seconds between stop and start, default is 1"
}

# Options: meta, replica, collector, pause
parse() {
  meta=0 replica=0 collector=0 pause=1
  while [ $# -gt 0 ]; do
    case $1 in
      -m | --meta_id) meta=$2; shift ;;
      -r | --replica_id) replica=$2; shift ;;
      -c | --collector) collector=1 ;;
      -s | --sleep) pause=$2; shift ;;
      -h | --help) usage; exit 0 ;;
      *) echo "ERROR: unknown option \"$1\""; echo; usage; exit 1 ;;
    esac
    shift
  done
  folders=()
  [ "$meta" = 0 ] || folders+=("meta$meta")
  [ "$replica" = 0 ] || folders+=("replica$replica")
  [ "$collector" = 0 ] || folders+=(collector)
  if [ ${#folders[@]} = 0 ]; then echo "ERROR: no meta_id or replica_id or collector set"; exit 1; fi
  for folder in "${folders[@]}"; do
    if [ ! -x "$root/$folder/start.sh" ]; then echo "ERROR: no server $folder"; exit 1; fi
  done
}

start() { for folder in "${folders[@]}"; do "$root/$folder/start.sh" || return 1; done; }
stop() { for folder in "${folders[@]}"; do "$root/$folder/stop.sh" || return 1; done; }

command=$1
[ $# -gt 0 ] && shift
case $command in
  start_onebox_instance) parse "$@"; start ;;
  stop_onebox_instance) parse "$@"; stop ;;
  restart_onebox_instance)
    parse "$@"
    stop || exit 1
    echo "sleep $pause"
    sleep "$pause"
    start
    ;;
  list_onebox) for file in "$root"/*/server.pid; do [ -f "$file" ] && echo "$(basename "$(dirname "$file")"): $(cat "$file")"; done ;;
  -h | --help | help) usage ;;
  *) usage; exit 1 ;;
esac
