"""Probes: who knocks at which doors, a file a subject; each registers by its last line."""
