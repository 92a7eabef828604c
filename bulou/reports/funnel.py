"""Funnels: what lies in each stage now (snapshot), and how far what entered in a period has come (cohort)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    extract,
    func,
    or_,
    select,
    true,
)

from bulou.access.operands import first_entry
from bulou.db.tables.records import UNDATED, stage_history
from bulou.db.tx import Tx
from bulou.expr.conditions import context_of, parse
from bulou.expr.moments import span
from bulou.forms.form import Form
from bulou.forms.model import Stage
from bulou.kit.protocols import Actor
from bulou.reports.groups import both
from bulou.reports.periods import Period
from bulou.reports.source import Source, open_source

Json = Any


def funnel(
    tx: Tx, actor: Actor, form: Form, *, mode: str, period: Period, filter: Json = None
) -> dict[str, Any] | None:
    """`{mode, form, count, filter, steps: [{stage, label, type, count, share, rate, days, form, filter}]}`; None for
    forms without stages.

    Cohort: of the records that entered their first stage in the period, how many came to each stage or beyond (`count`,
    `share` of all and `rate` of the stage before in percent), and the median days from the stage before. Snapshot: how
    many are in each stage now. What a file found in its stage without a date counts for all time, but in no period and
    in no duration.
    """
    path = stages_of(form)
    if not path:
        return None
    source = open_source(tx, actor, form, parse(filter))
    if mode == "snapshot":
        return _snapshot(tx, source, form, path, filter)
    return _cohort(tx, actor, source, form, path, period, filter)


def stages_of(form: Form) -> list[Stage]:
    """The stages on the way to a win, in order: open ones, then the first won one of the first pipeline."""
    if not form.definition.pipelines:
        return []
    stages = form.definition.pipelines[0].stages
    won = [stage for stage in stages if stage.type == "won"]
    return [stage for stage in stages if stage.type == "open"] + won[:1]


def _snapshot(tx: Tx, source: Source, form: Form, path: Sequence[Stage], filter: Json) -> dict[str, Any]:
    stage = source.ground.operand("stage", "stage").expression
    rows = source.select([stage.label("stage")]).subquery("rows")
    counts = dict(tx.rows(select(rows.c.stage, func.count()).group_by(rows.c.stage)))
    numbers = [int(counts.get(stage.key, 0)) for stage in path]
    filters = [both(filter, {"field": "stage", "op": "eq", "value": stage.key}) for stage in path]
    return _shown("snapshot", form, path, numbers, [None] * len(path), filters, sum(numbers), filter)


def _cohort(
    tx: Tx, actor: Actor, source: Source, form: Form, path: Sequence[Stage], period: Period, filter: Json
) -> dict[str, Any]:
    source.ground.operand("stage", "stage")  # whoever may not read the stage may not read its history
    entered = entries(source, form, path)
    inside = _in_period(tx, actor, entered.c.first, period)
    reached = [_reached(entered, path, index) for index in range(len(path))]
    sums = [func.count(case((condition, 1))) for condition in reached]
    row = tx.one(select(func.count(), *sums).where(inside))
    days = [None, *(_median_days(tx, entered, inside, path, index) for index in range(1, len(path)))]
    since = _entered_filter(period)
    filters = [both(filter, since, _reached_filter(path, index)) for index in range(len(path))]
    return _shown(
        "cohort", form, path, [int(n or 0) for n in row[1:]], days, filters, int(row[0]), both(filter, since)
    )


def entries(source: Source, form: Form, path: Sequence[Stage]) -> Subquery:
    """One row a visible record: when it first entered each stage (`e0`, `e1` …) and any stage at all (`first`),
    null where nobody knows, and its stage now."""
    history = stage_history.c
    now = source.ground.operand("stage", "stage").expression
    visible = source.select([source.identity.label("id"), now.label("stage")]).subquery("visible")
    dated = history.imported != UNDATED
    firsts = [
        func.min(case((and_(history.stage == stage.key, dated), history.entered_at))).label(f"e{index}")
        for index, stage in enumerate(path)
    ]
    now_in = func.min(visible.c.stage).label("stage")
    return (
        select(history.record_id, first_entry(history).label("first"), now_in, *firsts)
        .select_from(stage_history.join(visible, visible.c.id == history.record_id))
        .where(history.form == form.key)
        .group_by(history.record_id)
        .subquery("entries")
    )


def _reached(entered: Subquery, path: Sequence[Stage], index: int) -> ColumnElement[bool]:
    """A record has come to a stage when it entered it or one beyond, as stages may be skipped, or is in one."""
    beyond = [stage.key for stage in path[index:]]
    came = (entered.c[f"e{later}"].is_not(None) for later in range(index, len(path)))
    return or_(*came, entered.c.stage.in_(beyond))


def _in_period(tx: Tx, actor: Actor, first: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    if period.first is None or period.last is None:
        return true()
    context = context_of(actor, tx.now)
    start = span(period.first.isoformat(), "datetime", context).start
    end = span(period.last.isoformat(), "datetime", context).end
    return and_(first >= start, first < end)


def _median_days(
    tx: Tx, entered: Subquery, inside: ColumnElement[bool], path: Sequence[Stage], index: int
) -> int | None:
    """The median of whole days from entering the stage before to entering this one."""
    before, after = entered.c[f"e{index - 1}"], entered.c[f"e{index}"]
    days = _whole_days(tx, before, after).label("days")
    steps = select(days).where(inside, before.is_not(None), after >= before).subquery("steps")
    found = tx.rows(select(steps.c.days, func.count()).group_by(steps.c.days).order_by(steps.c.days))
    half, passed = sum(count for _, count in found) / 2, 0
    for value, count in found:
        passed += count
        if passed >= half:
            return int(value)
    return None


def _whole_days(tx: Tx, before: ColumnElement[Any], after: ColumnElement[Any]) -> ColumnElement[Any]:
    if tx.db.is_sqlite:
        seconds = cast(func.strftime("%s", after), Integer) - cast(func.strftime("%s", before), Integer)
    else:
        moments = (cast(func.substr(moment, 1, 19), TIMESTAMP) for moment in (after, before))
        last, first = (cast(extract("epoch", moment), Integer) for moment in moments)
        seconds = last - first
    return seconds // 86400


def _entered_filter(period: Period) -> Json:
    return period.condition("entered")


def _reached_filter(path: Sequence[Stage], index: int) -> Json:
    leaves = [{"field": f"entered.{stage.key}", "op": "not_empty"} for stage in path[index:]]
    return {"or": [*leaves, {"field": "stage", "op": "in", "value": [stage.key for stage in path[index:]]}]}


def _shown(
    mode: str,
    form: Form,
    path: Sequence[Stage],
    numbers: Sequence[int],
    days: Sequence[int | None],
    filters: Sequence[Json],
    entered: int,
    filter: Json,
) -> dict[str, Any]:
    stages = []
    for index, stage in enumerate(path):
        before = numbers[index - 1] if index else entered
        stages.append(
            {
                "stage": stage.key,
                "label": stage.label,
                "type": stage.type,
                "count": numbers[index],
                "share": percent(numbers[index], entered),
                "rate": percent(numbers[index], before),
                "days": days[index],
                "form": form.key,
                "filter": filters[index],
            }
        )
    return {"mode": mode, "form": form.key, "count": entered, "filter": filter, "steps": stages}


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent with one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None
