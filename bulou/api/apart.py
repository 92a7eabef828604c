"""Long reads: on SQLite they leave the database thread for the reading child process; answers are kept a while."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, literal_column, select

from bulou.api.call import Call
from bulou.db.kept import Kept as Statement
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor

LARGE = 5_000  # a table with more rows than this is summed elsewhere: 5 ms of everybody's turn
PATIENCE = 60.0
MINUTE = 60  # figures may depend on the clock: overdue, stalled
MOST_KEPT = 64  # answers of one person

_NEWEST = Statement(select(func.max(outbox.c.id)))
_QUIET: ColumnElement[bool] = literal_column(
    "NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'transactionid' AND granted"
    " AND mode = 'ExclusiveLock' AND pid <> pg_backend_pid())"  # whoever writes holds one on its own number
)
_NEWEST_AND_QUIET = Statement(select(func.max(outbox.c.id), _QUIET))


@dataclass(frozen=True)
class Apart:
    """Work that a door hands over instead of an answer: `function(tx, actor, *args)` of a module.

    `keep(body)` remembers the encoded answer for as long as nothing is written and the minute lasts. `here`: it is
    done in the transaction of the call after all, which on PostgreSQL stops nobody.
    """

    function: Callable[..., Any]
    actor: Actor
    args: tuple[Any, ...]
    keep: Callable[[bytes], None]
    here: bool = False


@dataclass(frozen=True)
class Kept:
    """An answer and what it was computed from: the newest fact, the form, the minute."""

    body: bytes
    fact: int
    form: Form
    minute: int


def apart(call: Call, form: Form, function: Callable[..., Any], *args: Any) -> Any:
    """The result of `function(tx, actor, *args)`: at once for small tables, else kept bytes or an Apart.

    Kept answers live with the actor, so they are gone as soon as anybody's rights change.
    """
    fact = None if size(call.tx, form) < LARGE else newest_fact(call.tx)
    if fact is None:
        return function(call.tx, call.actor, *args)
    minute = int(call.tx.now.timestamp()) // MINUTE
    kept: dict[Any, Kept] = call.actor.kept.setdefault(apart, {})
    key = (function.__qualname__, orjson.dumps(args), call.actor.locale)
    found = kept.get(key)
    if found is not None and (found.fact, found.minute) == (fact, minute) and found.form is form:
        return found.body

    def keep(body: bytes) -> None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = Kept(body, fact, form, minute)

    if not call.tx.db.is_sqlite:
        return Apart(function, call.actor, args, keep, here=True)
    return Apart(function, replace(call.actor, kept={}), args, keep)


def newest_fact(tx: Tx) -> int | None:
    """The newest fact, when an equal one later means that nothing was written meanwhile; else None.

    On SQLite facts become visible in the order of their ids. On PostgreSQL one with a smaller id may come later,
    but only from a transaction that writes now: the answer is None while there is any. What ended between the two
    halves of this question is seen by whoever reads after it.
    """
    if tx.db.is_sqlite:
        return _NEWEST.value(tx) or 0
    newest, quiet = _NEWEST_AND_QUIET.rows(tx)[0]
    return newest or 0 if quiet else None


def size(tx: Tx, form: Form) -> int:
    """About how many rows the table has: the newest id, which costs nothing and is told to nobody."""
    return tx.value(select(func.max(form.table.c.id))) or 0
