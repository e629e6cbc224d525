# sh -c "$(cat whereabouts.sh)" whereabouts.sh DIRECTORY PORT: who works in a directory and who listens on a port, by the kernel.
#   within PID   its working directory is DIRECTORY or below        listens PID   one of its sockets listens on PORT
#   sockets N    that many listen on PORT, also those of processes that this login may not see
#   done         nothing was cut off
set -u
directory=$1
export LC_ALL=C
[ -r /proc/net/tcp ] || { echo "/proc/net/tcp cannot be read" >&2; exit 1; }

ls -ld /proc/[0-9]*/cwd 2>/dev/null | while IFS= read -r link; do
  case ${link#* -> } in
  "$directory" | "$directory"/*) link=${link%%/cwd -> *}; echo "within ${link##*/}" ;;
  esac
done

# sl local remote st queues timer retries uid timeout inode (proc(5)); 0A is LISTEN.
port=$(printf '%04X' "$2")
inodes=$(grep -h -E "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null |
  while read -r sl local remote st queues timer retries uid timeout inode rest; do echo "$inode"; done | sort -u)
sockets=0
any=
for inode in $inodes; do sockets=$((sockets + 1)) any="$any${any:+|}$inode"; done
if [ -n "$any" ]; then
  ls -l /proc/[0-9]*/fd 2>/dev/null | grep -E "^/proc/[0-9]+/fd:\$|socket:\[($any)\]\$" | while IFS= read -r line; do
    case $line in
    /proc/*) pid=${line#/proc/} pid=${pid%/fd:} ;;
    *) echo "listens $pid" ;;
    esac
  done | sort -u
fi
echo "sockets $sockets"
echo done
