# Swaps the bin of a deployment by renames, or swaps it back. Run as: sh -c "$(cat swap.sh)" swap.sh VERB DIRECTORY KEPT STAGED
#   DIRECTORY  install root, with bin in it          KEPT  where the old bin is kept; names this one swap
#   STAGED     directory with the release's files
# Each verb looks at what is there and carries on, so that it may be run again after a crash at any line.
set -eu
verb=$1 directory=$2 kept=$3 staged=$4
bin=$directory/bin
new=$kept.new

case $verb in
swap)
  mkdir -p "$(dirname "$kept")"
  if [ -e "$kept/.swapped" ]; then exit 0; fi
  if [ ! -e "$kept/bin" ]; then
    [ -d "$bin" ] || { echo "there is no $bin" >&2; exit 3; }
    # Build the new bin: the release's files, and what only the old one has (pid files, scripts of the site).
    rm -rf "$new"
    cp -a "$staged" "$new"
    for file in "$bin"/* "$bin"/.[!.]*; do
      [ -e "$file" ] || [ -L "$file" ] || continue
      name=$(basename "$file")
      [ -e "$new/$name" ] || [ -L "$new/$name" ] || cp -a "$file" "$new/$name"
    done
    sync -f "$new" 2>/dev/null || sync
    mkdir -p "$kept"
    mv "$bin" "$kept/bin"
  fi
  # From here on the old bin is safe in KEPT; only the second rename may be missing.
  if [ ! -e "$bin" ]; then mv "$new" "$bin"; fi
  : > "$kept/.swapped"
  ;;
rollback)
  [ -e "$kept/bin" ] || exit 0
  if [ -e "$bin" ]; then
    rm -rf "$kept/failed"
    mv "$bin" "$kept/failed"
  fi
  # Pid files belong to the directory name, not to the release: those of now replace those of then.
  if [ -e "$kept/failed" ]; then rm -f "$kept/bin"/*.pid "$kept/bin"/*.pid.child; fi
  for file in "$kept/failed"/*.pid "$kept/failed"/*.pid.child; do
    if [ -e "$file" ]; then cp -a "$file" "$kept/bin/"; fi
  done
  rm -f "$kept/.swapped"
  mv "$kept/bin" "$bin"
  ;;
*)
  echo "unknown verb $verb" >&2
  exit 2
  ;;
esac
