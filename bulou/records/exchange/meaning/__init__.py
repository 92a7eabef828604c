"""What a workbook means: where its tables are, which column is which field, who owns the rows."""
