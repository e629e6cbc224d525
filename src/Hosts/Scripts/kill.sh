# PID TICKS BOOT SIGNAL: 3 when that process is gone.
enquiry() {
    alive "$1" "$2" "$3" || return 3
    kill "-$4" "$1" && return
    alive "$1" "$2" "$3" || return 3
    return 1
}
