"""Pools: records nobody owns, offered by rules, taken or given out, and back again when nobody looks after them."""
