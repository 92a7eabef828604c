"""The values of a task as the one that follows it takes them: all but when it was done and is due, files, numbers."""

from typing import Any

from bulou.db.tx import Tx
from bulou.forms.bound import BoundField
from bulou.kit.protocols import MANY, SYSTEM
from bulou.records import query
from bulou.records.tasks.state import Task

OWN = frozenset({"serial", "rmb_capitals"})  # made for each record, never given
LEFT = ("done_at", "due_at")


def copy_of(tx: Tx, task: Task) -> dict[str, Any]:
    """JSON values by field key; the ticks of the checklist are taken off."""
    item = query.read(tx, SYSTEM, task.form, task.id)
    left = {task.slots[slot] for slot in LEFT}
    values = {
        bound.key: _given(task, bound, item.get(bound.key))
        for bound in task.form.fields
        if bound.key not in left and _taken(bound) and item.get(bound.key) not in (None, "", [])
    }
    if task.form.owned and isinstance(item.get("owner"), dict):
        values["owner"] = item["owner"]["id"]
    return values


def _taken(bound: BoundField) -> bool:
    kind = bound.kind
    return kind.stored and not kind.computed and bound.operand != "file" and kind.key not in OWN


def _given(task: Task, bound: BoundField, value: Any) -> Any:
    if bound.operand == "rows":
        detail = task.form.detail(bound.key)
        fresh = bound.key == task.slots.get("checklist")
        columns = [each for each in detail.fields if _taken(each)]
        return [
            {
                each.key: _plain(each, row.get(each.key))
                for each in columns
                if not (fresh and each.kind.key == "switch") and row.get(each.key) is not None
            }
            for row in value
        ]
    return _plain(bound, value)


def _plain(bound: BoundField, value: Any) -> Any:
    """What was read, as it is written."""
    if bound.operand in MANY:
        return [each["id"] for each in value]
    if bound.operand == "address":
        return {key: part for key, part in value.items() if key != "names"}
    if not isinstance(value, dict) or "id" not in value:
        return value
    return {"form": value["form"], "id": value["id"]} if bound.target == "*" else value["id"]
