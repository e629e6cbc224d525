enquiry() { regular "$1" && digest_of "$1"; }
