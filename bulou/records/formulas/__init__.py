"""Formulas on records: their values as somebody may see them, results computed as they are written."""
