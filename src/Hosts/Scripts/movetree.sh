# DIR PART: PART becomes DIR unless that is there by now (5).
enquiry() {
    if there "$1"; then rm -rf -- "$2"; return 5; fi
    # rename(2) does not replace a directory that holds something, so that the slower of two fails here at the latest.
    mv -T -- "$2" "$1" && return
    rm -rf -- "$2"
    if there "$1"; then return 5; fi
    return 1
}
