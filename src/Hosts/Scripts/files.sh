# Exit codes that HostFiles knows: 3 nothing there, or not of that kind; 4 the content is not the expected one; 5 the target has other content.

# there PATH: 0, 3, or 1 when nobody can tell.
there() {
    if [ -e "$1" ] || [ -L "$1" ]; then return 0; fi
    said=$(LC_ALL=C ls -d -- "$1" 2>&1) && return 0
    case $said in *": No such file or directory" | *": Not a directory") return 3 ;; esac
    printf '%s\n' "$said" >&2
    return 1
}
regular() {
    there "$1" || return
    [ -f "$1" ] && return
    echo "not a regular file" >&2
    return 3
}
digest_of() {
    sum=$(LC_ALL=C sha256sum <"$1") || return 1
    printf '%s\n' "${sum%% *}"
}
# sweep PATH: what uploads to it left behind a day ago or earlier, when they were killed.
sweep() {
    base=${1##*/} two='[0-9a-f][0-9a-f]'
    case $base in *[][*?\\]*) return 0 ;; esac
    find "${1%/*}/" -maxdepth 1 -name "$base.$two$two$two$two$two$two$two$two.part" -mtime +0 -exec rm -rf -- {} +
}
parent_of() { mkdir -p -- "${1%/*}/"; }
