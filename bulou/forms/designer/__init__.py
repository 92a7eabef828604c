"""The designer's side of forms: drafts, what publishing one would do, versions, deleting and bringing back."""
