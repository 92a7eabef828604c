"""Jobs as people see them (progress, result), schedules and leases; the engine keeps its own tables."""

from sqlalchemy import Index, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

job = Table(
    "job",
    metadata,
    words("id", required=True, primary_key=True),
    words("kind", required=True),
    words("unique_key"),
    document("payload", required=True),
    words("state", required=True),  # queued running done failed cancelled
    document("cursor"),  # what the next step continues from
    number("done", required=True),
    number("total"),
    words("note"),
    document("result"),
    document("error"),
    number("attempts", required=True),  # failures in a row
    number("run", required=True),  # raised whenever the job is handed out anew
    number("cancel", required=True),
    number("by"),
    moment("due_at"),
    moment("created_at", required=True),
    moment("started_at"),
    moment("ended_at"),
    moment("beat_at"),
    document("origin"),  # where the request came from that asked for it (kit.origin)
    Index("ix_job_state", "state", "due_at"),
    Index("ix_job_by", "by", "created_at"),
    Index("ux_job_unique_key", "unique_key", unique=True),
)

schedule = Table(
    "schedule",
    metadata,
    words("key", required=True, primary_key=True),
    words("kind", required=True),
    words("at", required=True),  # HH:MM in the workspace's zone, every day
    number("enabled", required=True),
    moment("last_due"),
    moment("next_due", required=True),
)

lease = Table(
    "lease",
    metadata,
    words("name", required=True, primary_key=True),
    words("holder", required=True),
    moment("beat_at", required=True),
)

import_run = Table(
    "import_run",
    metadata,
    identity(),
    words("form", required=True),
    words("file_name", required=True),
    words("file_sha256", required=True),
    words("state", required=True),  # proposed queued running done failed cancelled
    document("proposal", required=True),
    document("plan"),
    document("result"),
    number("batch_id"),
    words("job_id"),
    number("by"),
    moment("created_at", required=True),
    moment("ended_at"),
    sqlite_autoincrement=True,  # an id is never given again: records, images and logs keep naming it
)

import_refusal = Table(
    "import_refusal",
    metadata,
    identity(),
    number("import_id", required=True),
    words("sheet", required=True),
    number("row", required=True),
    words("column"),
    words("code", required=True),
    document("params", required=True),
    words("raw"),
    words("level", required=True),  # cell | row | twin | conflict | link | note
    Index("ix_import_refusal_import", "import_id", "id"),
)

import_memory = Table(
    "import_memory",
    metadata,
    words("form", required=True, primary_key=True),
    words("signature", required=True, primary_key=True),  # of the headings
    document("plan", required=True),
    moment("at", required=True),
    number("by"),
)
