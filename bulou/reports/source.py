"""Where a report's rows come from: the records the caller may see, filtered, with guarded fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from bulou.access.visible import Visible, require, visible
from bulou.db.tx import Tx
from bulou.expr.conditions import Condition, Everything, context_of, to_sql
from bulou.forms.form import Form
from bulou.kit.protocols import Actor, Operand
from bulou.records.search.clause import search_clause
from bulou.reports.measures import Ground
from bulou.reports.request import wrong


@dataclass(frozen=True)
class Source:
    """The live rows of `form` that `seen` lets through and `where` holds for."""

    form: Form
    seen: Visible
    where: ColumnElement[bool] | None
    ground: Ground

    @property
    def identity(self) -> ColumnElement[Any]:
        """The id of a row."""
        return self.form.table.c.id

    def select(self, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        """The rows with these columns, each built from `ground.operand`."""
        visible_rows = select(*columns).select_from(self.form.table).where(self.seen.predicate)
        if "deleted_at" in self.form.table.c:
            visible_rows = visible_rows.where(self.form.table.c.deleted_at.is_(None))
        return visible_rows if self.where is None else visible_rows.where(self.where)


def open_source(tx: Tx, actor: Actor, form: Form, filter: Condition, search: str | None = None) -> Source:
    """The source of a report for `actor`; NotFound and Forbidden as for reading the list.

    `search` narrows to what the list finds by the same words.
    """
    require(actor, form.key, "read")
    context = context_of(actor, tx.now)
    seen = visible(actor, form, context=context)

    def operand(path: str, at: str) -> Operand:
        found = seen.operand(path)
        if found is None:
            raise wrong(at, "filter.unknown_field", field=path[:60])
        return found

    def clause(condition: Condition) -> ColumnElement[bool] | None:
        return None if isinstance(condition, Everything) else to_sql(condition, seen.operand, context)

    ground = Ground(operand, clause, context.zone, tx.db.is_sqlite)
    clauses = [clause(filter), search_clause(seen, form, search) if search and search.strip() else None]
    said = [each for each in clauses if each is not None]
    return Source(form, seen, and_(*said) if said else None, ground)


def readable(tx: Tx, actor: Actor, form: Form, path: str) -> bool:
    """True when the actor may use the field in reports."""
    return visible(actor, form, context=context_of(actor, tx.now)).operand(path) is not None
