"""Notices in words, with the rights that their reader has at that moment."""
