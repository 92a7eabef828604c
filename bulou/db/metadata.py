"""The metadata of our own tables and the few column shapes they share."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text
from sqlalchemy.dialects import postgresql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Text compares by bytes on both databases: no collation of the machine may change an order.
BYTES = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
BIG = BigInteger().with_variant(Integer(), "sqlite")


def identity() -> Column[int]:
    """`id`: a 64-bit number given by the database."""
    return Column("id", BIG, primary_key=True, autoincrement=True)


def words(name: str, *, required: bool = False, **options: Any) -> Column[str]:
    """A text column, ordered by bytes."""
    return Column(name, BYTES, nullable=not required, **options)


def number(name: str, *, required: bool = False, **options: Any) -> Column[int]:
    """A 64-bit integer column."""
    return Column(name, BIG, nullable=not required, **options)


def moment(name: str, *, required: bool = False, **options: Any) -> Column[str]:
    """An instant as ISO text in UTC (see kit.clock)."""
    return Column(name, BYTES, nullable=not required, **options)


def document(name: str, *, required: bool = False, **options: Any) -> Column[str]:
    """JSON as text: our own tables never search inside it. Marked, since it may name people (records.handover)."""
    return Column(name, BYTES, nullable=not required, info={"json": True}, **options)
