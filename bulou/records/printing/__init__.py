"""Printing: records onto paper, by Word templates or the built-in layout, as Word files and PDF."""
