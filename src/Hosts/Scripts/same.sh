# PATH DIGEST MODE: 0 when the file is there with that content, and gets that mode; 3 or 5 otherwise.
enquiry() {
    regular "$1" || return
    [ "$(digest_of "$1")" = "$2" ] || return 5
    [ "$(stat -c %a -- "$1")" = "$3" ] || chmod "$3" "$1"
}
