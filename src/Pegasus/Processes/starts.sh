# When the processes of one server began. Run as: sh -c "$(cat starts.sh)" starts.sh VERB DIRECTORY NAME PID...
#   VERB       read: prints what is known; keep: remembers when the processes PID began; the word now stands for one that is gone
#   DIRECTORY  the server's own; what is remembered lies in it, else in the login's home under NAME
# Everything is told by this host's clock, in seconds since 1970.
set -eu
verb=$1 directory=$2 name=$3
shift 3
beside=$directory/.nightshift
home=${HOME:-/nonexistent}/.nightshift/starts
most=40

began() { # pid: nothing when it is gone
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # Behind the name in brackets come the fields from the 3rd on; the 22nd are the ticks from boot to its start (proc(5)).
  set -- ${stat##*) }
  echo $(($(sed -n 's/^btime //p' /proc/stat) + ${20} / $(getconf CLK_TCK)))
}

every() {
  for pid; do
    if [ "$pid" = now ]; then date +%s; else began "$pid"; fi
  done
}

kept() {
  if [ -e "$beside/starts" ]; then cat "$beside/starts"; fi
  if [ -e "$home/$name" ]; then cat "$home/$name"; fi
}

could() { # folder: whether something may be written there
  if [ -e "$1" ]; then [ -d "$1" ] && [ -w "$1" ]; else could "$(dirname "$1")"; fi
}

case $verb in
read)
  could "$beside" || could "$home" || { echo "neither $beside nor $home may be written" >&2; exit 3; }
  all=$(kept; every "$@")
  echo "now $(date +%s)"
  printf '%s\n' "$all" | sed '/^$/d; s/^/start /'
  echo done
  ;;
keep)
  if could "$beside"; then file=$beside/starts; else file=$home/$name; fi
  mkdir -p "$(dirname "$file")"
  all=$(kept; every "$@")
  printf '%s\n' "$all" | sed '/^$/d' | sort -n -u | tail -n "$most" > "$file.new"
  mv "$file.new" "$file"
  ;;
*)
  echo "unknown verb $verb" >&2
  exit 2
  ;;
esac
