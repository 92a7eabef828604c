"""Who may see and do what, compiled to SQL predicates."""
