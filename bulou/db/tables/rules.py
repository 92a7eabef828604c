"""Rules, their versions, what they did and are about to do."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

rule = Table(
    "rule",
    metadata,
    identity(),
    words("key", required=True),
    document("label", required=True),
    words("form"),  # None: no record starts it
    words("state", required=True),  # off | on | paused
    document("reason"),  # why it is paused: {code, params}
    document("body"),  # the definition in force; None: never published
    number("version", required=True),  # of what is in force; 0: never published
    document("draft"),  # None: none is kept
    number("draft_version", required=True),  # raised with every change of the draft
    number("owner_id"),  # whose rights it acts with
    words("slug"),  # the secret part of a webhook's address
    words("seal"),  # what calls of the webhook are signed with
    moment("live_since"),  # when it was switched on last
    number("failures", required=True),  # in a row
    moment("created_at", required=True),
    number("created_by"),
    moment("changed_at", required=True),
    number("changed_by"),
    Index("ux_rule_key", "key", unique=True),
    Index("ux_rule_slug", "slug", unique=True),
    Index("ix_rule_form", "form"),
    sqlite_autoincrement=True,  # an id is never given again: causes and runs keep naming it
)

rule_version = Table(
    "rule_version",
    metadata,
    number("rule_id", required=True),
    number("version", required=True),
    document("label", required=True),
    document("body", required=True),
    moment("at", required=True),
    number("by"),
    PrimaryKeyConstraint("rule_id", "version"),
)

rule_run = Table(
    "rule_run",
    metadata,
    identity(),
    number("rule_id", required=True),
    number("version", required=True),
    words("form"),
    number("record_id", required=True),  # 0: no record started it
    words("occasion", required=True),  # the event or the moment: nothing runs twice for one
    words("state", required=True),  # queued | waiting | done | failed | cut | skipped
    words("reason"),  # why it was cut or skipped
    document("cause", required=True),
    document("input", required=True),  # what is known of the event: kind, version, body of a webhook
    document("place"),  # where it goes on: the stack of blocks and what steps made
    number("attempts", required=True),  # failures in a row of the step at hand
    moment("next_at"),  # when it goes on; None: never
    document("error"),
    number("by"),  # who did what started it
    moment("created_at", required=True),
    moment("started_at"),
    moment("ended_at"),
    Index("ux_rule_run_occasion", "rule_id", "occasion", "record_id", unique=True),
    Index("ix_rule_run_next", "next_at", "id"),
    Index("ix_rule_run_rule", "rule_id", "id"),
    Index("ix_rule_run_record", "form", "record_id", "id"),
    Index("ix_rule_run_ended", "ended_at"),
    sqlite_autoincrement=True,
)

rule_step = Table(
    "rule_step",
    metadata,
    identity(),
    number("run_id", required=True),
    words("path", required=True),  # `0`, `2.then.1`
    number("item_id"),  # the record of the turn inside a for_each
    words("kind", required=True),
    words("state", required=True),  # done | failed
    document("output"),  # ids and keys, never values
    document("error"),
    moment("at", required=True),
    Index("ix_rule_step_run", "run_id", "id"),
    sqlite_autoincrement=True,
)

rule_due = Table(
    "rule_due",
    metadata,
    number("rule_id", required=True),
    number("record_id", required=True),  # 0: cron
    words("occurrence", required=True),  # the date or moment it counts from
    moment("due_at", required=True),
    document("cause", required=True),
    PrimaryKeyConstraint("rule_id", "record_id"),
    Index("ix_rule_due_due", "due_at"),
)
