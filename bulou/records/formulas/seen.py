"""The values that a formula asks of one record, as far as the reader may see them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from bulou.access.visible import Visible, require, visible
from bulou.db.tx import Tx
from bulou.expr.formula import Values
from bulou.forms.form import Form
from bulou.forms.formulas import FormScope, RowScope, seen_at
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.errors import RecordNotFound
from bulou.records.query.secure import secure_select, sight


def scope_for(
    tx: Tx, actor: Actor, form: Form, *, near: bool = False, locale: str | None = None
) -> FormScope:
    """The names that the reader may use in formulas on `form`. NotFound, Forbidden when they may not read it."""
    require(actor, form.key, "read")
    return FormScope(form, near, lambda each: sight(tx, actor, each).fields, locale)


def row_scope_for(tx: Tx, actor: Actor, form: Form, detail: str) -> RowScope:
    """The names for formulas in the rows of a detail table that the reader may read; NotFound."""
    require(actor, form.key, "read")
    if detail not in form.details or detail not in sight(tx, actor, form).fields:
        raise NotFound(what="field", id=detail[:60])
    return RowScope(form.details[detail], labels=True)


def values_of(tx: Tx, actor: Actor, form: Form, id_: int, paths: Iterable[str]) -> Values:
    """The values at `paths` (found by a scope of this reader). What is closed on this record is empty.

    RecordNotFound when there is none for this reader.
    """
    seen = sight(tx, actor, form)
    wanted = sorted(paths)
    single = [path for path in wanted if not _is_many(form, path)]
    row = tx.one(_record(seen, [seen.resolve(path).expression for path in single], id_))
    if row is None:
        raise RecordNotFound(form=form.key, id=id_)
    found = {path: seen_at(form, path).value(stored) for path, stored in zip(single, row[1:], strict=True)}
    for path in wanted:
        if path not in found:
            view = seen_at(form, path)
            found[path] = tuple(view.value(stored) for (stored,) in tx.rows(_many(seen, form, path, id_)))
    return Values(found)


def _is_many(form: Form, path: str) -> bool:
    head, _, rest = path.partition(".")
    return bool(rest) and (head in form.details or head in form.links)


def _record(seen: Visible, expressions: list[Any], id_: int) -> Select[Any]:
    columns = [each.label(f"c{at}") for at, each in enumerate(expressions)]
    return secure_select(seen, seen.of.c.id, *columns, where=[seen.of.c.id == id_])


def _many(seen: Visible, form: Form, path: str, id_: int) -> Select[Any]:
    """The values of a detail column, or of the records that a relation to many names, in order."""
    head, _, rest = path.partition(".")
    here = secure_select(seen, seen.guard(head, seen.of.c.id), where=[seen.of.c.id == id_])
    if head in form.details:
        detail = form.details[head]
        rows = detail.table
        column = detail.bound(rest).value_column
        return select(column).where(rows.c.parent_id.in_(here)).order_by(rows.c.position)
    far, link = form.relation(head), form.links[head]
    assert far is not None
    there = visible(seen.actor, far, context=seen.context)
    joined = link.join(there.of, there.of.c["id"] == link.c.target_id)
    query = select(there.resolve(rest).expression).select_from(joined)
    return query.where(link.c.record_id.in_(here), there.predicate).order_by(link.c.position)
