#!/usr/bin/env bash
# Ends this folder's Pegasus server: TERM, which a server follows at once, and KILL to one that does not for ten seconds.
cd "$(dirname "$0")"
role=$(cat role)
alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }
ours() { alive "$1" && [ "$(readlink "/proc/$1/cwd")" = "$PWD" ] && case $(readlink "/proc/$1/exe") in */pegasus_server | *'/pegasus_server (deleted)') true ;; *) false ;; esac; }

pid=$(cat server.pid 2>/dev/null)
if ! ours "$pid"; then
  echo "INFO: $role is not running"
  exit 1
fi
kill "$pid"
for ((n = 0; n < 200; n++)); do
  if ! alive "$pid"; then break; fi
  sleep 0.05
done
if alive "$pid"; then kill -9 "$pid"; fi
while alive "$pid"; do sleep 0.05; done
rm -f server.pid
echo "INFO: $role stopped"
