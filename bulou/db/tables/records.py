"""What the records engine keeps beside the users' tables: history, stages, batches, comments, files."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

history = Table(
    "history",
    metadata,
    identity(),
    words("form", required=True),
    number("record_id", required=True),
    number("version", required=True),
    words("action", required=True),  # created changed deleted restored undone merged
    document("changes", required=True),  # {field: [before, after]} as stored values; {} on created
    moment("at", required=True),
    number("by"),
    words("via", required=True),
    number("batch_id"),
    Index("ix_history_record", "form", "record_id", "id"),
    sqlite_autoincrement=True,
)

UNDATED = 2  # of `imported`: nobody knows when the stage was entered, `entered_at` only keeps the order

stage_history = Table(
    "stage_history",
    metadata,
    identity(),
    words("form", required=True),
    number("record_id", required=True),
    words("from_stage"),
    words("stage", required=True),
    moment("entered_at", required=True),
    moment("left_at"),
    number("seconds"),
    number("by"),
    number("imported", required=True),  # 0 a move, 1 found in a file with a date, UNDATED without one
    number("owner"),
    number("department"),
    number("amount"),
    number("probability"),
    words("expected_close"),
    number("batch_id"),
    Index("ix_stage_history_record", "form", "record_id", "id"),
    Index("ix_stage_history_stage", "form", "stage", "entered_at"),
    sqlite_autoincrement=True,
)

batch = Table(
    "batch",
    metadata,
    identity(),
    words("kind", required=True),  # import | bulk | undo | delete …
    words("form"),
    words("state", required=True),  # open | done | failed | cancelled | undone
    document("request", required=True),
    document("summary", required=True),
    number("by"),
    moment("created_at", required=True),
    moment("ended_at"),
    number("undo_of"),
    number("undone_by"),
    words("job_id"),
    sqlite_autoincrement=True,
)

batch_row = Table(
    "batch_row",
    metadata,
    number("batch_id", required=True),
    words("form", required=True),
    number("record_id", required=True),
    words("action", required=True),  # created | changed | deleted | restored
    document("before"),  # stored values of what was changed; None on created
    number("version_after", required=True),
    document("extra"),
    PrimaryKeyConstraint("batch_id", "form", "record_id"),
    Index("ix_batch_row_record", "form", "record_id"),
)

comment = Table(
    "comment",
    metadata,
    identity(),
    words("form", required=True),
    number("record_id", required=True),
    words("body", required=True),
    document("mentions", required=True),
    number("by", required=True),
    moment("at", required=True),
    moment("changed_at"),
    moment("deleted_at"),
    Index("ix_comment_record", "form", "record_id", "id"),
)

file = Table(
    "file",
    metadata,
    identity(),
    words("sha256", required=True),
    words("name", required=True),
    words("type", required=True),
    number("size", required=True),
    number("width"),
    number("height"),
    number("by"),
    moment("at", required=True),
    words("form"),  # the record it hangs on; None until saved
    number("record_id"),
    words("field"),
    moment("deleted_at"),
    Index("ix_file_record", "form", "record_id"),
    Index("ix_file_sha256", "sha256"),
    sqlite_autoincrement=True,  # an id is never given again: records, images and logs keep naming it
)

notification = Table(
    "notification",
    metadata,
    identity(),
    number("person_id", required=True),
    words("kind", required=True),  # mention | job.done | …
    document("body", required=True),
    words("form"),
    number("record_id"),
    moment("at", required=True),
    moment("read_at"),
    words("thread", required=True, server_default="-"),  # its record, <form>:<id>, else its kind
    number("delivery_id"),  # the digest that tells of it
    Index("ix_notification_person", "person_id", "id"),
    Index("ix_notification_thread", "person_id", "thread", "id"),
    Index("ix_notification_unread", "person_id", "read_at"),
    Index("ix_notification_delivery", "delivery_id"),
)

personal_request = Table(
    "personal_request",
    metadata,
    identity(),
    words("kind", required=True),  # export | erasure
    words("state", required=True),  # open | running | done | failed | cancelled
    document("subject", required=True),  # whose data: what was looked for; emptied by an erasure
    document("found", required=True),  # {form: [record ids]}
    document("chosen", required=True),  # what the officer decided
    document("report", required=True),  # counts and reasons, never values
    words("reason", required=True),  # why: the number of the letter …
    number("by", required=True),
    moment("created_at", required=True),
    moment("ended_at"),
    words("job_id"),
    sqlite_autoincrement=True,
)

follow = Table(
    "follow",
    metadata,
    number("person_id", required=True),
    words("form", required=True),
    number("record_id", required=True),
    moment("at", required=True),
    PrimaryKeyConstraint("person_id", "form", "record_id"),
)
