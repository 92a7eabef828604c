"""A table of effects, and handlers and jobs that write into it, for tests of what happens how often."""

from collections.abc import Sequence

from sqlalchemy import Integer, Table, Text, insert, select
from sqlalchemy.schema import Column, CreateTable, MetaData

from bulou.db.database import Database
from bulou.db.outbox import Fact, Handler
from bulou.db.tx import Tx, run
from bulou.kit.events import Event

effect = Table(
    "effect",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("what", Text, nullable=False),
    Column("record_id", Integer),
    Column("number", Integer, nullable=False),
)


def make_table(db: Database) -> None:
    """The table of effects in `db`."""
    run(db, lambda tx: tx.execute(CreateTable(effect)))


def write(tx: Tx, what: str, record_id: int | None, number: int) -> None:
    """One effect."""
    tx.execute(insert(effect), {"what": what, "record_id": record_id, "number": number})


def writer(key: str, kind: str = "record.*") -> Handler:
    """A handler that writes one effect per event, with the event's own number."""
    return Handler(key, (kind,), lambda tx, fact: write(tx, key, fact.record_id, fact.body["number"]))


def failing(key: str, broken: set[int]) -> Handler:
    """A handler that writes an effect, then fails for the numbers in `broken`."""

    def handle(tx: Tx, fact: Fact) -> None:
        write(tx, key, fact.record_id, fact.body["number"])
        if fact.body["number"] in broken:
            raise ValueError(fact.body["number"])

    return Handler(key, ("record.*",), handle)


def happened(record_id: int, number: int, kind: str = "record.changed") -> Event:
    """An event of a record."""
    return Event(kind, form="lead", record_id=record_id, body={"number": number})


def emit(db: Database, *events: Event) -> None:
    """Commit events."""
    run(db, lambda tx: tx.emit_all(events))


def effects(db: Database, what: str | None = None) -> Sequence[tuple[int | None, int]]:
    """`(record, number)` of the effects in the order they were written."""
    query = select(effect.c.record_id, effect.c.number).order_by(effect.c.id)
    if what is not None:
        query = query.where(effect.c.what == what)
    return [(row.record_id, row.number) for row in run(db, lambda tx: tx.rows(query), write=False)]
