"""Records opened to others than their roles reach: shared with people, departments or roles, and record teams."""

from sqlalchemy import Index, Table

from bulou.db.metadata import identity, metadata, moment, number, words

share = Table(
    "share",
    metadata,
    identity(),
    words("form", required=True),
    number("record_id", required=True),
    words("kind", required=True),  # share | team
    words("subject", required=True),  # person:12 | department:3 | role:sales
    number("person_id", index=True),  # of the subject, where it is a person
    words("level", required=True),  # read | write
    words("duty"),  # what a member of a team is there for: a key of the form's team duties, or free text
    moment("until"),  # None: until it is taken back
    number("by"),
    moment("at", required=True),
    Index("ix_share_subject", "subject", "form", "record_id", "kind", "level", "until"),
    Index("ix_share_until", "until"),
    Index("ux_share_record", "form", "record_id", "kind", "subject", unique=True),
)

# Who looked at a masked field of which record, and when: the budget of a day is counted from it.
reveal = Table(
    "reveal",
    metadata,
    identity(),
    number("person_id", required=True),
    words("form", required=True),
    number("record_id", required=True),
    words("field", required=True),
    moment("at", required=True),
    Index("ix_reveal_person", "person_id", "at"),
)
