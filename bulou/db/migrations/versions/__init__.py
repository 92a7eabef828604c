"""One file per change of our own tables, in order of their numbers."""
