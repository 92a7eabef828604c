"""The duplicates report: likely twins among the records that are there, looked for in the background."""
