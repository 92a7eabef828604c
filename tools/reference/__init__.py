"""docs/reference: one page per kind of thing the product has, written from the product itself."""
