"""What a person has on the floors up to the records: one file a kind."""
