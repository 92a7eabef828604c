"""Nuts and bolts that know nothing of the product: ids, clock, text, errors, registry, words."""
