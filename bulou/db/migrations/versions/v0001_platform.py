"""The first tables: workspace, people, forms, events, jobs."""

from alembic import op
from sqlalchemy import Index, PrimaryKeyConstraint

from bulou.db.migrations.shapes import document, identity, moment, number, words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _workspace()
    _people()
    _forms()
    _events()
    _jobs()


def _workspace() -> None:
    op.create_table(
        "setting",
        words("key", required=True, primary_key=True),
        document("value", required=True),
    )
    op.create_table(
        "revision",
        words("name", required=True, primary_key=True),
        number("value", required=True),
    )


def _people() -> None:
    op.create_table(
        "department",
        identity(),
        words("name", required=True),
        words("kind", required=True),
        number("parent_id", index=True),
        number("head_id"),
        number("position", required=True),
        moment("deleted_at"),
    )
    op.create_table(
        "department_closure",
        number("above_id", required=True),
        number("below_id", required=True),
        number("depth", required=True),
        PrimaryKeyConstraint("above_id", "below_id"),
        Index("ix_department_closure_below", "below_id"),
    )
    op.create_table(
        "person",
        identity(),
        words("account", unique=True),
        words("name", required=True),
        words("name_key", required=True, index=True),
        words("name_sort", required=True),
        words("name_initials", required=True),
        words("email"),
        words("phone"),
        words("password_hash"),
        words("state", required=True),
        words("locale"),
        number("department_id"),
        number("merged_into"),
        moment("created_at", required=True),
        moment("disabled_at"),
    )
    op.create_table(
        "person_department",
        number("person_id", required=True),
        number("department_id", required=True),
        number("position", required=True),
        PrimaryKeyConstraint("person_id", "department_id"),
        Index("ix_person_department_department", "department_id"),
    )
    op.create_table(
        "role",
        words("key", required=True, primary_key=True),
        document("label", required=True),
        document("definition", required=True),
    )
    op.create_table(
        "person_role",
        number("person_id", required=True),
        words("role_key", required=True),
        PrimaryKeyConstraint("person_id", "role_key"),
    )
    op.create_table(
        "session",
        words("id_hash", required=True, primary_key=True),
        number("person_id", required=True, index=True),
        words("csrf", required=True),
        moment("created_at", required=True),
        moment("expires_at", required=True),
        moment("seen_at", required=True),
        words("ip"),
        words("agent"),
    )
    op.create_table(
        "token",
        identity(),
        words("id_hash", required=True, unique=True),
        number("person_id", required=True, index=True),
        words("name", required=True),
        document("scopes", required=True),
        moment("created_at", required=True),
        moment("expires_at", required=True),
        moment("used_at"),
        moment("revoked_at"),
    )
    op.create_table(
        "sign_in_failure",
        words("key", required=True, primary_key=True),
        number("count", required=True),
        moment("last_at", required=True),
        moment("blocked_until"),
    )
    op.create_table(
        "audit",
        identity(),
        moment("at", required=True),
        number("person_id", index=True),
        words("action", required=True, index=True),
        words("form"),
        number("record_id"),
        document("detail", required=True),
        words("ip"),
        words("request_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "preference",
        number("person_id", required=True),
        words("key", required=True),
        document("value", required=True),
        PrimaryKeyConstraint("person_id", "key"),
    )


def _forms() -> None:
    op.create_table(
        "form_definition",
        words("form", required=True),
        number("version", required=True),
        words("state", required=True),
        document("body", required=True),
        moment("published_at", required=True),
        number("published_by"),
        PrimaryKeyConstraint("form", "version"),
    )
    op.create_table(
        "form_draft",
        words("form", required=True, primary_key=True),
        number("based_on"),
        number("version", required=True),
        document("body", required=True),
        moment("changed_at", required=True),
        number("changed_by"),
    )
    op.create_table(
        "app_object",
        words("kind", required=True),
        words("key", required=True),
        document("body", required=True),
        number("version", required=True),
        PrimaryKeyConstraint("kind", "key"),
    )
    op.create_table(
        "saved_view",
        identity(),
        words("form", required=True),
        words("key"),
        document("label", required=True),
        number("owner_id"),
        number("shared", required=True),
        number("position", required=True),
        document("definition", required=True),
        number("version", required=True),
        Index("ix_saved_view_form", "form"),
    )
    op.create_table(
        "serial_counter",
        words("form", required=True),
        words("field", required=True),
        words("period", required=True),
        words("scope", required=True),
        number("value", required=True),
        PrimaryKeyConstraint("form", "field", "period", "scope"),
    )


def _events() -> None:
    op.create_table(
        "outbox",
        number("txid"),
        identity(),
        words("kind", required=True),
        words("form"),
        number("record_id"),
        document("body", required=True),
        number("actor_id"),
        document("cause", required=True),
        moment("created_at", required=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "relay_cursor",
        words("name", required=True, primary_key=True),
        number("last_id", required=True),
        number("mark_id"),
        number("mark_txid"),
    )
    op.create_table(
        "relay_pending",
        number("event_id", required=True),
        words("handler", required=True),
        words("form"),
        number("record_id"),
        number("attempts", required=True),
        moment("next_at", required=True),
        words("error"),
        PrimaryKeyConstraint("event_id", "handler"),
        Index("ix_relay_pending_record", "handler", "form", "record_id"),
    )
    op.create_table(
        "handled",
        number("event_id", required=True),
        words("handler", required=True),
        moment("at", required=True),
        PrimaryKeyConstraint("event_id", "handler"),
    )
    op.create_table(
        "idempotency",
        number("actor_id", required=True),
        words("key", required=True),
        words("request_hash", required=True),
        number("status"),
        document("answer"),
        moment("created_at", required=True),
        PrimaryKeyConstraint("actor_id", "key"),
        Index("ix_idempotency_created_at", "created_at"),
    )


def _jobs() -> None:
    op.create_table(
        "job",
        words("id", required=True, primary_key=True),
        words("kind", required=True),
        words("unique_key"),
        document("payload", required=True),
        words("state", required=True),
        document("cursor"),
        number("done", required=True),
        number("total"),
        words("note"),
        document("result"),
        document("error"),
        number("attempts", required=True),
        number("run", required=True),
        number("cancel", required=True),
        number("by"),
        moment("due_at"),
        moment("created_at", required=True),
        moment("started_at"),
        moment("ended_at"),
        moment("beat_at"),
        Index("ix_job_state", "state", "due_at"),
        Index("ix_job_by", "by", "created_at"),
        Index("ux_job_unique_key", "unique_key", unique=True),
    )
    op.create_table(
        "schedule",
        words("key", required=True, primary_key=True),
        words("kind", required=True),
        words("at", required=True),
        number("enabled", required=True),
        moment("last_due"),
        moment("next_due", required=True),
    )
    op.create_table(
        "lease",
        words("name", required=True, primary_key=True),
        words("holder", required=True),
        moment("beat_at", required=True),
    )
    op.create_table(
        "import_run",
        identity(),
        words("form", required=True),
        words("file_name", required=True),
        words("file_sha256", required=True),
        words("state", required=True),
        document("proposal", required=True),
        document("plan"),
        document("result"),
        number("batch_id"),
        words("job_id"),
        number("by"),
        moment("created_at", required=True),
        moment("ended_at"),
    )
    op.create_table(
        "import_refusal",
        identity(),
        number("import_id", required=True),
        words("sheet", required=True),
        number("row", required=True),
        words("column"),
        words("code", required=True),
        document("params", required=True),
        words("raw"),
        words("level", required=True),
        Index("ix_import_refusal_import", "import_id", "id"),
    )
    op.create_table(
        "import_memory",
        words("form", required=True, primary_key=True),
        words("signature", required=True, primary_key=True),
        document("plan", required=True),
        moment("at", required=True),
        number("by"),
    )
