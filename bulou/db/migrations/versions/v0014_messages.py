"""Channels, deliveries, and what people want to hear of; notices stand together by what they are about."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint, text

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0014"
down_revision = "0013"

THREADS = (
    "UPDATE notification SET thread = CASE WHEN form IS NOT NULL AND record_id IS NOT NULL"
    " THEN form || ':' || record_id ELSE kind END"
)


def upgrade() -> None:
    """Make the tables; notices that are there get their thread."""
    _channels()
    _deliveries()
    op.create_table(
        "notice_choice",
        number("person_id", required=True, primary_key=True, autoincrement=False),
        document("choices", required=True),
        moment("at", required=True),
    )
    op.create_table(
        "notice_mute",
        number("person_id", required=True),
        words("what", required=True),
        moment("at", required=True),
        PrimaryKeyConstraint("person_id", "what", name="pk_notice_mute"),
    )
    op.add_column("notification", words("thread", required=True, server_default="-"))
    op.add_column("notification", number("delivery_id"))
    op.execute(text(THREADS))
    op.create_index("ix_notification_thread", "notification", ["person_id", "thread", "id"])
    op.create_index("ix_notification_unread", "notification", ["person_id", "read_at"])
    op.create_index("ix_notification_delivery", "notification", ["delivery_id"])


def _channels() -> None:
    op.create_table(
        "channel",
        words("key", required=True, primary_key=True),
        words("kind", required=True),
        words("label", required=True),
        document("config", required=True),
        words("secret", required=True),
        number("enabled", required=True),
        number("position", required=True),
        number("version", required=True),
        moment("down_since"),
        moment("down_until"),
        number("failures", required=True),
        document("error"),
        moment("ok_at"),
        number("changed_by"),
        moment("changed_at", required=True),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        identity(),
        words("channel", required=True),
        words("recipient", required=True),
        number("person_id"),
        words("subject", required=True),
        words("text", required=True),
        words("html"),
        document("payload", required=True),
        words("key", required=True),
        words("cause"),
        words("drawing"),
        words("form"),
        number("record_id"),
        number("by"),
        words("state", required=True),
        number("attempts", required=True),
        moment("next_at", required=True),
        words("claim"),
        moment("claim_until"),
        document("error"),
        words("answer"),
        moment("created_at", required=True),
        moment("ended_at"),
        Index("ux_delivery_key", "key", unique=True),
        Index("ix_delivery_due", "state", "channel", "next_at"),
        Index("ix_delivery_record", "form", "record_id"),
        Index("ix_delivery_person", "person_id", "id"),
        Index("ix_delivery_ended", "ended_at"),
        sqlite_autoincrement=True,
    )
