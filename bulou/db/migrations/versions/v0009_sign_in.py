"""Second factors, half sessions, known devices, outside identities; how a session began, where a token was used."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; sessions and tokens that are there go on, with nothing told of how they began."""
    op.add_column("session", words("via"))
    op.add_column("token", words("used_ip"))
    op.add_column("token", document("forms"))
    _factors()
    op.create_table(
        "half_session",
        words("id_hash", required=True, primary_key=True),
        number("person_id", required=True),
        words("wants", required=True),
        words("via", required=True),
        number("failures", required=True),
        moment("created_at", required=True),
        moment("expires_at", required=True),
        words("ip"),
        words("agent"),
        Index("ix_half_session_person_id", "person_id"),
    )
    op.create_table(
        "known_device",
        number("person_id", required=True),
        words("device_hash", required=True),
        moment("first_at", required=True),
        moment("last_at", required=True),
        words("ip"),
        words("agent"),
        PrimaryKeyConstraint("person_id", "device_hash"),
    )
    op.create_table(
        "outside_identity",
        identity(),
        number("person_id", required=True),
        words("issuer", required=True),
        words("subject", required=True),
        words("name"),
        moment("created_at", required=True),
        moment("used_at"),
        Index("ix_outside_identity_person_id", "person_id"),
        Index("ux_outside_identity", "issuer", "subject", unique=True),
    )


def _factors() -> None:
    op.create_table(
        "second_factor",
        number("person_id", required=True, primary_key=True, autoincrement=False),
        words("secret", required=True),
        moment("created_at", required=True),
        moment("confirmed_at"),
        number("last_step", required=True),
    )
    op.create_table(
        "recovery_code",
        identity(),
        number("person_id", required=True),
        words("code_hash", required=True),
        moment("used_at"),
        Index("ix_recovery_code_person_id", "person_id"),
    )
