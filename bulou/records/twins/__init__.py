"""Records that may be there already: looked for while one is filled in, and asking to join who has them."""
