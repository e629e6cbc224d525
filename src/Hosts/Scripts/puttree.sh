# DIR PART: stdin, a tar stream, becomes PART; answers with its listing.
enquiry() {
    parent_of "$1" && sweep "$1" && mkdir -- "$2" || return 1
    if (cd -- "$2" && tar -xpof -); then list "$2" && return; fi
    rm -rf -- "$2"
    return 1
}
