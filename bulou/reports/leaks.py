"""The leak meter: which of the records in hand slip away, why, how many and how much money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.conditions import parse
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.records.heat import leak
from bulou.reports.aggregate import run_request
from bulou.reports.groups import both
from bulou.reports.request import GROUPS, Dimension, Measure, Request
from bulou.reports.source import readable

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
    found = [
        Cause("unowned", 2, LABELS["unowned"], both(held(form), {"field": "owner", "op": "empty"})),
        Cause("overdue", 3, LABELS["overdue"], both(held(form), owned, leak(form, "overdue", now))),
        Cause(
            "no_next_step",
            3,
            LABELS["no_next_step"],
            both(held(form), owned, leak(form, "no_next_step", now)),
        ),
    ]
    slow = leak(form, "stalled", now)
    if slow is not None:
        found.append(Cause("stalled", 2, LABELS["stalled"], both(held(form), owned, later, slow)))
    return tuple(found)


def leaking(form: Form, now: datetime) -> Json:
    """The filter of all records that leak, whatever the cause."""
    return {"or": [cause.filter for cause in causes(form, now)]}


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
    figures = _measures("held", held(form), money)
    for cause in found:
        figures += _measures(cause.key, cause.filter, money)
    base = both(filter, held(form))
    request = Request((), tuple(figures), parse(base), base, (), GROUPS, False)
    answer = run_request(tx, actor, form, request)
    values = dict(zip((column["key"] for column in answer["columns"]), answer["rows"][0], strict=True))
    return {
        **_summary(tx.now, form, filter, money, values, found),
        "causes": [_cause(form, filter, cause, values) for cause in found],
        "stages": _stages(tx, actor, form, base, money),
        "previous": None,
    }


def _measures(key: str, filter: Json, money: str | None) -> list[Measure]:
    counted = Measure(f"{key}.count", "count", filter=parse(filter), filter_json=filter)
    if money is None:
        return [counted]
    return [counted, Measure(f"{key}.amount", "sum", money, filter=parse(filter), filter_json=filter)]


def _summary(
    now: datetime,
    form: Form,
    filter: Json,
    money: str | None,
    values: Mapping[str, Any],
    found: tuple[Cause, ...],
) -> dict[str, Any]:
    unit = "amount" if money else "count"
    leaks, whole = _sums(values, found, unit)
    over, under = (leaks, whole) if whole else _sums(values, found, "count")
    return {
        "form": form.key,
        "rate": round(100 * over / under, 1) if under else None,
        "amount": leaks,
        "count": _sums(values, found, "count")[0],
        "held": whole,
        "held_count": values["held.count"],
        "money": money,
        "filter": both(filter, leaking(form, now)),
        "held_filter": both(filter, held(form)),
    }


def _sums(values: Mapping[str, Any], found: tuple[Cause, ...], unit: str) -> tuple[Any, Any]:
    """What leaks and what is in hand."""
    return round(sum(values[f"{cause.key}.{unit}"] for cause in found), 2), values[f"held.{unit}"]


def _cause(form: Form, filter: Json, cause: Cause, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": cause.key,
        "level": cause.level,
        "label": cause.label,
        "count": values[f"{cause.key}.count"],
        "amount": values.get(f"{cause.key}.amount"),
        "form": form.key,
        "filter": both(filter, cause.filter),
    }


def _stages(tx: Tx, actor: Actor, form: Form, base: Json, money: str | None) -> list[dict[str, Any]]:
    measures = [Measure("count", "count"), *([Measure("amount", "sum", money)] if money else [])]
    request = Request((Dimension("stage"),), tuple(measures), parse(base), base, (), GROUPS, False)
    answer = run_request(tx, actor, form, request)
    rows = {
        row[0]["value"]: (row[1:], link) for row, link in zip(answer["rows"], answer["links"], strict=True)
    }
    found = []
    for stage in form.definition.stages:
        if stage.type == "open":
            figures, link = rows.get(stage.key, ([0, 0], None))
            amount = figures[1] if money else None
            filter = (
                link["filter"] if link else both(base, {"field": "stage", "op": "eq", "value": stage.key})
            )
            part = {
                "key": stage.key,
                "label": stage.label,
                "probability": stage.probability,
                "count": figures[0],
            }
            found.append({**part, "amount": amount, "form": form.key, "filter": filter})
    return found
