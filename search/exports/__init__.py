"""Any listing as a file: the whole answer, in constant memory, at the page's own address with a suffix."""
