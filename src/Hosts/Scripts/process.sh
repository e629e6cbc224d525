enquiry() { describe "$1"; echo done; }
