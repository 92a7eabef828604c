"""A board: one column per stage with count, sum and weighted sum, and the first cards of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Float, case, false, func, literal
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
    columns = [
        {
            **sums.get(stage.key, Sums()).told,
            "stage": stage.key,
            **_cards(tx, actor, form, query, stage.key, sums),
        }
        for stage in chosen.stages
    ]
    mine = [sums[stage.key] for stage in chosen.stages if stage.key in sums]
    totals: dict[str, Any] = {
        name: round(sum(column[name] for column in columns), 2) for name in ("count", "amount", "weighted")
    }
    leaks, lost = sum(each.leaks for each in mine), round(sum(each.lost for each in mine), 2)
    totals["leaking"] = {"count": leaks, "amount": lost}
    return {"columns": columns, "totals": totals}


@dataclass(frozen=True)
class Sums:
    """What a stage holds: how many, their amounts, weighted; how many of them leak, and those amounts."""

    count: int = 0
    amount: int | float = 0
    weighted: float = 0.0
    leaks: int = 0
    lost: int | float = 0

    @property
    def told(self) -> dict[str, Any]:
        """As a column says it."""
        return {"count": self.count, "amount": self.amount, "weighted": self.weighted}


def _cards(
    tx: Tx, actor: Actor, form: Form, query: Query, stage: str, sums: Mapping[str, Sums]
) -> dict[str, Any]:
    """The first cards of a column; none are looked for where there are none."""
    if stage not in sums or not query.limit:
        return {"items": [], "next": None}
    found = page(tx, actor, form, replace(query, filter=_in_stage(query.filter, stage), count="no"))
    return {"items": found.items, "next": found.next}


def _pipeline(form: Form, key: str | None) -> Pipeline:
    found = form.pipelines.get(key) if key else next(iter(form.definition.pipelines), None)
    if found is None:
        raise BadQuery(reason="no_pipeline", value=key)
    return found


def _in_stage(filter_: Any, stage: str) -> Any:
    here = {"field": "stage", "op": "eq", "value": stage}
    return here if filter_ is None else {"and": [filter_, here]}


def _sums(tx: Tx, seen: Visible, form: Form, query: Query) -> dict[str, Sums]:
    """Stage → what it holds: everything in one pass."""
    stage, money = seen.column("stage"), _money(seen, form)
    leaks = _leaks(tx, seen, form)
    columns = [stage, func.count(seen.of.c.id), *money]
    columns += [func.sum(case((leaks, 1), else_=0)), func.sum(case((leaks, _amount(seen, form)), else_=0))]
    where = matching(seen, form, query.filter, query.search)
    scale = _scale(form)
    return {
        row[0]: Sums(
            *(row[1], from_scaled(int(row[2] or 0), scale), round(float(row[3] or 0), 2)),
            *(int(row[4] or 0), from_scaled(int(row[5] or 0), scale)),
        )
        for row in tx.rows(secure_select(seen, *columns, where=where).group_by(stage))
    }


def _leaks(tx: Tx, seen: Visible, form: Form) -> ColumnElement[bool]:
    """The clause of what leaks; nothing does for readers who may not see why."""
    condition = leaking(form, tx.now)
    needed = ("stage", "stage_since", "next_activity_at", "last_activity_at")
    if condition is None or not all(key in seen.fields for key in needed):
        return false()
    return to_sql(parse(condition), seen.operand, seen.context)


def _slot(seen: Visible, form: Form, slot: str) -> BoundField | None:
    key = (form.trait("pipeline") or {}).get(slot)
    bound = form.by_key.get(key or "")
    return bound if bound is not None and bound.key in seen.fields else None


def _scale(form: Form) -> int:
    return form.scale((form.trait("pipeline") or {}).get("amount", ""))


def _amount(seen: Visible, form: Form) -> Any:
    """The amount of a record in base currency; 0 where it is empty or not open."""
    amount = _slot(seen, form, "amount")
    if amount is None:
        return literal(0)
    return func.coalesce(seen.guard(amount.key, seen.of.c[amount.value_column.key]), 0)


def _money(seen: Visible, form: Form) -> list[Any]:
    """Sum of the amount, and of amount × probability; a lost record's probability is 0."""
    amount, chance = _amount(seen, form), _slot(seen, form, "probability")
    if chance is None:
        return [func.sum(amount), func.sum(0)]
    share = func.coalesce(sql_cast(seen.column(chance.key), Float), 0.0)
    weighted = func.sum(sql_cast(amount, Float) * share) / (100.0 * 10**chance.scale * 10 ** _scale(form))
    return [func.sum(amount), weighted]
