"""How much printing may cost."""

MB = 1024 * 1024
LARGEST = 2 * MB  # of a template; in base64 it fits into a package
UNPACKED = 50 * MB
PARTS = 2_000
ELEMENTS = 1_000_000  # of a part that is looked through
MOST_RECORDS = 50  # at a time
MOST_TEMPLATES = 50  # of a form
MOST_ROWS = 5_000  # of the detail tables of what is printed at a time
MEMORY = 1_200 * MB  # address space of the printing process
SECONDS = 45  # on the clock, and of the processor
LARGEST_RESULT = 60 * MB
PICTURES = 100  # of what is printed at a time
