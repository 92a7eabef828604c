"""Committed events, and the handlers that floors above contribute for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, select

from bulou.db.contributed import Contributed
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx
from bulou.kit.clock import parse_instant
from bulou.kit.events import Event

COLUMNS = tuple(column for column in outbox.columns if column.name != "txid")


@dataclass(frozen=True, kw_only=True)
class Fact(Event):
    """An event that was committed: with its number and its moment."""

    id: int
    at: datetime


@dataclass(frozen=True)
class Handler:
    """What wants to hear of events after their commit.

    `events` are kinds of events; one that ends in `.*` means all of its family. `handle` writes its effect
    into the Tx it is given, which is committed together with the mark that it was done: no effect happens
    twice. Events of one record come in their order. Whatever lies outside the database goes through a job.
    """

    key: str
    events: tuple[str, ...]
    handle: Callable[[Tx, Fact], None]

    def wants(self, kind: str) -> bool:
        """Whether events of `kind` are meant for it."""
        return any(kind == wanted or _in_family(kind, wanted) for wanted in self.events)


handlers: Contributed[Handler] = Contributed()


def by_kind(known: Iterable[Handler]) -> Callable[[str], Sequence[Handler]]:
    """A function from the kind of an event to those who want it."""
    ordered = tuple(known)
    found: dict[str, tuple[Handler, ...]] = {}

    def wanting(kind: str) -> Sequence[Handler]:
        if kind not in found:
            found[kind] = tuple(handler for handler in ordered if handler.wants(kind))
        return found[kind]

    return wanting


def facts() -> Select[Any]:
    """A query of facts; `fact_of` reads its rows."""
    return select(*COLUMNS)


def fact_of(row: Any) -> Fact:
    """The fact in a row of `facts()`."""
    identity, kind, form, record_id, body, actor_id, cause, created_at = row[: len(COLUMNS)]
    return Fact(
        kind=kind,
        form=form,
        record_id=record_id,
        body=orjson.loads(body),
        actor_id=actor_id,
        cause=tuple(orjson.loads(cause)),
        id=identity,
        at=parse_instant(created_at),
    )


def _in_family(kind: str, wanted: str) -> bool:
    return wanted.endswith(".*") and kind.startswith(wanted[:-1])
