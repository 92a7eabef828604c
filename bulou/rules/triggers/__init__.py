"""What starts a rule, one file each."""
