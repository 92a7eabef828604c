"""Tasks of the asker, or of the team: late, due today, due within a week."""

from collections.abc import Mapping, Sequence

from bulou.access.visible import may, visible
from bulou.api.today.work import AHEAD, MOST, Asker, Json, Stretch, Work, mine, until, works
from bulou.forms.form import Form
from bulou.records import query
from bulou.records.query import Query
from bulou.records.tasks import shown as tasks
from bulou.reports.aggregate import aggregate

KIND = "task"


def find(asker: Asker) -> Sequence[Stretch]:
    """Open tasks of every form that has them."""
    return [each for form in _readable(asker) for each in _of(asker, form, form.trait("task") or {})]


def late_of(asker: Asker) -> int:
    """How many tasks are late, counted as the list of today does."""
    found = 0
    for form in _readable(asker):
        slots = form.trait("task") or {}
        filter = {"and": [*_open(asker, slots), _late(slots)]}
        found += int(aggregate(asker.tx, asker.actor, form, {"filter": filter})["rows"][0][0])
    return found


def _readable(asker: Asker) -> list[Form]:
    """Forms of tasks whose doing, day and doer the asker may read."""
    found = []
    for form in asker.catalog.with_trait("task"):
        slots = form.trait("task") or {}
        readable = visible(asker.actor, form, context=asker.context).fields
        needed = {slots["assignee"], slots["due_at"], slots["done_at"]}
        if may(asker.actor, form.key, "read") and needed <= readable:
            found.append(form)
    return found


def _open(asker: Asker, slots: Mapping[str, str]) -> list[Json]:
    whose = [] if asker.team else [mine(asker.actor, slots["assignee"])]
    return [*whose, {"field": slots["done_at"], "op": "empty"}]


def _late(slots: Mapping[str, str]) -> Json:
    return {"field": slots["due_at"], "op": "before", "value": {"relative": "today"}}


def _of(asker: Asker, form: Form, slots: Mapping[str, str]) -> list[Stretch]:
    due = slots["due_at"]
    base = _open(asker, slots)
    today = {"field": due, "op": "relative", "value": {"relative": "today"}}
    week = {"field": due, "op": "between", "value": [until(asker.today, 1), until(asker.today, AHEAD)]}
    return [
        _stretch(asker, form, slots, "leaked", [*base, _late(slots)], "task_overdue"),
        _stretch(asker, form, slots, "today", [*base, today], "task_due"),
        _stretch(asker, form, slots, "upcoming", [*base, week], "task_due"),
    ]


def _stretch(
    asker: Asker, form: Form, slots: Mapping[str, str], group: str, conditions: list[Json], code: str
) -> Stretch:
    due, about = slots["due_at"], slots.get("about")
    seen = visible(asker.actor, form, context=asker.context)
    who = slots["assignee"] if asker.named else None
    beside = tasks.fields_of(slots, seen.fields)
    fields = tuple(key for key in (due, about, who, *beside) if key and key in seen.fields)
    filter = {"and": conditions}
    asked = Query(filter=filter, sort=due, fields=fields, limit=MOST, count="exact")
    page = query.page(asker.tx, asker.actor, form, asked)
    items = [_row(asker, form, item, slots, code, late=group == "leaked") for item in page.items]
    return Stretch(group, items, (page.total or {}).get("value", len(items)), 0, form.key, filter)


def _row(asker: Asker, form: Form, item: Json, slots: Mapping[str, str], code: str, *, late: bool) -> Json:
    due, about = slots["due_at"], slots.get("about")
    target = item.get(about) if about else None
    return {
        "key": f"{KIND}:{form.key}:{item['id']}",
        "kind": KIND,
        "form": form.key,
        "id": item["id"],
        "version": item["version"],
        "title": item.get("_title") or item.get("title"),
        "subtitle": target.get("title") if isinstance(target, dict) else None,
        "reason": {"code": code, "params": {"date": item[due]}},
        "amount": None,
        "stage": None,
        "heat": _heat(asker, due, item[due]) if late else None,
        "time": item[due],
        "meets": None,
        "owner": item.get(slots["assignee"]) if asker.named else None,
        "actions": ["done", "reschedule", "hand", "open"],
        "phone": None,
        "about": target,
        **tasks.told(slots, item),
    }


def _heat(asker: Asker, due: str, at: str) -> Json:
    day = asker.day(at)
    days = (asker.today - day).days
    since = {"since": day.isoformat(), "field": due, "limit": None}
    return {"level": 3, "cause": "overdue", "days": days, **since}


works.register(Work(KIND, {"zh-CN": "待办", "en-US": "Tasks"}, find))
