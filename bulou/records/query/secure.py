"""The one start of every read of business data: the rows and columns the reader may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union

from bulou.access.visible import Visible, visible
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.expr.conditions import Context, parse, to_sql
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.search.clause import search_clause

MOST_APART = 50  # scopes read one by one: more are no faster so, and a UNION takes no more than some hundreds


def sight(tx: Tx, actor: Actor, form: Form, action: str = "read") -> Visible:
    """What `actor` may see of `form` (or do `action` to) at the time of this transaction.

    `visible` remembers its answers with the actor; the clock of an earlier transaction must not come along.
    """
    context = context_of(tx, actor)
    found = visible(actor, form, action, context=context)
    return found if found.context is context else _at(found, context)


def _at(seen: Visible, context: Context) -> Visible:
    """`seen` by another clock. A plain copy: every read of every form makes one."""
    copy = object.__new__(Visible)
    copy.__dict__.update(seen.__dict__, context=context, _far={})
    return copy


def context_of(tx: Tx, actor: Actor) -> Context:
    """The context of conditions: the transaction's clock, the workspace's calendar, who asks."""
    zone = actor.zone if not actor.is_system else settings_table.get(tx, "zone", actor.zone)
    return Context(tx.now, zone, actor.week_start, actor)


def secure_select(
    seen: Visible, *columns: Any, where: Sequence[ColumnElement[bool]] = (), deleted: bool = False
) -> Select[Any]:
    """`select(columns)` of the living rows that may be seen. `deleted`: those in the bin instead."""
    life = seen.of.c.deleted_at
    alive = life.is_not(None) if deleted else life.is_(None)
    return select(*columns).select_from(seen.of).where(alive, seen.predicate, *where)


def scoped_selects(
    seen: Visible, *columns: Any, where: Sequence[ColumnElement[bool]] = (), deleted: bool = False
) -> list[Select[Any]]:
    """As `secure_select`, taken apart into one select per scope of a reader who sees little: each can use an
    index of its own; together (as a UNION) they are the same rows."""
    if not 2 <= len(seen.scopes) <= MOST_APART:
        return [secure_select(seen, *columns, where=where, deleted=deleted)]
    life = seen.of.c.deleted_at
    common = [life.is_not(None) if deleted else life.is_(None), *where]
    if seen.denies is not None:
        common.append(seen.denies)
    return [select(*columns).select_from(seen.of).where(scope, *common) for scope in seen.scopes]


def united(selects: Sequence[Select[Any]]) -> Any:
    """Selects as one subquery without repeats."""
    if len(selects) == 1:
        return selects[0].subquery()
    return union(*(select(each.subquery()) for each in selects)).subquery()


def matching(seen: Visible, form: Form, filter_: Any, search: str | None) -> list[ColumnElement[bool]]:
    """The clauses of a filter and of typed text; only fields that may be read can be asked for."""
    clauses: list[ColumnElement[bool]] = []
    if filter_ is not None:
        clauses.append(to_sql(parse(filter_), seen.operand, seen.context))
    if search and search.strip():
        clauses.append(search_clause(seen, form, search))
    return clauses
