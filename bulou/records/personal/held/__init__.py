"""Where records' values lie beside the records: one file for each place, with what it knows and how it forgets."""
