enquiry() {
    described=$(describe "$1")
    if [ -n "$described" ]; then
        printf '%s\n' "$described"
    elif [ ! -e "/proc/$1" ]; then
        # Mounted with hidepid, /proc does not show other users' processes; kill(2) tells them from none.
        case $(LC_ALL=C kill -0 "$1" 2>&1) in *ermitted*) echo "process $1 is there but hidden from this login" >&2; return 1 ;; esac
    fi
    echo done
}
