# run WORKDIR|- PRELUDE COMMAND...
begin
if [ "$1" != - ] && ! cd -- "$1"; then
    end nodir
    exit 0
fi
(
    eval "$2"
    shift 2
    exec "$@"
)
end "exit $?"
