"""Sealed blocks of the audit trail."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing yet."""
