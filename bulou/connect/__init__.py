"""The ways out of the workspace to other systems."""
