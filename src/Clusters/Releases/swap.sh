# Swaps the bin of a deployment by renames, or swaps it back. Run as: sh -c "$(cat swap.sh)" swap.sh VERB DIRECTORY ID STAGED NAME
#   DIRECTORY  install root, with bin in it          ID    names this one swap; the old bin is kept under it
#   STAGED     directory with the release's files    NAME  the release's name, remembered for later
# Each verb looks at what is there and carries on, so that it may be run again after a crash at any line.
set -eu
verb=$1 directory=$2 id=$3 staged=$4 name=$5
root=$directory/.nightshift
bin=$directory/bin
open=$root/open-swap       # names the swap that may still be rolled back
ready=$root/ready/$(basename "$staged")   # the staged files once more, on disk: a swap only renames them

# One at a time: an earlier one whose connection broke may still be at work.
mkdir -p "$root"
exec 9> "$root/lock"
flock -w 240 9 || { echo "another swap in $directory does not end" >&2; exit 4; }

prepare() {
  [ ! -e "$ready" ] || return 0
  # Only one is worth its room: what was prepared for another release is not installed any more.
  rm -rf "$root/ready"
  mkdir -p "$root/ready"
  cp -a "$staged" "$root/ready/.new"
  sync -f "$root/ready" 2>/dev/null || sync
  mv "$root/ready/.new" "$ready"
}

swap() {
  kept=$root/kept/$id
  if [ -e "$kept/swapped" ] && [ -e "$bin" ]; then return 0; fi
  mkdir -p "$kept"
  if [ ! -e "$kept/bin" ]; then
    [ -d "$bin" ] || { echo "there is no $bin" >&2; exit 3; }
    # Build the new bin: the release's files, and what only the old one has (pid files, scripts of the site).
    rm -rf "$kept/new" "$kept/failed"
    fresh=
    set --
    if [ -e "$ready" ]; then mv "$ready" "$kept/new"; else cp -a "$staged" "$kept/new"; fresh=1; fi
    # A release that was once run where it lies has pid files too: they would name somebody else's processes here.
    rm -f "$kept/new"/*.pid "$kept/new"/*.pid.child
    for file in "$bin"/* "$bin"/.[!.]*; do
      [ -e "$file" ] || [ -L "$file" ] || continue
      entry=$(basename "$file")
      if [ -e "$kept/new/$entry" ] || [ -L "$kept/new/$entry" ]; then continue; fi
      cp -a "$file" "$kept/new/$entry"
      set -- "$@" "$kept/new/$entry"
    done
    cp "$root/installed" "$kept/installed" 2>/dev/null || : > "$kept/installed"
    printf '%s\n' "$id" > "$open.new"
    mv "$open.new" "$open"
    # What was prepared is on disk already; a server is down meanwhile, so nothing else is waited for.
    if [ "$fresh" ]; then sync -f "$kept" 2>/dev/null || sync
    else find "$@" "$kept/installed" "$open" -type f -exec sync {} + 2>/dev/null || sync; fi
    # A link that leads somewhere from here would lead elsewhere, or nowhere, from there.
    if [ -L "$bin" ]; then
      ln -sfn "$(readlink -f "$bin")" "$kept/link"
      mv -fT "$kept/link" "$bin"
    fi
    mv "$bin" "$kept/bin"
  fi
  # From here on the old bin is safe; only the second rename may be missing.
  if [ ! -e "$bin" ]; then
    # A rollback that was cut short has put the new bin aside.
    if [ ! -e "$kept/new" ] && [ -e "$kept/failed" ]; then mv "$kept/failed" "$kept/new"; fi
    mv "$kept/new" "$bin"
  fi
  printf '%s\n' "$name" > "$root/installed"
  : > "$kept/swapped"
}

rollback() {
  [ -e "$open" ] || return 0
  kept=$root/kept/$(cat "$open")
  if [ -e "$kept/bin" ]; then
    if [ -e "$bin" ]; then
      rm -rf "$kept/failed"
      mv "$bin" "$kept/failed"
    fi
    # Pid files belong to the directory name, not to the release: those of now replace those of then.
    if [ -e "$kept/failed" ]; then
      rm -f "$kept/bin"/*.pid "$kept/bin"/*.pid.child
      for file in "$kept/failed"/*.pid "$kept/failed"/*.pid.child; do
        if [ -e "$file" ]; then cp -a "$file" "$kept/bin/"; fi
      done
    fi
    cp "$kept/installed" "$root/installed"
    rm -f "$kept/swapped"
    mv "$kept/bin" "$bin"
  fi
  rm -f "$open"
}

case $verb in
prepare)
  prepare
  ;;
swap)
  swap
  ;;
swap-again)
  if [ -e "$open" ] && [ "$(cat "$open")" != "$id" ]; then rollback; fi
  swap
  ;;
rollback)
  rollback
  ;;
commit)
  rm -f "$open"
  rm -rf "$root/ready"
  # The last three old bins stay for people; each is as large as a release.
  ls -1t "$root/kept" 2>/dev/null | tail -n +4 | while read -r old; do rm -rf "$root/kept/$old"; done
  ;;
*)
  echo "unknown verb $verb" >&2
  exit 2
  ;;
esac
