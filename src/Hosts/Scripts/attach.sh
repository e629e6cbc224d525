# attach ROOT ID TAIL TENTHS: waits up to TENTHS of a second while the command runs, then tells its state.
enquiry() {
    case $1 in /*) root=$1 ;; *) root=$HOME/$1 ;; esac
    dir=$root/$2
    # What cannot be looked at is not "never".
    there "$dir/claim"
    if [ $? = 1 ]; then return 1; fi
    left=$4
    state "$dir"
    while [ "$left" -gt 0 ]; do
        case $state in running*) ;; *) break ;; esac
        sleep 0.2
        left=$((left - 2))
        state "$dir"
    done
    report "$dir" "$3"
}
