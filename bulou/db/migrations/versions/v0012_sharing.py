"""Records shared and their teams, looks at masked values; whoever could read may also print, as until now."""

import json

from alembic import op
from sqlalchemy import Index, text

from bulou.db.migrations.shapes import identity, moment, number, words

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables, and let roles that read go on printing."""
    op.create_table(
        "share",
        identity(),
        words("form", required=True),
        number("record_id", required=True),
        words("kind", required=True),
        words("subject", required=True),
        number("person_id", index=True),
        words("level", required=True),
        words("duty"),
        moment("until"),
        number("by"),
        moment("at", required=True),
        Index("ix_share_subject", "subject", "form", "record_id", "kind", "level", "until"),
        Index("ix_share_until", "until"),
        Index("ux_share_record", "form", "record_id", "kind", "subject", unique=True),
    )
    op.create_table(
        "reveal",
        identity(),
        number("person_id", required=True),
        words("form", required=True),
        number("record_id", required=True),
        words("field", required=True),
        moment("at", required=True),
        Index("ix_reveal_person", "person_id", "at"),
    )
    op.add_column("session", number("looks_as"))
    op.add_column("role", number("version", required=True, server_default="1"))
    _let_readers_print()


def _let_readers_print() -> None:
    connection = op.get_bind()
    for key, body in connection.execute(text("SELECT key, definition FROM role")).all():
        definition = json.loads(body)
        for grant in definition.get("grants", []):
            actions = grant.get("actions", [])
            if "read" in actions and "print" not in actions:
                grant["actions"] = [*actions, "print"]
        connection.execute(
            text("UPDATE role SET definition = :body WHERE key = :key"),
            {"key": key, "body": json.dumps(definition, ensure_ascii=False)},
        )
