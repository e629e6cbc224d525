#!/usr/bin/env bash
# Starts this folder's Pegasus server, as run.sh does for a onebox: output in "result", its process in "server.pid".
set -e
cd "$(dirname "$0")"
role=$(cat role)
# A dead process whose parent has not taken note of it yet is dead.
alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }
# Only a process of this folder counts: a number may have gone to a stranger.
ours() { alive "$1" && [ "$(readlink "/proc/$1/cwd")" = "$PWD" ] && case $(readlink "/proc/$1/exe") in */pegasus_server | *'/pegasus_server (deleted)') true ;; *) false ;; esac; }

pid=$(cat server.pid 2>/dev/null || true)
if ours "$pid"; then
  echo "INFO: $role already running as process $pid"
  exit 1
fi
if [ -f env.sh ]; then . ./env.sh; fi
setsid "$PWD/bin/pegasus_server" config.ini -app_list "$role" < /dev/null &> result &
echo $! > server.pid
echo "INFO: $role started as process $!"
