"""Long reads leave the database thread: on SQLite they run in the reading child process."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from bulou.api.call import Call
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor

LARGE = 50_000  # a table with more rows than this is summed elsewhere
PATIENCE = 60.0


@dataclass(frozen=True)
class Apart:
    """Work that a door hands over instead of an answer: `function(tx, actor, *args)` of a module."""

    function: Callable[..., Any]
    actor: Actor
    args: tuple[Any, ...]


def apart(call: Call, form: Form, function: Callable[..., Any], *args: Any) -> Any:
    """The result of `function(tx, actor, *args)`: at once for small tables, else as an Apart that `serve` runs."""
    if not call.tx.db.is_sqlite or size(call.tx, form) < LARGE:
        return function(call.tx, call.actor, *args)
    return Apart(function, replace(call.actor, kept={}), args)


def size(tx: Tx, form: Form) -> int:
    """About how many rows the table has: the newest id, which costs nothing and is told to nobody."""
    return tx.value(select(func.max(form.table.c.id))) or 0
