"""Which record became which others by a push, and what of it is seen there."""

from sqlalchemy import Index, Table

from bulou.db.metadata import identity, metadata, moment, number, words

push_link = Table(
    "push_link",
    metadata,
    identity(),
    words("form", required=True),  # the record that was pushed
    number("record_id", required=True),
    words("push", required=True),
    words("step", required=True),
    words("to_form", required=True),  # what it became
    number("to_id", required=True),
    words("how", required=True),  # made | used
    words("carries", required=True),  # |activities|files|, or nothing
    number("batch_id", required=True),
    number("by"),
    moment("at", required=True),
    moment("taken_back"),  # when its batch was undone
    Index("ix_push_link_record", "form", "record_id"),
    Index("ix_push_link_target", "to_form", "to_id"),
    Index("ix_push_link_batch", "batch_id"),
)
