"""Positions, absences, invitations, roles for a time."""

from alembic import op

from bulou.db.migrations.shapes import identity, moment, number, words

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables, and tell of everybody's place and role what was not told so far: nothing."""
    op.add_column("person_department", number("position_id"))
    op.create_index("ix_person_department_position", "person_department", ["position_id"])
    op.add_column("person_role", moment("until"))
    op.create_table(
        "position",
        identity(),
        words("name", required=True),
        words("name_key", required=True, unique=True),
        number("position", required=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "absence",
        identity(),
        number("person_id", required=True, index=True),
        moment("starts_at", required=True),
        moment("ends_at", required=True),
        number("substitute_id", index=True),
        number("records", required=True),
        words("note"),
        moment("created_at", required=True),
        number("created_by"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "invitation",
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
