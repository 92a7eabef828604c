"""Tasks of the asker, or of the team: late, due today, due within a week."""

from collections.abc import Mapping, Sequence

from bulou.access.visible import may, visible
from bulou.api.today.work import AHEAD, MOST, Asker, Json, Stretch, Work, until, works
from bulou.forms.form import Form
from bulou.records import query
from bulou.records.query import Query
from bulou.records.tasks import shown as tasks

KIND = "task"


def find(asker: Asker) -> Sequence[Stretch]:
    """Open tasks of every form that has them."""
    found: list[Stretch] = []
    for form in asker.catalog.with_trait("task"):
        slots = form.trait("task") or {}
        readable = visible(asker.actor, form, context=asker.context).fields
        if (
            may(asker.actor, form.key, "read")
            and {slots["assignee"], slots["due_at"], slots["done_at"]} <= readable
        ):
            found += _of(asker, form, slots)
    return found


def _of(asker: Asker, form: Form, slots: Mapping[str, str]) -> list[Stretch]:
    due = slots["due_at"]
    own = [{"field": slots["assignee"], "op": "eq", "value": asker.actor.person_id}]
    base: list[Json] = [*([] if asker.team else own), {"field": slots["done_at"], "op": "empty"}]
    today = {"field": due, "op": "relative", "value": {"relative": "today"}}
    week = {"field": due, "op": "between", "value": [until(asker.today, 1), until(asker.today, AHEAD)]}
    late = {"field": due, "op": "before", "value": {"relative": "today"}}
    return [
        _stretch(asker, form, slots, "leaked", [*base, late], "task_overdue"),
        _stretch(asker, form, slots, "today", [*base, today], "task_due"),
        _stretch(asker, form, slots, "upcoming", [*base, week], "task_due"),
    ]


def _stretch(
    asker: Asker, form: Form, slots: Mapping[str, str], group: str, conditions: list[Json], code: str
) -> Stretch:
    due, about = slots["due_at"], slots.get("about")
    seen = visible(asker.actor, form, context=asker.context)
    who = slots["assignee"] if asker.team else None
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
        "owner": item.get(slots["assignee"]) if asker.team else None,
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
