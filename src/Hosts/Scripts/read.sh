# PATH MAX head|tail: the size on a line of its own, then at most MAX bytes.
enquiry() {
    regular "$1" || return
    size=$(size "$1") && [ -n "$size" ] || return 1
    printf '%s\n' "$size"
    if [ "$3" = tail ]; then
        last "$1" "$size" "$2"
    else
        if [ "$size" -gt "$2" ]; then size=$2; fi
        head -c "$size" "$1"
    fi
}
