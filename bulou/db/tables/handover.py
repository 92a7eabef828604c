"""Handovers: what one person held, given to others in one transaction, and its way back."""

from sqlalchemy import Index, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

handover = Table(
    "handover",
    metadata,
    identity(),
    number("person_id", required=True),  # whose things go
    words("state", required=True),  # queued | done | failed | cancelled | undoing | undone
    document("request", required=True),  # records.handover.model.Asked
    document("result", required=True),  # what moved, to whom, what stayed and why
    number("batch_id"),  # the records, as they were
    words("job_id"),
    number("by"),
    moment("created_at", required=True),
    moment("done_at"),
    words("undo_job"),
    number("undone_by"),
    moment("undone_at"),
    Index("ix_handover_person", "person_id", "id"),
    sqlite_autoincrement=True,
)
