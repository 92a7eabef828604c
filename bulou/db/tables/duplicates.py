"""The duplicates report: which records of a form look the same, and which pairs somebody said are not."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import metadata, moment, number, words

twin_report = Table(
    "twin_report",
    metadata,
    words("form", required=True, primary_key=True),
    words("run"),  # the job whose rows are shown; None: none has ended yet
    moment("at"),  # the data were looked at
    words("job"),  # the newest job, whether it has ended or not
)

twin_found = Table(
    "twin_found",
    metadata,
    words("form", required=True),
    words("run", required=True),
    number("bucket", required=True),  # records that are alike in one way
    number("record_id", required=True),
    number("part", required=True),  # the group: buckets that have records in common, the likeliest first
    words("reason", required=True),  # in which way: records.duplicates.reasons
    number("score", required=True),  # 100: the same
    number("apart", required=True),  # 1: somebody said of every pair of the bucket that they are not the same
    PrimaryKeyConstraint("form", "run", "bucket", "record_id", name="pk_twin_found"),
    Index("ix_twin_found_part", "form", "run", "part"),
    Index("ix_twin_found_record", "form", "record_id"),
)

twin_apart = Table(  # two records that somebody said are not the same
    "twin_apart",
    metadata,
    words("form", required=True),
    number("a", required=True),  # the smaller id
    number("b", required=True),
    number("by"),
    moment("at", required=True),
    PrimaryKeyConstraint("form", "a", "b", name="pk_twin_apart"),
    Index("ix_twin_apart_b", "form", "b"),
)
