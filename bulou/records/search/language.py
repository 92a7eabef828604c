"""Full-text queries as a small tree, written down for FTS5 or for PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, cast, literal, select, union_all
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from bulou.db.kept import Kept
from bulou.db.tx import Tx
from bulou.kit.remembered import remembered


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
    """The ids of the newest rows that match on SQLite, at most `most`."""
    return [row[0] for row in _newest(table).rows(tx, {"spot": for_fts5(spot), "most": most})]


def some_of_each(tx: Tx, asked: Sequence[tuple[Table, Spot, int]]) -> list[list[int]]:
    """For each table the ids of rows that match on PostgreSQL, at most so many, in one question."""
    found: list[list[int]] = [[] for _ in asked]
    given: dict[str, Any] = {}
    for place, (_table, spot, most) in enumerate(asked):
        given |= {f"spot{place}": for_tsquery(spot), f"most{place}": most}
    if asked:
        for place, id_ in _some(*(table for table, _spot, _most in asked)).rows(tx, given):
            found[place].append(id_)
    return found


@remembered
def _newest(table: Table) -> Kept:
    column: Any = table.c.tokens
    found = column.op("MATCH")(bindparam("spot"))  # FTS5 walks backwards for free
    query = select(table.c.id).where(found).order_by(table.c.id.desc())
    return Kept(query.limit(bindparam("most")), keep_plan=False)


@remembered
def _some(*tables: Table) -> Kept:
    """Not the newest: GIN would have to sort everything it found."""
    parts = []
    for place, table in enumerate(tables):
        column: Any = table.c.tokens
        found = column.op("@@")(cast(bindparam(f"spot{place}"), TSQUERY))
        parts.append(select(literal(place), table.c.id).where(found).limit(bindparam(f"most{place}")))
    return Kept(union_all(*parts) if len(parts) > 1 else parts[0], keep_plan=False)


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
