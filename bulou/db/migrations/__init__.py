"""The history of our own tables; `db.migrate` applies it."""
