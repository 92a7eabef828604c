"""Files that come in: what they are, whether they are safe, and their rows spooled to disk."""
