"""Pools: where a record that nobody owns was sent and why, who took what when, and until when it is theirs."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

pool_place = Table(
    "pool_place",
    metadata,
    words("form", required=True),
    number("record_id", required=True),
    words("named"),  # the pool it was sent to; None: whichever its values say
    moment("since", required=True),
    words("why", required=True),  # new | released | recycled | taken_away
    words("reason"),  # what somebody said, or the rule that recycled it
    number("from_id"),  # whose it was
    number("by"),
    moment("told_at"),  # when the administrators were told that nobody fits
    moment("owned_since"),  # since when it had been theirs, for taking a release back
    PrimaryKeyConstraint("form", "record_id", name="pk_pool_place"),
    Index("ix_pool_place_named", "form", "named", "record_id"),
)

# Rows are only ever added: what a day allows is counted from it.
pool_ledger = Table(
    "pool_ledger",
    metadata,
    identity(),
    words("pool", required=True),
    words("form", required=True),
    number("record_id", required=True),
    words("move", required=True),  # claimed | assigned | released | recycled | taken_away | undone
    number("person_id", required=True),  # who got it, or whose it was
    number("by"),
    words("level"),  # of the record, as the pool tells levels apart
    words("rule"),
    moment("at", required=True),
    Index("ix_pool_ledger_person", "person_id", "pool", "move", "at"),
    Index("ix_pool_ledger_record", "form", "record_id", "id"),
    Index("ix_pool_ledger_pool", "pool", "at"),
    sqlite_autoincrement=True,
)

# When a pool's rule first came into force: what was owned before has its whole time from then on.
pool_start = Table(
    "pool_start",
    metadata,
    words("pool", required=True),
    words("rule", required=True),
    moment("since", required=True),
    PrimaryKeyConstraint("pool", "rule", name="pk_pool_start"),
)

# What a pool said, version by version; a body of none: it was taken away.
pool_version = Table(
    "pool_version",
    metadata,
    words("pool", required=True),
    number("version", required=True),
    document("body"),
    number("by"),
    moment("at", required=True),
    PrimaryKeyConstraint("pool", "version", name="pk_pool_version"),
)

# Worked out from the record (pools.clock); rows are there to be found when they are due.
pool_clock = Table(
    "pool_clock",
    metadata,
    words("form", required=True),
    number("record_id", required=True),
    words("pool", required=True),  # whose rules run
    number("person_id", required=True),
    moment("since", required=True),  # owned
    words("rule", required=True),  # the first that ends it
    moment("expires", required=True),
    moment("warn_at"),  # the next warning
    moment("warned_at"),  # the last one that was told
    PrimaryKeyConstraint("form", "record_id", name="pk_pool_clock"),
    Index("ix_pool_clock_expires", "expires"),
    Index("ix_pool_clock_warn", "warn_at"),
    Index("ix_pool_clock_person", "person_id", "expires"),
)
