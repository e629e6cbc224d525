# start ROOT ID DIGEST DAYS STDIN_BYTES|- TAIL WORKDIR|- LIBRARY KEEPER PRELUDE COMMAND...
case $1 in /*) root=$1 ;; *) root=$HOME/$1 ;; esac
dir=$root/$2
fail() { end "$@"; exit 0; }
begin
old_umask=$(umask)
umask 077
mkdir -p "$root" || fail failed
[ -w "$root" ] && [ -x "$root" ] || fail failed
state "$dir"
if [ "$state" != never ]; then
    report "$dir" "$6"
    fail ok
fi
if [ "$7" != - ]; then cd -- "$7" || fail nodir; fi
if [ "$5" != - ]; then
    cat >"$root/.stdin-$mark" && [ "$(size "$root/.stdin-$mark")" = "$5" ] || { rm -f "$root/.stdin-$mark"; fail failed; }
fi
command -v setsid >/dev/null || fail nosetsid
umask "$old_umask"
# A session leader's setsid(1) forks and ends; the keeper goes on with our streams until it has answered.
exec setsid /bin/sh -c "$8
$9" nightshift-helper "$mark" "$root" "$dir" "$@"
