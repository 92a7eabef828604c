"""What leaked a week ago: noted every night by owner and department, so that anybody's rate can be compared."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import case, delete, func, literal_column, select

from bulou.access.plan import plan_for
from bulou.access.sharing import TEAM, Links, lasting
from bulou.db import settings_table
from bulou.db.jobs import Finish, JobContext, JobKind, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.forms import app_object
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.expr.conditions import context_of, parse
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.money import from_scaled
from bulou.kit.protocols import SYSTEM, Actor
from bulou.reports.leaks import has_leaks, held, leaking
from bulou.reports.source import open_source

KIND = "reports.note_leaks"
NOTE = "leaks"  # its kind among the app objects; the key is the day
BACK = 7
KEPT_DAYS = 90

# owner, department, records in hand, their money (scaled), records that leak, their money
Row = tuple[int | None, int | None, int, int, int, int]


def note(tx: Tx) -> int:
    """Write today's note of every form that can leak; how many forms."""
    zone = settings_table.get(tx, "zone", SYSTEM.zone)
    system = replace(SYSTEM, zone=zone, kept={})
    today = context_of(system, tx.now).today
    forms = [form for form in catalog.load(tx) if has_leaks(form)]
    body = {form.key: _rows(tx, system, form) for form in forms}
    text = orjson.dumps(body).decode()
    row = {"kind": NOTE, "key": today.isoformat(), "body": text, "version": 1}
    upsert(tx, app_object, [row], {"body": text})
    old = (today - timedelta(days=KEPT_DAYS)).isoformat()
    tx.execute(delete(app_object).where(app_object.c.kind == NOTE, app_object.c.key < old))
    return len(forms)


def _rows(tx: Tx, system: Actor, form: Form) -> list[Row]:
    source = open_source(tx, system, form, parse(held(form)))
    leaks = source.ground.clause(parse(leaking(form, tx.now)))
    money = (form.trait("pipeline") or {}).get("amount")
    worth: Any = source.ground.operand(money, "amount").expression if money else literal_column("0")
    fields = [source.ground.operand(key, key).expression.label(key) for key in ("owner", "department")]
    bad: Any = case((leaks, 1), else_=0) if leaks is not None else literal_column("0")
    rows = source.select([*fields, worth.label("worth"), bad.label("bad")]).subquery("rows")
    query = select(
        rows.c.owner,
        rows.c.department,
        func.count(),
        func.sum(rows.c.worth),
        func.sum(rows.c.bad),
        func.sum(case((rows.c.bad == 1, rows.c.worth))),
    )
    found = tx.rows(query.group_by(rows.c.owner, rows.c.department))
    return [(row[0], row[1], *(int(value or 0) for value in row[2:])) for row in found]


def week_before(tx: Tx, actor: Actor, form: Form, *, only_mine: bool = False) -> dict[str, Any] | None:
    """`{count, held_count, amount, held}` of what the actor sees (or owns) as it was seven days ago.

    None when nothing was noted then. Money of forms without any is 0.
    """
    day = (context_of(actor, tx.now).today - timedelta(days=BACK)).isoformat()
    query = select(app_object.c.body).where(app_object.c.kind == NOTE, app_object.c.key == day)
    body = tx.value(query)
    seen = _sees(tx, actor, form, only_mine) if body is not None else None
    if body is None or seen is None:
        return None
    rows = [row for row in orjson.loads(body).get(form.key, ()) if seen(row)]
    held_count, worth, count, lost = (sum(row[at] for row in rows) for at in range(2, 6))
    scale = form.scale((form.trait("pipeline") or {}).get("amount", ""))
    amounts = {"amount": from_scaled(lost, scale), "held": from_scaled(worth, scale)}
    return {"count": count, "held_count": held_count, **amounts}


def _sees(tx: Tx, actor: Actor, form: Form, only_mine: bool) -> Callable[[Any], bool] | None:
    """Whose rows of a note count for the actor; None when they see more than owner and department say."""
    if only_mine:
        return lambda row: row[0] == actor.person_id
    plan = plan_for(actor, form, "read")
    if plan.rows.conditions or not plan.denied.nothing or _in_a_team(tx, plan.rows.links, form):
        return None
    if plan.rows.everything:
        return lambda row: True
    return lambda row: row[0] in plan.rows.owners or row[1] in plan.rows.departments


def _in_a_team(tx: Tx, links: Links, form: Form) -> bool:
    """Whether teams open any record of the form to the actor; of single shares the notes know nothing."""
    if not any(kind == TEAM for kind, _level in links.ways):
        return False
    c = share.c
    theirs = (c.subject.in_(links.subjects), c.form == form.key, c.kind == TEAM, lasting(links.at))
    return tx.value(select(c.record_id).where(*theirs).limit(1)) is not None


def _step(context: JobContext) -> Finish:
    return Finish({"forms": note(context.tx)})


job_kinds.register(JobKind(KIND, _step, label={"zh-CN": "记录漏损", "en-US": "Noting what leaks"}))
schedules.register(Schedule(KIND, KIND, "23:50", moved="nobody"))
