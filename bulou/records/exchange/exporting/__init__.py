"""Any list as a file: which columns, which rows, written in bounded memory by whoever may export them."""
