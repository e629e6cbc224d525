# PATH PART DIGEST MODE|keep: stdin becomes the file.
enquiry() {
    if [ -d "$1" ]; then echo "is a directory" >&2; return 3; fi
    parent_of "$1" && sweep "$1" || return 1
    place "$@" && return
    failed=$?
    rm -f -- "$2"
    return "$failed"
}
place() {
    old_umask=$(umask)
    umask 077
    cat >"$2" || return 1
    umask "$old_umask"
    [ "$(digest_of "$2")" = "$3" ] || return 4
    mode=$4
    if [ "$mode" = keep ]; then
        mode==rw
        if [ -e "$1" ]; then mode=$(stat -c %a -- "$1") || return 1; fi
    fi
    chmod -- "$mode" "$2" || return 1
    # Root must not take a file away from its owner.
    if [ -e "$1" ] && [ "$(id -u)" = 0 ]; then chown -- "$(stat -c %u:%g -- "$1")" "$2" && chmod -- "$mode" "$2" || return 1; fi
    dd if=/dev/null of="$2" conv=notrunc,fsync 2>/dev/null
    mv -f -- "$2" "$1"
}
