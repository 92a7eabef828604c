"""What calls for somebody's attention today, one file per kind of work."""
