enquiry() { there "$1"; }
