"""Up to which event everything is taken care of, so that the relay need not look there again.

On PostgreSQL a low id may become visible after a higher one, because ids are given before the commit.
Therefore the floor rises to an id only when every transaction that could have been given a lower one has
ended: `look` takes the highest id in sight and then a transaction number of its own, which is higher than that of
any event with a lower id (an event's id is drawn after its transaction's number, see `Tx.emit_all`). The floor
follows once all lower numbers have ended. The upper end of a snapshot would not do: it is one past the last
transaction that ended, and higher ones may be at work. Events above the floor are handled at once all the same; a
mark keeps them from being handled again.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    update,
)

from bulou.db.kept import Kept
from bulou.db.tables.events import handled, outbox, relay_cursor
from bulou.db.tx import Tx
from bulou.db.upsert import upsert

NAME = "relay"
RUNNING: ColumnElement[int] = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
COMING: ColumnElement[int] = literal_column("pg_current_xact_id()::text::bigint")
STORED = Kept(
    select(relay_cursor.c.last_id, relay_cursor.c.mark_id, relay_cursor.c.mark_txid).where(
        relay_cursor.c.name == NAME
    )
)
RISE = Kept(
    update(relay_cursor)
    .where(relay_cursor.c.name == NAME)
    .values({key: bindparam(f"b_{key}") for key in ("last_id", "mark_id", "mark_txid")})
)
TOP: ColumnElement[int] = func.coalesce(select(func.max(outbox.c.id)).scalar_subquery(), 0)
HIGHEST = Kept(select(TOP))
HIGHEST_AND_RUNNING = Kept(select(TOP, RUNNING, COMING))
TAKEN_CARE_OF = ""  # the mark for all handlers of an event above the floor


@dataclass(frozen=True)
class Floor:
    """`last_id` is the floor; `mark_id` what it becomes once no transaction below `mark_txid` runs."""

    last_id: int = 0
    mark_id: int | None = None
    mark_txid: int | None = None


@dataclass(frozen=True)
class View:
    """The highest event seen, the lowest running transaction number, and one that was given after both."""

    top: int
    running: int = 0
    coming: int = 0


def read(tx: Tx) -> Floor:
    """The floor as it is stored."""
    row = STORED.one(tx)
    return Floor(*row) if row else Floor()


def look(tx: Tx) -> View:
    """What can be seen right now; called before the transaction writes anything."""
    found = (HIGHEST if tx.db.is_sqlite else HIGHEST_AND_RUNNING).one(tx)
    assert found is not None  # an aggregate without groups is always one row
    return View(*map(int, found))


def not_taken_care_of(sqlite: bool) -> list[Any]:
    """Conditions on events that are still to be handled, with the parameter `floor`."""
    above = outbox.c.id > bindparam("floor", type_=BigInteger)
    if sqlite:
        return [above]
    mark = exists().where(handled.c.event_id == outbox.c.id, handled.c.handler == TAKEN_CARE_OF)
    return [above, ~mark]


def rise(floor: Floor, view: View, *, is_sqlite: bool) -> Floor:
    """The new floor after every event that `view` could see was taken care of."""
    if is_sqlite:
        return Floor(max(view.top, floor.last_id))
    mark = (view.top, view.coming)
    if floor.mark_id is None or floor.mark_txid is None:
        return replace(floor, mark_id=mark[0], mark_txid=mark[1])
    if view.running >= floor.mark_txid:
        return Floor(max(floor.mark_id, floor.last_id), *mark)
    return floor


def write(tx: Tx, floor: Floor) -> None:
    """Store the floor."""
    values = {"last_id": floor.last_id, "mark_id": floor.mark_id, "mark_txid": floor.mark_txid}
    moved = RISE.run(tx, {f"b_{key}": value for key, value in values.items()})
    if not moved:
        upsert(tx, relay_cursor, [{"name": NAME, **values}], values)
