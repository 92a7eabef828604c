"""Column shapes as migrations know them: frozen, so that no later change of db.metadata rewrites history."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlalchemy.dialects import postgresql

BYTES = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
BIG = BigInteger().with_variant(Integer(), "sqlite")


def identity() -> Column[int]:
    """A 64-bit primary key given by the database."""
    return Column("id", BIG, primary_key=True, autoincrement=True)


def words(name: str, *, required: bool = False, **options: Any) -> Column[str]:
    """Text compared by bytes."""
    return Column(name, BYTES, nullable=not required, **options)


def number(name: str, *, required: bool = False, **options: Any) -> Column[int]:
    """A 64-bit integer."""
    return Column(name, BIG, nullable=not required, **options)


moment = words  # instants are ISO text
document = words  # JSON is text
