"""What a rule does, one file each; registered in `records.actions`."""
