"""What the records engine keeps beside the users' tables."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "history",
        identity(),
        words("form", required=True),
        number("record_id", required=True),
        number("version", required=True),
        words("action", required=True),
        document("changes", required=True),
        moment("at", required=True),
        number("by"),
        words("via", required=True),
        number("batch_id"),
        Index("ix_history_record", "form", "record_id", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stage_history",
        identity(),
        words("form", required=True),
        number("record_id", required=True),
        words("from_stage"),
        words("stage", required=True),
        moment("entered_at", required=True),
        moment("left_at"),
        number("seconds"),
        number("by"),
        number("imported", required=True),
        number("owner"),
        number("department"),
        number("amount"),
        number("probability"),
        words("expected_close"),
        number("batch_id"),
        Index("ix_stage_history_record", "form", "record_id", "id"),
        Index("ix_stage_history_stage", "form", "stage", "entered_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch",
        identity(),
        words("kind", required=True),
        words("form"),
        words("state", required=True),
        document("request", required=True),
        document("summary", required=True),
        number("by"),
        moment("created_at", required=True),
        moment("ended_at"),
        number("undo_of"),
        number("undone_by"),
        words("job_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch_row",
        number("batch_id", required=True),
        words("form", required=True),
        number("record_id", required=True),
        words("action", required=True),
        document("before"),
        number("version_after", required=True),
        document("extra"),
        PrimaryKeyConstraint("batch_id", "form", "record_id"),
        Index("ix_batch_row_record", "form", "record_id"),
    )
    op.create_table(
        "comment",
        identity(),
        words("form", required=True),
        number("record_id", required=True),
        words("body", required=True),
        document("mentions", required=True),
        number("by", required=True),
        moment("at", required=True),
        moment("changed_at"),
        moment("deleted_at"),
        Index("ix_comment_record", "form", "record_id", "id"),
    )
    op.create_table(
        "file",
        identity(),
        words("sha256", required=True),
        words("name", required=True),
        words("type", required=True),
        number("size", required=True),
        number("width"),
        number("height"),
        number("by"),
        moment("at", required=True),
        words("form"),
        number("record_id"),
        words("field"),
        moment("deleted_at"),
        Index("ix_file_record", "form", "record_id"),
        Index("ix_file_sha256", "sha256"),
    )
    op.create_table(
        "notification",
        identity(),
        number("person_id", required=True),
        words("kind", required=True),
        document("body", required=True),
        words("form"),
        number("record_id"),
        moment("at", required=True),
        moment("read_at"),
        Index("ix_notification_person", "person_id", "id"),
    )
    op.create_table(
        "follow",
        number("person_id", required=True),
        words("form", required=True),
        number("record_id", required=True),
        moment("at", required=True),
        PrimaryKeyConstraint("person_id", "form", "record_id"),
    )
