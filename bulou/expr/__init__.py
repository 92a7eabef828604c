"""Conditions and formulas over anything that looks like a form."""
