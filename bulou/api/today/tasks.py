"""Tasks of the asker: late, due today, due within a week."""

from collections.abc import Mapping, Sequence

from bulou.access.visible import may, visible
from bulou.api.today.work import AHEAD, MOST, Asker, Json, Stretch, Work, until, works
from bulou.forms.form import Form
from bulou.records import query
from bulou.records.query import Query

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
    base: list[Json] = [
        {"field": slots["assignee"], "op": "eq", "value": asker.actor.person_id},
        {"field": slots["done_at"], "op": "empty"},
    ]
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
    fields = tuple(key for key in (due, about) if key and key in seen.fields)
    asked = Query(filter={"and": conditions}, sort=due, fields=fields, limit=MOST, count="exact")
    page = query.page(asker.tx, asker.actor, form, asked)
    items = [_row(asker, form, item, due, about, code, late=group == "leaked") for item in page.items]
    return Stretch(group, items, (page.total or {}).get("value", len(items)), 0)


def _row(asker: Asker, form: Form, item: Json, due: str, about: str | None, code: str, *, late: bool) -> Json:
    target = item.get(about) if about else None
    heat = None
    if late:
        day = asker.day(item[due])
        days = (asker.today - day).days
        heat = {
            "level": 3,
            "cause": "overdue",
            "days": days,
            "since": day.isoformat(),
            "field": due,
            "limit": None,
        }
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
        "heat": heat,
        "time": item[due],
        "actions": ["done", "open"],
        "phone": None,
        "about": target,
    }


works.register(Work(KIND, {"zh-CN": "待办", "en-US": "Tasks"}, find))
