# list DIR: everything below it, in the lines that TreeListing reads.
list() (
    cd -- "$1" || exit 1
    export LC_ALL=C
    find . -type d -exec stat -c 'd %a %n' -- {} + &&
    find . -type f -exec stat -c 'f %a %n' -- {} + &&
    find . -type f -exec sha256sum -- {} + | sed 's/^/s /' &&
    find . -type l -exec sh -c 'for f do printf "l %s\nt %s\n" "$f" "$(readlink -- "$f")"; done' sh {} + &&
    find . ! -type d ! -type f ! -type l -exec stat -c 'o %a %n' -- {} + &&
    echo done
)
