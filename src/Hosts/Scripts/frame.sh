# Frames what a script says (see FramedOutput). head and tail are set by the caller; the halves are joined only here.
mark=$head$tail
root_pid=$$

# The text of /proc/PID/stat after the command's name, which may hold spaces, brackets and newlines (proc(5)).
stat_of() {
    stat_text=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat_text=${stat_text##*) }
}
nth() { shift "$1"; printf '%s' "$1"; }
ticks_of() { stat_of "$1" && nth 20 $stat_text; }
boot=$(cat /proc/sys/kernel/random/boot_id)

# alive PID TICKS BOOT: whether that very process lives; a zombie is gone.
alive() {
    [ "$3" = "$boot" ] && stat_of "$1" || return 1
    case $stat_text in [ZXx]*) return 1 ;; esac
    [ "$(nth 20 $stat_text)" = "$2" ]
}

begin() {
    printf '%s begin %s %s\n' "$mark" "$root_pid" "$(ticks_of "$root_pid")"
    printf '%s begin\n' "$mark" >&2
}
end() {
    printf '%s end %s\n' "$mark" "$*"
    printf '%s end\n' "$mark" >&2
}
