"""What a form is, its fields and its table."""
