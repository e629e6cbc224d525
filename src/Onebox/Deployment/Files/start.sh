#!/usr/bin/env bash
# Starts and stops one component of this deployment: start.sh <start|stop|restart> <component> [mon]
# Texts, exit codes and pid files are those of OpenMLDB's release/bin/start.sh; the pauses come from conf/openmldb-env.sh.
set -e

components="tablet tablet2 nameserver apiserver taskmanager standalone_tablet standalone_nameserver standalone_apiserver data_collector synctool"

if [ $# -lt 2 ]; then
  echo "Usage: start.sh start/stop/restart <component> [mon]"
  echo "component: $components"
  echo "start flag 'mon': if use mon flag, we'll use mon to start the component"
  echo "    stop will kill both the mon and component automatically, don't need to use mon"
  exit 1
fi

operation=$1
component=$2
mode=${3:-}

cd "$(dirname "$0")/.."
root=$PWD

case " $components " in
  *" $component "*) ;;
  *) echo "No component named $component in [$components]"; exit 1 ;;
esac

# Settings of this deployment: where .NET is, and how long to pause (seconds).
if [ -f ./conf/openmldb-env.sh ]; then . ./conf/openmldb-env.sh; fi
pause_start=${ONEBOX_PAUSE_START:-3}
pause_retry=${ONEBOX_PAUSE_RETRY:-1}
pause_stop=${ONEBOX_PAUSE_STOP:-3}
pause_restart=${ONEBOX_PAUSE_RESTART:-15}
pause_java=${ONEBOX_PAUSE_JAVA:-10}
pause_blind=${ONEBOX_PAUSE_BLIND:-12}
pause_mon=${ONEBOX_PAUSE_MON:-3}
mon_sleep=${ONEBOX_MON_SLEEP:-10}
retries=${ONEBOX_RETRIES:-11}

pid_file=./bin/$component.pid
child_file=$pid_file.child
red=$'\e[1;31m'
plain=$'\e[0m'

setting() { grep -E "$1" "$2" 2>/dev/null | grep -v '^#' | head -n 1 | cut -d = -f 2-; }

case $component in
  taskmanager) log_dir=$(setting 'job\.log\.path' "./conf/$component.properties" || true) ;;
  synctool | data_collector) log_dir=$root/logs ;;
  *) log_dir=$(setting 'log_dir' "./conf/$component.flags" || true) ;;
esac
if [ -z "$log_dir" ]; then echo "Invalid log dir"; exit 1; fi
mkdir -p "$log_dir"

read_pid() { tr -d '\0' < "$1"; }
# A dead process whose parent has not taken note of it yet is dead.
alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

# Asks the built-in page; without curl, over bash's own sockets.
status_answers() {
  if command -v curl > /dev/null; then
    curl --show-error --silent -o /dev/null "http://$1/status"
  else
    (exec 3<> "/dev/tcp/${1%:*}/${1##*:}" && printf 'GET /status HTTP/1.0\r\n\r\n' >&3 && read -r -t 3 _ <&3)
  fi
}

succeed() {
  if [ "$mode" != mon ]; then echo "$pid" > "$root/$pid_file"; fi
  echo "Start $component success"
  exit 0
}

run_under_mon() {
  "$root/bin/mon" "$1" -d -s "$mon_sleep" -l "$log_dir/${component}_mon.log" -m "$root/$pid_file" -p "$root/$child_file"
  sleep "$pause_mon"
  pid=$(read_pid "$root/$child_file")
  echo "mon pid is $(read_pid "$root/$pid_file"), process pid is $pid, check $pid status"
}

start_java_style() {
  if [ "$component" = taskmanager ]; then echo "SPARK_HOME: ${SPARK_HOME:-}"; fi
  if [ -f "./conf/$component.properties" ]; then
    echo "Rewrite properties by ./conf/$component.properties"
    cp "./conf/$component.properties" "./$component/conf/$component.properties"
  fi
  cd "./$component/bin"
  mkdir -p "$log_dir"
  if [ "$mode" = mon ]; then
    run_under_mon "./$component.sh"
  else
    sh "./$component.sh" > "$log_dir/$component.log" 2>&1 &
    pid=$!
    echo "process pid is $pid"
  fi
  cd "$root"
  sleep "$pause_java"
  if alive "$pid"; then succeed; fi
  echo "${red}Start $component failed! Please check log in $log_dir/$component[_mon].log and ./$component/bin/logs/$component.log $plain"
}

start_server_style() {
  binary=openmldb
  if [ "$component" = data_collector ]; then binary=data_collector; fi
  if [ "$mode" = mon ]; then
    run_under_mon "./bin/$binary --flagfile=./conf/$component.flags --enable_status_service=true"
  else
    "./bin/$binary" "--flagfile=./conf/$component.flags" --enable_status_service=true >> "$log_dir/$component.log" 2>&1 &
    pid=$!
    echo "process pid is $pid"
  fi

  if grep -q '^--use_name=true' "./conf/$component.flags"; then
    echo "no curl, sleep 12s and then check the process running status"
    sleep "$pause_blind"
    if alive "$pid"; then succeed; fi
  else
    sleep "$pause_start"
    endpoint=$(setting '^--endpoint' "./conf/$component.flags")
    for ((attempt = 0; attempt < retries; attempt++)); do
      if status_answers "$endpoint"; then
        if alive "$pid"; then succeed; fi
        break
      fi
      echo "curl server status failed, retry later"
      # The original goes on asking a dead process; with short pauses there is no point in it.
      if [ "${ONEBOX_GIVE_UP_EARLY:-}" = yes ] && ! alive "$pid"; then break; fi
      sleep "$pause_retry"
    done
  fi
  echo "${red}Start $component failed! Please check log in $log_dir/$component[_mon].log and $log_dir/$component.INFO $plain"
}

start() {
  echo "Starting $component ... "
  if [ -f "$pid_file" ]; then
    running=$(read_pid "$pid_file")
    if alive "$running"; then
      echo "${red}$component already running as process $running $plain"
      exit 0
    fi
  fi
  case $component in
    taskmanager | synctool) start_java_style ;;
    *) start_server_style ;;
  esac
}

stop() {
  echo "Stopping $component ... "
  if [ -f "$pid_file" ]; then
    running=$(read_pid "$pid_file")
    if alive "$running"; then
      kill "$running"
      sleep "$pause_stop"
    fi
    rm "$pid_file"
  else
    echo "no $component to stop (could not find file $pid_file)"
  fi
  if [ ! -f "$child_file" ]; then
    echo "Stop $component success"
    return
  fi
  running=$(read_pid "$child_file")
  if alive "$running"; then
    echo "After mon stopped, component is still alive, kill it"
    kill "$running"
  fi
  rm "$child_file"
  echo "Stop $component success(mon mode)"
}

case $operation in
  start) start ;;
  stop) stop ;;
  restart)
    ./bin/start.sh stop "$component" "$mode"
    sleep "$pause_restart"
    ./bin/start.sh start "$component" "$mode"
    ;;
  *) echo "Only support {start|stop|restart}" >&2 ;;
esac
