"""The audit trail as people read it: rows in words, with names instead of ids; into files, too."""
