# DIR: its listing; 3 when nothing is there.
enquiry() {
    there "$1" || return
    [ -d "$1" ] || { echo "not a directory" >&2; return 5; }
    list "$1"
}
