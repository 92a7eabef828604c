"""Full-text queries as a small tree, written down for FTS5 or for PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, cast, select
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from bulou.db.kept import Kept
from bulou.db.tx import Tx


@dataclass(frozen=True)
class Term:
    """Tokens that must follow one another; `prefix`: the last one is only a beginning."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class All:
    """Every part must be found."""

    parts: "tuple[Spot, ...]"


@dataclass(frozen=True)
class Any_:
    """One of the parts must be found."""

    parts: "tuple[Spot, ...]"


Spot = Term | All | Any_


def all_of(parts: Sequence[Spot]) -> Spot:
    """All parts; a single one as it is."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(parts: Sequence[Spot]) -> Spot:
    """Any part; a single one as it is."""
    return parts[0] if len(parts) == 1 else Any_(tuple(parts))


def matches(table: Table, spot: Spot) -> ColumnElement[bool]:
    """Whether a row of a search table matches."""
    column: Any = table.c.tokens
    if isinstance(column.type, TSVECTOR):
        found: ColumnElement[bool] = column.op("@@")(cast(bindparam(None, for_tsquery(spot)), TSQUERY))
        return found
    found = column.op("MATCH")(bindparam(None, for_fts5(spot)))
    return found


def newest(tx: Tx, table: Table, spot: Spot, most: int) -> list[int]:
    """The ids of rows that match, at most `most`; on SQLite the newest ones."""
    searched = isinstance(table.c.tokens.type, TSVECTOR)
    written = for_tsquery(spot) if searched else for_fts5(spot)
    return [row[0] for row in _newest(table).rows(tx, {"spot": written, "most": most})]


@lru_cache(maxsize=512)
def _newest(table: Table) -> Kept:
    column: Any = table.c.tokens
    if isinstance(column.type, TSVECTOR):  # GIN would have to sort everything it found
        found = column.op("@@")(cast(bindparam("spot"), TSQUERY))
        return Kept(select(table.c.id).where(found).limit(bindparam("most")), keep_plan=False)
    found = column.op("MATCH")(bindparam("spot"))  # FTS5 walks backwards for free
    query = select(table.c.id).where(found).order_by(table.c.id.desc())
    return Kept(query.limit(bindparam("most")), keep_plan=False)


def for_fts5(spot: Spot) -> str:
    """The query as FTS5 reads it. Tokens hold no quotes: they are runs of word characters."""
    match spot:
        case Term(tokens, prefix):
            return "(" + " + ".join(f'"{token}"' for token in tokens) + (" *)" if prefix else ")")
        case All(parts):
            return "(" + " AND ".join(map(for_fts5, parts)) + ")"
        case Any_(parts):
            return "(" + " OR ".join(map(for_fts5, parts)) + ")"


def for_tsquery(spot: Spot) -> str:
    """The query as PostgreSQL reads it."""
    match spot:
        case Term(tokens, prefix):
            return "(" + " <-> ".join(f"'{token}'" for token in tokens) + (":*)" if prefix else ")")
        case All(parts):
            return "(" + " & ".join(map(for_tsquery, parts)) + ")"
        case Any_(parts):
            return "(" + " | ".join(map(for_tsquery, parts)) + ")"
