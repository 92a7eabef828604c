"""Imports and exports on both databases."""
