# Records of detached commands: one directory per id.
#   claim    PID TICKS BOOT DIGEST of the keeper that runs the command; made whole by link(2), so that one keeper alone gets it
#   command  PID TICKS BOOT of the command itself
#   stdout, stderr, stdin
#   exit     the exit code, renamed into place when the command has ended

# read_record FILE: its words into w1..w4; fails when it is not whole.
read_record() {
    w1= w2= w3= w4=
    { read -r w1 w2 w3 w4 <"$1"; } 2>/dev/null && [ -n "$w3" ]
}

# state DIR: sets state to one of: never | running [PID TICKS BOOT] | exited CODE | died BOOT; and digest.
state() {
    state=never digest=
    [ -e "$1/claim" ] || return 0
    read_record "$1/claim" || { state=broken; return 0; }
    digest=$w4 keeper="$w1 $w2 $w3" claimed=$w3
    exited "$1" && return 0
    if alive $keeper; then
        state=running
        if read_record "$1/command"; then state="running $w1 $w2 $w3"; fi
        return 0
    fi
    # The keeper is gone; it may have recorded the end between our two looks.
    exited "$1" && return 0
    if read_record "$1/command" && alive "$w1" "$w2" "$w3"; then state="running $w1 $w2 $w3"; else state="died $claimed"; fi
}
exited() {
    code=
    [ -e "$1/exit" ] && read -r code <"$1/exit" && state="exited $code"
}

size() { if [ -e "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi; }

# last FILE SIZE MAX: the last MAX bytes of the first SIZE.
last() {
    [ "$2" -gt 0 ] || return 0
    count=$2 from=1
    if [ "$count" -gt "$3" ]; then count=$3; from=$(($2 - $3 + 1)); fi
    tail -c "+$from" "$1" | head -c "$count"
}

# report DIR MAX: the state and the tails, as DetachedReply reads them.
report() {
    out=$(size "$1/stdout") err=$(size "$1/stderr")
    printf '%s %s %s %s %s\n' "$boot" "${digest:--}" "$out" "$err" "$state"
    last "$1/stdout" "$out" "$2"
    last "$1/stderr" "$err" "$2" >&2
}
