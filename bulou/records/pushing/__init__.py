"""Pushing: records of other forms are made of one, in one transaction, and stay linked with it."""
