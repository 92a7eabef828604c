"""A board: one column per stage with count, sum and weighted sum, and the first cards of each."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Float, func
from sqlalchemy import cast as sql_cast

from bulou.access.visible import Visible, require
from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms.form import BoundField, Form
from bulou.forms.model import Pipeline
from bulou.kit.money import from_scaled
from bulou.kit.protocols import Actor
from bulou.records.errors import BadQuery
from bulou.records.heat import leaking
from bulou.records.query.model import Query
from bulou.records.query.pages import page
from bulou.records.query.secure import matching, secure_select, sight

CARDS = 30


def kanban(tx: Tx, actor: Actor, form: Form, pipeline: str | None, query: Query) -> dict[str, Any]:
    """`{columns: [{stage, count, amount, weighted, items, next}], totals: {count, amount, …, leaking}}`.

    `query.limit` cards per column; more of a column by the ordinary list with `stage eq` and its cursor.
    """
    require(actor, form.key, "read")
    chosen = _pipeline(form, pipeline)
    seen = sight(tx, actor, form)
    if "stage" not in seen.fields:
        raise BadQuery(reason="no_stages", value=form.key)
    sums = _sums(tx, seen, form, query)
    columns = []
    for stage in chosen.stages:
        count, amount, weighted = sums.get(stage.key, (0, 0, 0.0))
        items, next_ = [], None
        if count and query.limit:
            cards = page(
                tx, actor, form, replace(query, filter=_in_stage(query.filter, stage.key), count="no")
            )
            items, next_ = cards.items, cards.next
        columns.append(
            {
                "stage": stage.key,
                "count": count,
                "amount": amount,
                "weighted": weighted,
                "items": items,
                "next": next_,
            }
        )
    totals: dict[str, Any] = {
        name: round(sum(column[name] for column in columns), 2) for name in ("count", "amount", "weighted")
    }
    totals["leaking"] = _leaking(tx, seen, form, query)
    return {"columns": columns, "totals": totals}


def _pipeline(form: Form, key: str | None) -> Pipeline:
    found = form.pipelines.get(key) if key else next(iter(form.definition.pipelines), None)
    if found is None:
        raise BadQuery(reason="no_pipeline", value=key)
    return found


def _in_stage(filter_: Any, stage: str) -> Any:
    here = {"field": "stage", "op": "eq", "value": stage}
    return here if filter_ is None else {"and": [filter_, here]}


def _sums(tx: Tx, seen: Visible, form: Form, query: Query) -> dict[str, tuple[int, Any, Any]]:
    """Stage → count, amount, weighted amount: one grouped query."""
    stage = seen.column("stage")
    columns = [stage, func.count(seen.of.c.id), *_money(seen, form)]
    where = matching(seen, form, query.filter, query.search)
    scale = _scale(form)
    return {
        row[0]: (row[1], from_scaled(int(row[2] or 0), scale), round(float(row[3] or 0), 2))
        for row in tx.rows(secure_select(seen, *columns, where=where).group_by(stage))
    }


def _slot(seen: Visible, form: Form, slot: str) -> BoundField | None:
    key = (form.trait("pipeline") or {}).get(slot)
    bound = form.by_key.get(key or "")
    return bound if bound is not None and bound.key in seen.fields else None


def _scale(form: Form) -> int:
    return form.scale((form.trait("pipeline") or {}).get("amount", ""))


def _money(seen: Visible, form: Form) -> list[Any]:
    """Sum of the amount, and of amount × probability; a lost record's probability is 0."""
    amount, chance = _slot(seen, form, "amount"), _slot(seen, form, "probability")
    if amount is None:
        return [func.sum(0), func.sum(0)]
    money = seen.guard(amount.key, seen.of.c[amount.value_column.key])
    total = func.sum(func.coalesce(money, 0))
    if chance is None:
        return [total, func.sum(0)]
    share = sql_cast(seen.column(chance.key), Float) / (100 * 10**chance.scale)
    weighted = func.sum(func.coalesce(sql_cast(money, Float) * share, 0.0)) / 10**amount.scale
    return [total, weighted]


def _leaking(tx: Tx, seen: Visible, form: Form, query: Query) -> dict[str, Any]:
    condition = leaking(form, tx.now)
    needed = ("stage", "stage_since", "next_activity_at", "last_activity_at")
    if condition is None or not all(key in seen.fields for key in needed):
        return {"count": 0, "amount": 0}
    leaks = to_sql(parse(condition), seen.operand, seen.context)
    where = [*matching(seen, form, query.filter, query.search), leaks]
    row = tx.one(secure_select(seen, func.count(seen.of.c.id), _money(seen, form)[0], where=where))
    return {"count": row[0], "amount": from_scaled(int(row[1] or 0), _scale(form))}
