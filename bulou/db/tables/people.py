"""Departments, positions, people, absences, invitations, roles, sessions, tokens, failed sign-ins, audit."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

department = Table(
    "department",
    metadata,
    identity(),
    words("name", required=True),
    words("kind", required=True),  # department | company
    number("parent_id", index=True),
    number("head_id"),
    number("position", required=True),
    moment("deleted_at"),
)

department_closure = Table(
    "department_closure",
    metadata,
    number("above_id", required=True),
    number("below_id", required=True),
    number("depth", required=True),
    PrimaryKeyConstraint("above_id", "below_id"),
    Index("ix_department_closure_below", "below_id"),
)

person = Table(
    "person",
    metadata,
    identity(),
    words("account", unique=True),  # None while not activated
    words("name", required=True),
    words("name_key", required=True, index=True),
    words("name_sort", required=True),
    words("name_initials", required=True),
    words("email"),
    words("phone"),
    words("password_hash"),
    words("state", required=True),  # active | disabled | not_activated
    words("locale"),
    number("department_id"),  # the main one
    number("merged_into"),
    moment("created_at", required=True),
    moment("disabled_at"),
    sqlite_autoincrement=True,  # an id is never given again: records, images and logs keep naming it
)

person_department = Table(
    "person_department",
    metadata,
    number("person_id", required=True),
    number("department_id", required=True),
    number("position", required=True),  # the place in the person's list, the main department first
    number("position_id"),  # what the person is there: a row of `position`
    PrimaryKeyConstraint("person_id", "department_id"),
    Index("ix_person_department_department", "department_id"),
    Index("ix_person_department_position", "position_id"),
)

position = Table(
    "position",
    metadata,
    identity(),
    words("name", required=True),
    words("name_key", required=True, unique=True),
    number("position", required=True),  # the place in the list
    sqlite_autoincrement=True,
)

absence = Table(
    "absence",
    metadata,
    identity(),
    number("person_id", required=True, index=True),
    moment("starts_at", required=True),
    moment("ends_at", required=True),  # the first moment of being back
    number("substitute_id", index=True),
    number("records", required=True),  # 1: the substitute also deals with the records
    words("note"),
    moment("created_at", required=True),
    number("created_by"),
    sqlite_autoincrement=True,
)

invitation = Table(
    "invitation",
    metadata,
    identity(),
    words("secret_hash", required=True, unique=True),
    number("person_id", required=True, index=True),
    moment("created_at", required=True),
    number("created_by"),
    moment("expires_at", required=True),
    moment("used_at"),
    moment("revoked_at"),
    words("mailed_to"),
    sqlite_autoincrement=True,
)

role = Table(
    "role",
    metadata,
    words("key", required=True, primary_key=True),
    document("label", required=True),
    document("definition", required=True),  # {grants: […], admin, reveals, closed, home}
    number("version", required=True, server_default="1"),
)

person_role = Table(
    "person_role",
    metadata,
    number("person_id", required=True),
    words("role_key", required=True),
    moment("until"),  # None: for good
    PrimaryKeyConstraint("person_id", "role_key"),
)

session = Table(
    "session",
    metadata,
    words("id_hash", required=True, primary_key=True),
    number("person_id", required=True, index=True),
    words("csrf", required=True),
    moment("created_at", required=True),
    moment("expires_at", required=True),
    moment("seen_at", required=True),
    words("ip"),
    words("agent"),
    number("looks_as"),  # whom an administrator looks as, read only
    words("via"),  # password | recovery | outside; None: before it was kept
)

token = Table(
    "token",
    metadata,
    identity(),
    words("id_hash", required=True, unique=True),
    number("person_id", required=True, index=True),
    words("name", required=True),
    document("scopes", required=True),
    moment("created_at", required=True),
    moment("expires_at", required=True),
    moment("used_at"),
    moment("revoked_at"),
    words("used_ip"),
    document("forms"),  # the only forms it reaches; None: all that its owner reaches
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    words("key", required=True, primary_key=True),  # account:<name> or ip:<address>
    number("count", required=True),
    moment("last_at", required=True),
    moment("blocked_until"),
)

audit = Table(
    "audit",
    metadata,
    identity(),
    moment("at", required=True),
    number("person_id", index=True),
    words("action", required=True, index=True),  # session.created, export.made, form.published, bulk.run …
    words("form"),
    number("record_id"),
    document("detail", required=True),
    words("ip"),
    words("request_id"),
    words("via"),  # kit.origin, also the next four; None in rows of before they were kept
    words("session"),
    number("token_id"),
    words("agent"),
    words("job_id"),
    Index("ix_audit_record", "form", "record_id", "id"),
    Index("ix_audit_at", "at", "id"),
    sqlite_autoincrement=True,
)

audit_block = Table(
    "audit_block",
    metadata,
    number("number", required=True, primary_key=True, autoincrement=False),
    number(
        "first_id", required=True
    ),  # one more than the last of the block before: no id lies between blocks
    number("last_id", required=True),
    number("rows", required=True),
    words("digest", required=True),
    words("previous", required=True),
    moment("sealed_at", required=True),
    moment("dropped_at"),  # when retention took the last of its rows
    Index("ix_audit_block_last", "last_id"),
)

audit_dropped = Table(  # rows that retention took out of blocks that still hold others
    "audit_dropped",
    metadata,
    number("id", required=True, primary_key=True, autoincrement=False),
    words("digest", required=True),
)

preference = Table(
    "preference",
    metadata,
    number("person_id", required=True),
    words("key", required=True),
    document("value", required=True),
    PrimaryKeyConstraint("person_id", "key"),
)
