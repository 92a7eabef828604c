"""Transactions, own tables, outbox and jobs; the only floor that commits."""
