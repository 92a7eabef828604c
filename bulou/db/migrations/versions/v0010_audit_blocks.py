"""The audit trail is sealed in blocks, says where each row came from, and refuses to be changed by anybody."""

from alembic import op
from sqlalchemy import Column, Index

from bulou.db.migrations.shapes import BIG, document, identity, moment, number, words

revision = "0010"
down_revision = "0009"

ROW_ONLY = "audit rows are never changed"
BLOCK_ONLY = "sealed blocks are never changed"
SEALED = "this part of the audit trail is sealed"
STAYS = "audit rows stay until retention takes them"


def upgrade() -> None:
    """Columns of where rows came from; blocks; what the database itself refuses."""
    for column in (words("via"), words("session"), number("token_id"), words("agent"), words("job_id")):
        op.add_column("audit", column)
    op.create_index("ix_audit_record", "audit", ["form", "record_id", "id"])
    op.create_index("ix_audit_at", "audit", ["at", "id"])
    op.add_column("job", document("origin"))
    op.create_table(
        "audit_block",
        Column("number", BIG, primary_key=True, autoincrement=False),
        number("first_id", required=True),
        number("last_id", required=True),
        number("rows", required=True),
        words("digest", required=True),
        words("previous", required=True),
        moment("sealed_at", required=True),
        moment("dropped_at"),
        Index("ix_audit_block_last", "last_id"),
    )
    op.create_table(
        "audit_dropped",
        Column("id", BIG, primary_key=True, autoincrement=False),
        words("digest", required=True),
    )
    op.create_table(
        "personal_request",
        identity(),
        words("kind", required=True),
        words("state", required=True),
        document("subject", required=True),
        document("found", required=True),
        document("chosen", required=True),
        document("report", required=True),
        words("reason", required=True),
        number("by", required=True),
        moment("created_at", required=True),
        moment("ended_at"),
        words("job_id"),
        sqlite_autoincrement=True,
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


# What is expired is marked first (`dropped_at` of its block, or its digest in audit_dropped), then deleted.
EXPIRED = """
    EXISTS (SELECT 1 FROM audit_dropped WHERE audit_dropped.id = OLD.id)
    OR EXISTS (SELECT 1 FROM audit_block WHERE audit_block.last_id >= OLD.id AND audit_block.first_id <= OLD.id
               AND audit_block.dropped_at IS NOT NULL)
"""
SAME_BLOCK = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("number", "first_id", "last_id", "rows", "digest", "previous", "sealed_at")
)
DROPPED_BLOCK = """
    EXISTS (SELECT 1 FROM audit_block WHERE audit_block.last_id >= OLD.id AND audit_block.first_id <= OLD.id
            AND audit_block.dropped_at IS NOT NULL)
"""
INTO_SEALED = "NEW.id <= coalesce((SELECT max(last_id) FROM audit_block), 0)"


def _sqlite(name: str, moment_: str, when: str, said: str) -> str:
    return f"CREATE TRIGGER {name} {moment_} WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"


SQLITE = (
    _sqlite("audit_changes", "BEFORE UPDATE ON audit", "1", ROW_ONLY),
    _sqlite("audit_goes", "BEFORE DELETE ON audit", f"NOT ({EXPIRED})", STAYS),
    _sqlite("audit_comes", "AFTER INSERT ON audit", INTO_SEALED, SEALED),
    _sqlite(
        "audit_block_changes",
        "BEFORE UPDATE ON audit_block",
        f"NOT (OLD.dropped_at IS NULL AND {SAME_BLOCK})",
        BLOCK_ONLY,
    ),
    _sqlite("audit_block_goes", "BEFORE DELETE ON audit_block", "1", BLOCK_ONLY),
    _sqlite("audit_dropped_changes", "BEFORE UPDATE ON audit_dropped", "1", BLOCK_ONLY),
    _sqlite("audit_dropped_goes", "BEFORE DELETE ON audit_dropped", f"NOT ({DROPPED_BLOCK})", BLOCK_ONLY),
)


def _postgresql(name: str, moment_: str, good: str, said: str, gives: str) -> tuple[str, str]:
    function = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {good} THEN
                RETURN {gives};
            END IF;
            RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation';
        END $$
    """
    return function, f"CREATE TRIGGER {name} {moment_} EXECUTE FUNCTION {name}()"


EACH = "FOR EACH ROW"
ALL = "FOR EACH STATEMENT"
POSTGRESQL = (
    *_postgresql("audit_changes", f"BEFORE UPDATE ON audit {EACH}", "false", ROW_ONLY, "NULL"),
    *_postgresql("audit_goes", f"BEFORE DELETE ON audit {EACH}", EXPIRED, STAYS, "OLD"),
    *_postgresql("audit_empties", f"BEFORE TRUNCATE ON audit {ALL}", "false", STAYS, "NULL"),
    *_postgresql("audit_comes", f"BEFORE INSERT ON audit {EACH}", f"NOT ({INTO_SEALED})", SEALED, "NEW"),
    *_postgresql(
        "audit_block_changes",
        f"BEFORE UPDATE ON audit_block {EACH}",
        f"OLD.dropped_at IS NULL AND {SAME_BLOCK}",
        BLOCK_ONLY,
        "NEW",
    ),
    *_postgresql("audit_block_goes", f"BEFORE DELETE ON audit_block {EACH}", "false", BLOCK_ONLY, "NULL"),
    *_postgresql("audit_block_empties", f"BEFORE TRUNCATE ON audit_block {ALL}", "false", BLOCK_ONLY, "NULL"),
    *_postgresql(
        "audit_dropped_changes", f"BEFORE UPDATE ON audit_dropped {EACH}", "false", BLOCK_ONLY, "NULL"
    ),
    *_postgresql(
        "audit_dropped_goes", f"BEFORE DELETE ON audit_dropped {EACH}", DROPPED_BLOCK, BLOCK_ONLY, "OLD"
    ),
)
