# sh -c "$(cat whereabouts.sh)" whereabouts.sh DIRECTORY PORT: who is at home in a directory and who listens on a port, by the kernel.
#   root PATH     DIRECTORY without symbolic links; missing when there is no such directory
#   within PID    its working directory is there or below
#   near PID      its executable is there or below, or one of its arguments names a path there
#   listens PID   one of its sockets listens on PORT; complete only where no process of the directory does
#   sockets N     that many listen on PORT, also those of processes that this login may not see
#   done          nothing was cut off
set -u
given=$1
export LC_ALL=C
[ -r /proc/net/tcp ] || { echo "/proc/net/tcp cannot be read" >&2; exit 1; }

near=
if root=$(readlink -e -- "$given") && [ -d "$root" ]; then
  echo "root $root"
  links=$(ls -ld /proc/[0-9]*/cwd /proc/[0-9]*/exe 2>/dev/null | grep -F -e " -> $root")
  # What looks (this script, and what brought it here) names the directory too.
  named=$(grep -l -a -F -e "$root/" -e "$given/" /proc/[0-9]*/cmdline 2>/dev/null)
  if [ -n "$named" ]; then named=$(grep -L -a -F -e whereabouts.sh $named 2>/dev/null); fi
  found=$(
    printf '%s\n' "$links" | while IFS= read -r link; do
      case ${link#* -> } in "$root" | "$root"/*) ;; *) continue ;; esac
      link=${link%% -> *} kind=near
      case $link in */cwd) kind=within ;; esac
      link=${link%/*}
      echo "$kind ${link##*/}"
    done
    for file in $named; do file=${file%/cmdline}; echo "near ${file##*/}"; done
  )
  if [ -n "$found" ]; then printf '%s\n' "$found" | sort -u; fi
  near=$(printf '%s\n' "$found" | sed 's/.* //' | sort -u)
fi

# sl local remote st queues timer retries uid timeout inode (proc(5)); 0A is LISTEN.
port=$(printf '%04X' "$2")
inodes=$(grep -h -E "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null |
  while read -r sl local remote st queues timer retries uid timeout inode rest; do echo "$inode"; done | sort -u)
sockets=0
any=
for inode in $inodes; do sockets=$((sockets + 1)) any="$any${any:+|}$inode"; done

# FOLDER...: who of them has one of the sockets.
listeners() {
  ls -l "$@" 2>/dev/null | grep -E "^/proc/[0-9]+/fd:\$|socket:\[($any)\]\$" | while IFS= read -r line; do
    case $line in
    /proc/*) pid=${line#/proc/} pid=${pid%/fd:} ;;
    *) echo "listens $pid" ;;
    esac
  done | sort -u
}
if [ -n "$any" ]; then
  set --
  for pid in $near; do set -- "$@" "/proc/$pid/fd"; done
  told=
  # Two at least: for a single folder ls does not say which it is.
  if [ $# -gt 0 ]; then told=$(listeners /proc/self/fd "$@"); fi
  if [ -z "$told" ]; then told=$(listeners /proc/[0-9]*/fd); fi
  if [ -n "$told" ]; then printf '%s\n' "$told"; fi
fi
echo "sockets $sockets"
echo done
