"""Tests of import and export that need no database."""
