hex() { od -An -v -tx1 | tr -d ' \n'; }

# describe PID: one line as ProcessReply reads it; nothing when it is gone.
describe() {
    stat_of "$1" || return 0
    case $stat_text in [ZXx]*) return 0 ;; esac
    started=$(nth 20 $stat_text) state=$(nth 1 $stat_text) parent=$(nth 2 $stat_text)
    executable=$(readlink "/proc/$1/exe" 2>/dev/null | hex)
    arguments=$({ hex <"/proc/$1/cmdline"; } 2>/dev/null)
    # Still the same one after all that.
    alive "$1" "$started" "$boot" || return 0
    printf '%s %s %s %s %s e%s a%s\n' "$1" "$started" "$boot" "$parent" "$state" "$executable" "$arguments"
}
