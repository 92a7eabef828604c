"""One file for each outside service to which things can be handed over."""
