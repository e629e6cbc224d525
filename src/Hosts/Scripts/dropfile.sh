enquiry() { rm -rf -- "$1"; }
