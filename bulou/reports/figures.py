"""Figures of a dashboard: from their definition to measures with filters, and to numbers that open their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bulou.expr.conditions import parse
from bulou.forms.form import Form
from bulou.reports.groups import both
from bulou.reports.leaks import held, leaking
from bulou.reports.periods import Period
from bulou.reports.request import Measure, read_measure

Json = Any
STAGES = {"open": ("open",), "closed": ("won", "lost"), "won": ("won",), "lost": ("lost",)}
BEFORE = ".before"
BESIDE = ".beside"


@dataclass(frozen=True)
class Planned:
    """One figure made ready: its measure (filter included) and the filter of the records behind it.

    `before`: the same measure over the period before; `beside`: another measure over the same records.
    """

    definition: Mapping[str, Any]
    measure: Measure
    filter: Json
    before: Measure | None = None
    beside: Measure | None = None


def stage_filter(form: Form, which: str | None) -> Json:
    """`open`, `closed` (won or lost), `won`, `lost` as a filter; None for all."""
    if which is None or not form.staged:
        return None
    wanted = STAGES.get(which, ())
    return {
        "field": "stage",
        "op": "in",
        "value": [stage.key for stage in form.definition.stages if stage.type in wanted],
    }


def plan_figure(
    form: Form, definition: Mapping[str, Any], period: Period, money: str | None, now: datetime
) -> Planned:
    """The measure of one figure in `period`; `money` is what leaks are weighed by."""
    key = str(definition["key"])
    if definition.get("leak") == "rate":
        lost = leaking(form, now)
        return Planned(definition, _leak_rate(form, key, money, now), lost, None, _beside(definition, lost))
    fixed = both(stage_filter(form, definition.get("stages")), definition.get("filter"))
    shape = read_measure(definition.get("measure", {"agg": "count"}), key, key)
    date = str(definition.get("period") or "")
    chosen = both(fixed, period.condition(date)) if date else fixed
    earlier = period.before() if date and definition.get("compare") else None
    before = None
    if earlier is not None:
        before = replace(within(shape, both(fixed, earlier.condition(date))), key=key + BEFORE)
    return Planned(definition, within(shape, chosen), chosen, before, _beside(definition, chosen))


def _beside(definition: Mapping[str, Any], filter: Json) -> Measure | None:
    """The second measure of a figure, over the same records."""
    key = str(definition["key"]) + BESIDE
    asked = definition.get("beside")
    return within(read_measure(asked["measure"], key, key), filter) if asked else None


def within(measure: Measure, filter: Json) -> Measure:
    """The measure over only the records of `filter`; a ratio over both of its parts."""
    if measure.ratio is not None:
        first, second = measure.ratio
        return replace(measure, ratio=(within(first, filter), within(second, filter)))
    joined = both(filter, measure.filter_json)
    return replace(measure, filter=parse(joined), filter_json=joined)


def _leak_rate(form: Form, key: str, money: str | None, now: datetime) -> Measure:
    agg = "sum" if money else "count"
    parts = []
    for name, filter in ((f"{key}.0", leaking(form, now)), (f"{key}.1", held(form))):
        parts.append(Measure(name, agg, money, filter=parse(filter), filter_json=filter))
    return Measure(key, "ratio", ratio=(parts[0], parts[1]))


def shown(
    planned: Planned, value: Any, form: str, base: Json, before: Any = None, beside: Any = None
) -> dict[str, Any]:
    """`{key, label, value, unit, form, filter, before?, better?, beside?}`; ratios become percent.

    `beside`: `{value, unit, text}`, the text with its place for the value, by locale.
    """
    definition = planned.definition
    unit = definition.get("unit", "number")
    result = {
        "key": definition["key"],
        "label": definition.get("label", {}),
        "value": in_unit(value, unit),
        "unit": unit,
        "form": form,
        "filter": both(base, planned.filter),
    }
    if planned.before is not None:
        result["before"] = in_unit(before, unit)
    if "better" in definition:
        result["better"] = definition["better"]
    if planned.beside is not None:
        asked = definition["beside"]
        unit = asked.get("unit", "number")
        result["beside"] = {"value": in_unit(beside, unit), "unit": unit, "text": asked["text"]}
    return result


def in_unit(value: Any, unit: str) -> Any:
    """A ratio as percent; everything else as it is."""
    return round(value * 100, 2) if unit == "percent" and value is not None else value


def measures_of(planned: Sequence[Planned]) -> tuple[Measure, ...]:
    """All measures of the figures, the earlier period's and the second one after their own."""
    return tuple(
        measure
        for each in planned
        for measure in (each.measure, each.before, each.beside)
        if measure is not None
    )
