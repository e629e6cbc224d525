# DIR PART: PART becomes DIR unless that is there by now (5).
enquiry() {
    if there "$1"; then rm -rf -- "$2"; return 5; fi
    mv -T -- "$2" "$1" && return
    rm -rf -- "$2"
    return 1
}
