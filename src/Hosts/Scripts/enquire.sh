# Runs enquiry() with the arguments and tells its exit code.
begin
(enquiry "$@")
end "exit $?"
