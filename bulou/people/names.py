"""What people and departments are called: asked for on every page, changed now and then."""

from collections.abc import Mapping

from sqlalchemy import select

from bulou.db.tables.people import department, person
from bulou.db.tx import Tx
from bulou.people import revision

Name = tuple[str, bool]  # and whether it is gone: merged into another, deleted

_CACHE = "names"


def people(tx: Tx) -> Mapping[int, Name]:
    """Person → name; cached until anything about people changes."""
    return _all(tx)[0]


def departments(tx: Tx) -> Mapping[int, Name]:
    """Department → name, as `people`."""
    return _all(tx)[1]


def _all(tx: Tx) -> tuple[Mapping[int, Name], Mapping[int, Name]]:
    at, private = revision.current(tx), revision.is_private(tx)
    known: tuple[int, tuple[Mapping[int, Name], Mapping[int, Name]]] | None = tx.db.cache.get(_CACHE)
    if known is not None and known[0] == at and not private:
        return known[1]
    found = (
        _read(tx, person.c.id, person.c.name, person.c.merged_into),
        _read(tx, department.c.id, department.c.name, department.c.deleted_at),
    )
    if not private:
        tx.db.cache[_CACHE] = (at, found)
    return found


def _read(tx: Tx, *columns: object) -> dict[int, Name]:
    return {id_: (name, gone is not None) for id_, name, gone in tx.rows(select(*columns))}  # type: ignore[call-overload]
