"""Long reads leave the database thread: on SQLite they run in the reading child process, and are kept a while."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import func, select

from bulou.api.call import Call
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor

LARGE = 5_000  # a table with more rows than this is summed elsewhere: 5 ms of everybody's turn
PATIENCE = 60.0
MINUTE = 60  # figures may depend on the clock: overdue, stalled
MOST_KEPT = 64  # answers of one person


@dataclass(frozen=True)
class Apart:
    """Work that a door hands over instead of an answer: `function(tx, actor, *args)` of a module.

    `keep(body)` remembers the encoded answer for as long as nothing is written and the minute lasts.
    """

    function: Callable[..., Any]
    actor: Actor
    args: tuple[Any, ...]
    keep: Callable[[bytes], None]


@dataclass(frozen=True)
class Kept:
    """An answer and what it was computed from: the newest fact, the form, the minute."""

    body: bytes
    fact: int
    form: Form
    minute: int


def apart(call: Call, form: Form, function: Callable[..., Any], *args: Any) -> Any:
    """The result of `function(tx, actor, *args)`: at once for small tables, else kept bytes or an Apart.

    Kept answers live with the actor, so they are gone as soon as anybody's rights change. Only on SQLite, where
    facts become visible in the order of their ids.
    """
    if not call.tx.db.is_sqlite or size(call.tx, form) < LARGE:
        return function(call.tx, call.actor, *args)
    fact = call.tx.value(select(func.max(outbox.c.id))) or 0
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

    return Apart(function, replace(call.actor, kept={}), args, keep)


def size(tx: Tx, form: Form) -> int:
    """About how many rows the table has: the newest id, which costs nothing and is told to nobody."""
    return tx.value(select(func.max(form.table.c.id))) or 0
