"""The functions of formulas: one file per family; a new function is an entry in its family's file."""
