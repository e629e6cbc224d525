# endgroup PID TICKS: ends the process group that this session leader leads; exit code 0 when nothing of it lives any more.
members() {
    cat /proc/[0-9]*/stat 2>/dev/null | while IFS= read -r line; do
        set -- ${line##*) }
        if [ "$3" = "$leader" ]; then case $1 in [ZXx]) ;; *) echo x ;; esac fi
    done
}
leader=$1
if alive "$1" "$2" "$boot"; then
    [ "$(nth 3 $stat_text)" = "$1" ] || exit 1
    kill -9 "-$1"
fi
left=20
while [ -n "$(members)" ]; do
    [ "$left" -gt 0 ] || exit 1
    left=$((left - 1))
    sleep 0.1
done
exit 0
