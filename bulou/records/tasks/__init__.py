"""Tasks of any form that has the trait: reminded of, repeated, handed on (decision 0090)."""
