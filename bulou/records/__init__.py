"""The one door to business data."""
