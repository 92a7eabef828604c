"""The leak meter: which of the records in hand slip away, why, how many and how much money."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal_column, select

from bulou.db.tx import Tx
from bulou.expr.conditions import parse
from bulou.forms.form import Form
from bulou.forms.model import Stage
from bulou.kit.money import from_scaled
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.records.heat import leak
from bulou.reports.groups import both
from bulou.reports.source import open_source, readable

Json = Any
LABELS: Mapping[str, Words] = {
    "unowned": {"zh-CN": "没有负责人", "en-US": "No owner"},
    "overdue": {"zh-CN": "约定未做", "en-US": "Promise broken"},
    "no_next_step": {"zh-CN": "没有下一步", "en-US": "No next step"},
    "stalled": {"zh-CN": "停滞超期", "en-US": "Stalled"},
}


@dataclass(frozen=True)
class Cause:
    """Why records leak. Causes exclude one another, so their sums add up. `level`: 2 late, 3 leaking."""

    key: str
    level: int
    label: Words
    filter: Json


def has_leaks(form: Form) -> bool:
    """Only forms whose records have an owner and a stage can leak."""
    return form.owned and form.staged and bool(open_stages(form))


def open_stages(form: Form) -> list[str]:
    """The keys of the stages in which a record is in hand."""
    return [stage.key for stage in form.definition.stages if stage.type == "open"]


def held(form: Form) -> Json:
    """The filter of the records in hand."""
    return {"field": "stage", "op": "in", "value": open_stages(form)}


def causes(form: Form, now: datetime) -> tuple[Cause, ...]:
    """The causes that this form can have, the worst first. What heat calls so (records.heat), made disjoint."""
    owned = {"field": "owner", "op": "not_empty"}
    later = {"field": "next_activity_at", "op": "on_or_after", "value": {"relative": "today"}}
    slow = leak(form, "stalled", now)
    found = [
        _cause_of(form, "unowned", 2, {"field": "owner", "op": "empty"}),
        _cause_of(form, "overdue", 3, owned, leak(form, "overdue", now)),
        _cause_of(form, "no_next_step", 3, owned, leak(form, "no_next_step", now)),
        *([_cause_of(form, "stalled", 2, owned, later, slow)] if slow is not None else ()),
    ]
    return tuple(found)


def _cause_of(form: Form, key: str, level: int, *conditions: Json) -> Cause:
    """A cause, whose filter carries its name: people see that, not the conditions it is made of."""
    filter = {**both(held(form), *conditions), "named": f"leaking_{key}"}
    return Cause(key, level, LABELS[key], filter)


def leaking(form: Form, now: datetime) -> Json:
    """The filter of all records that leak, whatever the cause."""
    return {"or": [cause.filter for cause in causes(form, now)], "named": "leaking"}


def money_field(tx: Tx, actor: Actor, form: Form) -> str | None:
    """The field that says how much a record is worth, None when there is none or the caller may not read it."""
    key = (form.trait("pipeline") or {}).get("amount")
    return key if key and readable(tx, actor, form, key) else None


def leaks(tx: Tx, actor: Actor, form: Form, *, filter: Json = None) -> dict[str, Any]:
    """`{form, rate, amount, count, held, held_count, money, filter, causes: […], stages: […], previous}`.

    `rate` in percent of money, of records where the form has no money the caller may see; None when nothing is
    in hand. `amount`, `held`: money leaking and in hand (counts where there is no money). Every cause and stage:
    `{key, label, count, amount, form, filter}`; the list with that filter holds exactly `count` records.
    """
    money = money_field(tx, actor, form)
    found = causes(form, tx.now)
    base = both(filter, held(form))
    tally = _tally(tx, actor, form, base, money, found)
    leaking_now = tally.of(lambda cause, _stage: cause is not None)
    whole = tally.of(lambda _cause, _stage: True)
    sums = {
        "amount": tally.shown(leaking_now) if money else leaking_now[0],
        "count": leaking_now[0],
        "held": tally.shown(whole) if money else whole[0],
        "held_count": whole[0],
    }
    return {
        "form": form.key,
        "rate": rate(sums, money=money is not None),
        **sums,
        "money": money,
        "filter": both(filter, leaking(form, tx.now)),
        "held_filter": base,
        "causes": [_cause(form, filter, cause, tally) for cause in found],
        "stages": [
            _stage(form, base, stage, tally) for stage in form.definition.stages if stage.type == "open"
        ],
        "previous": None,
    }


def rate(sums: Mapping[str, Any], *, money: bool) -> float | None:
    """What leaks of what is in hand in percent: of money where there is some, else of records."""
    weighed = money and sums["held"]
    over, under = ("amount", "held") if weighed else ("count", "held_count")
    return round(100 * sums[over] / sums[under], 1) if sums[under] else None


Cell = tuple[int, int]  # how many, and their money as a scaled integer


@dataclass(frozen=True)
class Tally:
    """Counts and money by cause (None: does not leak) and stage."""

    cells: Mapping[tuple[str | None, str], Cell]
    money: str | None
    scale: int

    def of(self, wanted: Callable[[str | None, str], bool]) -> Cell:
        """The sum of the wanted cells."""
        found = [cell for (cause, stage), cell in self.cells.items() if wanted(cause, stage)]
        return sum(cell[0] for cell in found), sum(cell[1] for cell in found)

    def shown(self, cell: Cell) -> int | float | None:
        """The money of a cell, None where there is none to see."""
        return from_scaled(cell[1], self.scale) if self.money else None


def _tally(
    tx: Tx, actor: Actor, form: Form, base: Json, money: str | None, found: tuple[Cause, ...]
) -> Tally:
    """One look at every record in hand: causes exclude one another, so each has one place."""
    source = open_source(tx, actor, form, parse(base))
    whens = [(source.ground.clause(parse(cause.filter)), cause.key) for cause in found]
    which = case(*((when, key) for when, key in whens if when is not None))
    stage = source.ground.operand("stage", "stage").expression
    worth = source.ground.operand(money, "amount") if money else None
    columns = [which.label("cause"), stage.label("stage")]
    columns += [worth.expression.label("worth")] if worth is not None else []
    rows = source.select(columns).subquery("rows")
    total = func.sum(rows.c.worth) if worth is not None else literal_column("0")
    query = select(rows.c.cause, rows.c.stage, func.count(), total).group_by(rows.c.cause, rows.c.stage)
    cells = {(row[0], row[1]): (int(row[2]), int(row[3] or 0)) for row in tx.rows(query)}
    return Tally(cells, money, worth.scale if worth is not None else 0)


def _cause(form: Form, filter: Json, cause: Cause, tally: Tally) -> dict[str, Any]:
    cell = tally.of(lambda key, _stage: key == cause.key)
    return {
        "key": cause.key,
        "level": cause.level,
        "label": cause.label,
        "count": cell[0],
        "amount": tally.shown(cell),
        "form": form.key,
        "filter": both(filter, cause.filter),
    }


def _stage(form: Form, base: Json, stage: Stage, tally: Tally) -> dict[str, Any]:
    cell = tally.of(lambda _cause, key: key == stage.key)
    return {
        "key": stage.key,
        "label": stage.label,
        "probability": stage.probability,
        "count": cell[0],
        "amount": tally.shown(cell),
        "form": form.key,
        "filter": both(base, {"field": "stage", "op": "eq", "value": stage.key}),
    }
