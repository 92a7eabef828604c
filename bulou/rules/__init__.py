"""The rule engine: when something happens, and if something is so, then do these (decision 0080)."""
