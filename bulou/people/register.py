"""Everybody and every department by id: asked for on every page and with every write, changed now and then."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bulou.db.tables.people import department, person
from bulou.db.tx import Tx
from bulou.people import revision

_CACHE = "register"


@dataclass(frozen=True)
class Entry:
    """A person or department; `gone`: merged into another, deleted. `department`, `state`: of a person."""

    name: str
    gone: bool
    department: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Register:
    """Who there is and ever was, as of one counter of `people`."""

    at: int
    people: Mapping[int, Entry]
    departments: Mapping[int, Entry]


def register(tx: Tx) -> Register:
    """The register, read anew when anything about people has changed."""
    at, private = revision.current(tx), revision.is_private(tx)
    known: Register | None = tx.db.cache.get(_CACHE)
    if known is not None and known.at == at and not private:
        return known
    found = Register(at, _people(tx), _departments(tx))
    if not private:
        tx.db.cache[_CACHE] = found
    return found


def _people(tx: Tx) -> dict[int, Entry]:
    c = person.c
    rows = tx.rows(select(c.id, c.name, c.merged_into, c.department_id, c.state))
    return {id_: Entry(name, into is not None, below, state) for id_, name, into, below, state in rows}


def _departments(tx: Tx) -> dict[int, Entry]:
    c = department.c
    return {
        id_: Entry(name, gone is not None) for id_, name, gone in tx.rows(select(c.id, c.name, c.deleted_at))
    }
