"""Parts of `bulou doctor` that are asked for by name, a file each; each registers by its last line."""
