"""Rows of our own tables whose texts and JSON name somebody: counted, and rewritten without them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Table, and_, or_, select, update

from bulou.db.tx import Tx
from bulou.records.personal.terms import Subject

AT_ONCE = 500


@dataclass(frozen=True)
class Texts:
    """The columns of `place`, a table of our own, that may name anybody; `json` of them are documents."""

    key: str
    place: Table
    plain: tuple[str, ...] = ()
    json: tuple[str, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The tables it covers."""
        return frozenset({self.place.name})

    def count(self, tx: Tx, subject: Subject) -> int:
        """Rows that name the person for certain."""
        return sum(1 for _ in self._rows(tx, subject))

    def erase(self, tx: Tx, subject: Subject, data_dir: Path) -> int:
        """Rewrite them."""
        found = list(self._rows(tx, subject))
        for key, values in found:
            self.rewrite(tx, subject, key, values)
        return len(found)

    def rewrite(self, tx: Tx, subject: Subject, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """One row without the person; whether that changed anything."""
        fresh = {name: redacted(subject, text, name in self.json) for name, text in values.items() if text}
        changed = {name: text for name, text in fresh.items() if text != values[name]}
        if changed:
            where = and_(*(self.place.c[name] == value for name, value in key.items()))
            tx.execute(update(self.place).where(where).values(changed))
        return bool(changed)

    def _rows(self, tx: Tx, subject: Subject) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        names = (*self.plain, *self.json)
        keys = [column.name for column in self.place.primary_key.columns]
        clause = or_(*(subject.clauses(self.place.c[name]) for name in names))
        query = select(*(self.place.c[name] for name in (*keys, *names))).where(clause)
        for row in tx.rows(query):
            values = dict(zip(names, row[len(keys) :], strict=True))
            if any(text and subject.names(text) for text in values.values()):
                yield dict(zip(keys, row, strict=False)), values


def redacted(subject: Subject, text: str, is_json: bool) -> str:
    """A text, or JSON as text, without the person."""
    if not is_json:
        return str(subject.redact(text))
    value = orjson.loads(text)
    fresh = subject.redact(value)
    return text if fresh == value else orjson.dumps(fresh).decode()


def of_ids(table: Table, form: str, ids: Sequence[int]) -> Any:
    """The rows of a table that belong to these records."""
    return (table.c.form == form) & table.c.record_id.in_(ids)
