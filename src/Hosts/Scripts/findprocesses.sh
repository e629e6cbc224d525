# The text to look for comes on stdin, so that it is in nobody's argument list. Finds rather too many; the caller looks closer.
by_arguments() { printf '%s\n' "$text" | grep -l -a -F -f - [0-9]*/cmdline 2>/dev/null | sed 's|/.*||'; }
by_executable() {
    ls -l [0-9]*/exe 2>/dev/null | while IFS= read -r link; do
        case ${link#* -> } in *"$text"*) link=${link%%/exe -> *}; printf '%s\n' "${link##* }" ;; esac
    done
}
enquiry() {
    text=$(cat)
    cd /proc || return 1
    command -v grep >/dev/null && command -v od >/dev/null || return 1
    export LC_ALL=C
    for pid in $({ by_arguments; by_executable; } | sort -u); do describe "$pid"; done
    echo done
}
