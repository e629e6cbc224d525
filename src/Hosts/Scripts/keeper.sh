# keeper MARK ROOT DIR, then start.sh's own arguments: claims the id, answers, runs the command, records how it ended, prunes.
head=$1 tail= root=$2 dir=$3
mark=$head
shift 3
digest_wanted=$3 days=$4 tail_max=$6 prelude=${10}
shift 10
old_umask=$(umask)
umask 077
# An answer that nobody hears must not end the keeper.
trap '' PIPE
won=
mkdir -p "$dir" && printf '%s %s %s %s\n' "$$" "$(ticks_of $$)" "$boot" "$digest_wanted" >"$dir/.claim-$mark"
# A full disk must not make a claim that names nobody.
if read_record "$dir/.claim-$mark" && [ "$w4" = "$digest_wanted" ] && ln "$dir/.claim-$mark" "$dir/claim" 2>/dev/null; then won=1; fi
rm -f "$dir/.claim-$mark"
if [ -n "$won" ]; then
    # On the disk before the effect: a host that loses power must not forget it.
    dd if=/dev/null of="$dir/claim" conv=notrunc,fsync 2>/dev/null
    if [ -e "$root/.stdin-$mark" ]; then mv "$root/.stdin-$mark" "$dir/stdin"; fi
else
    rm -f "$root/.stdin-$mark"
fi
state "$dir"
if [ "$state" = never ]; then end failed; exit 1; fi
report "$dir" "$tail_max"
end ok
exec </dev/null >/dev/null 2>&1
[ -n "$won" ] || exit 0
input=/dev/null
if [ -e "$dir/stdin" ]; then input=$dir/stdin; fi
(
    umask "$old_umask"
    trap - PIPE
    # In this subshell $$ is still the keeper's.
    read -r self rest </proc/self/stat
    printf '%s %s %s\n' "$self" "$(ticks_of "$self")" "$boot" >"$dir/command"
    eval "$prelude"
    exec "$@"
) <"$input" >"$dir/stdout" 2>"$dir/stderr"
code=$?
printf '%s\n' "$code" >"$dir/.exit" && dd if=/dev/null of="$dir/.exit" conv=notrunc,fsync 2>/dev/null && mv "$dir/.exit" "$dir/exit"
find "$root" -mindepth 1 -maxdepth 1 -mtime "+$days" | while IFS= read -r old; do
    case ${old##*/} in
    .stdin-*) rm -f "$old" ;;
    *)
        state "$old"
        case $state in
        exited* | died*) rm -rf "$old" ;;
        never) rmdir "$old" ;;
        esac
        ;;
    esac
done
