"""Field kinds, one file each, discovered."""
