#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing, then runs every test.
# Each project has a folder for temporary files of its own: what a test leaves in it, or running in it, is named, and removed.
# Ends with one line: "N passed, N failed, N skipped". Exit code 1 when any test failed or was skipped.
# The tests drive real processes and share the machine with whatever else it does: what fails is run once more, alone. A test that passes
# then is named as unsteady, for somebody to mend; one that fails again has failed.
set -uo pipefail

# Started in the background of a shell, or by nohup, everything below would ignore signals that tests send.
if [ -z "${NIGHTSHIFT_SIGNALS:-}" ] && env --default-signal true 2>/dev/null; then
  NIGHTSHIFT_SIGNALS=default exec env --default-signal bash "$0" "$@"
fi

cd "$(dirname "$0")/.."

packages=(zookeeper openssh-server openssh-client chromium)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
# The client that checks the test Discord is discord.js, which npm fetches from its registry. Other builds of node bring npm with them.
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing Debian packages for the tests: ${missing[*]}"
  sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -q || exit 1
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" || exit 1
fi

dotnet build Bot.sln -c Release --nologo -v q || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

passed=0 failed=0 skipped=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

run() { # log, project, further arguments
  local log=$1 project=$2
  shift 2
  local temporary
  temporary=$(mktemp -d -p "$results") || return 1
  TMPDIR=$temporary dotnet test "$project" -c Release --no-build --nologo -v q --logger "console;verbosity=normal" "$@" >"$log" 2>&1
  local code=$?
  left "$temporary" | sed "s/^/$(name_of "$project") left behind: /"
  rm -rf "$temporary"
  return $code
}

left() { # folder: what is left in it, and which processes work with it
  # Every call of the dotnet command line leaves two empty folders of six letters, the .NET SDK's own.
  find "$1" -mindepth 1 -maxdepth 1 ! \( -type d -empty -name '??????' \)
  local process
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -qF -- "$1/"; then echo "process ${process#/proc/}: $(tr '\0' ' ' <"$process/cmdline" | cut -c1-200)"; fi
  done 2>/dev/null
}

count() { # what, log
  sed -nE "s/^ *$1: +([0-9]+).*/\1/p" "$2" | tail -1
}

failures() { # log: names of the failed test methods, without the arguments of theories
  sed -nE 's/^  Failed ([A-Za-z0-9_.+`]+).*/\1/p' "$1" | sort -u
}

name_of() { basename "$1" .csproj; }

first() { # arguments, project; what came of it is looked at later
  local project=${*: -1}
  local name
  name=$(name_of "$project")
  echo "running $name"
  run "$results/$name.log" "$project" "${@:1:$#-1}"
  echo $? >"$results/$name.code"
}

# Two at a time, for what many tests do is wait; what takes longest comes first, so that nothing long is left for the end.
longest=(EndToEnd EndToEnd.Pegasus EndToEnd.Discord Onebox.Tests Hosts.Tests)
order=() rest=()
for name in "${longest[@]}"; do order+=("tests/$name/$name.csproj"); done
for project in tests/*/*.csproj; do
  case " ${longest[*]} Benchmarks Discord.Server " in
    *" $(name_of "$project") "*) ;;
    *) rest+=("$project") ;;
  esac
done
order+=("${rest[@]}")
export results
export -f first run left count name_of
printf '%s\0' "${order[@]}" | xargs -0 -n 1 -P 2 bash -c 'first "$@"' first "$@"

for project in "${order[@]}"; do
  name=$(name_of "$project")
  log="$results/$name.log"
  again="$results/$name.again.log"
  p=0 f=0 s=0
  if [ "$(cat "$results/$name.code")" -eq 0 ]; then
    p=$(count Passed "$log") s=$(count Skipped "$log")
  else
    grep -vE '^\s*(Passed |$)' "$log"
    p=$(count Passed "$log") f=$(count Failed "$log") s=$(count Skipped "$log")
    filter=$(failures "$log" | sed 's/.*/FullyQualifiedName~&/' | paste -sd'|')
    if [ -z "$filter" ]; then
      # No test failed and the run did all the same (a fixture, the test host): all of it once more.
      if run "$again" "$project" "$@" && [ "$(count Passed "$again")" -ge 1 ]; then
        echo "unsteady, passed when run again: $name as a whole"
        p=$(count Passed "$again") f=0
      else
        echo "$name: the test run itself failed"
        f=$((${f:-0} + 1))
      fi
    elif run "$again" "$project" --filter "$filter" && [ "$(count Passed "$again")" -ge "${f:-1}" ]; then
      failures "$log" | sed "s/^/unsteady, passed when run again: /"
      p=$((${p:-0} + ${f:-0})) f=0
    else
      echo "$name: failed again"
      grep -vE '^\s*(Passed |$)' "$again"
    fi
  fi
  echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped"
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ] && [ "$passed" -gt 0 ]
