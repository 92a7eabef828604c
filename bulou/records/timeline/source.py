"""The duty of a kind of timeline entries; each is one file that registers by its last line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.registry import Registry
from bulou.records.pushing import links
from bulou.records.pushing.links import Link


@dataclass(frozen=True, eq=False)
class Look:
    """Whose timeline is read by whom; the reader may see the record.

    `files_apart`: files are asked for and activities are not, so those of activities stand by themselves.
    """

    tx: Tx
    actor: Actor
    catalog: Catalog
    form: Form
    id: int
    seen: Visible
    files_apart: bool = False

    @cached_property
    def came(self) -> Sequence[Link]:
        """The pushes it came out of."""
        return links.into(self.tx, self.form.key, self.id)

    @cached_property
    def carried(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """What those brought along: activities, comments, files → the (form, record) pairs they are of."""
        return links.carried_by(self.catalog, self.came)

    @cached_property
    def became(self) -> Sequence[Link]:
        """What became of it by pushes."""
        return links.of_record(self.tx, self.form.key, self.id)

    def ours(self, form: Any, record: Any, what: str) -> ColumnElement[bool]:
        """The clause of rows that hang on the record itself or on one that it was made of."""
        places = [(self.form.key, self.id), *self.carried.get(what, ())]
        return or_(*(and_(form == key, record == id_) for key, id_ in places))


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `at` is a stored instant; `by` a person's id; `data` is JSON, told already."""

    at: str
    id: int
    kind: str
    by: int | None = None
    form: str | None = None
    record: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Before:
    """Where a page begins for one source: entries older than `at`, and of that very moment those below `id`
    (None: all of that moment, 0: none)."""

    at: str
    id: int | None = None

    def clause(self, at: Any, id_: Any) -> ColumnElement[bool]:
        """The entries that come after this place, the newest first."""
        if self.id is None:
            found: ColumnElement[bool] = at <= self.at
            return found
        return or_(at < self.at, and_(at == self.at, id_ < self.id))

    def holds(self, at: str, id_: int) -> bool:
        """The same, of one entry."""
        return at < self.at or (at == self.at and (self.id is None or id_ < self.id))


class Source(Protocol):
    """Entries of one kind (`key`, which is also the name of its count)."""

    key: str

    def count(self, look: Look) -> int:
        """How many there are for this reader."""
        ...

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones before a place, at most `limit`."""
        ...


sources: Registry[Source] = Registry("bulou.records.timeline")
