"""What pools said, version by version, and since when what was given back had been somebody's."""

from datetime import UTC, datetime

from alembic import op
from sqlalchemy import PrimaryKeyConstraint, text

from bulou.db.migrations.shapes import document, moment, number, words
from bulou.kit.clock import instant

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table; what pools say now is the version they have."""
    op.add_column("pool_place", moment("owned_since"))
    op.create_table(
        "pool_version",
        words("pool", required=True),
        number("version", required=True),
        document("body"),
        number("by"),
        moment("at", required=True),
        PrimaryKeyConstraint("pool", "version", name="pk_pool_version"),
    )
    kept = text(
        "INSERT INTO pool_version (pool, version, body, at)"
        " SELECT key, version, body, :at FROM app_object WHERE kind = 'pool'"
    )
    op.get_bind().execute(kept, {"at": instant(datetime.now(UTC))})
