#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing, then runs every test.
# Ends with one line: "N passed, N failed, N skipped". Exit code 1 when any test failed or was skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

packages=(zookeeper openssh-server openssh-client chromium)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
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
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  [ "$name" = Benchmarks ] && continue
  log="$results/$name.log"
  if ! dotnet test "$project" -c Release --no-build --nologo -v q --logger "console;verbosity=normal" "$@" >"$log" 2>&1; then
    grep -vE '^\s*Passed ' "$log"
    grep -qE '^ *Failed: +[1-9]' "$log" || { echo "$name: the test run itself failed"; failed=$((failed + 1)); }
  fi
  count() { sed -nE "s/^ *$1: +([0-9]+).*/\1/p" "$log" | tail -1; }
  p=$(count Passed) f=$(count Failed) s=$(count Skipped)
  echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped"
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ] && [ "$passed" -gt 0 ]
