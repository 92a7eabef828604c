"""Telling somebody about a task: only who is active and may see it."""

from collections.abc import Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.people import actors, notices
from bulou.records.query.one import sees
from bulou.records.tasks.state import Task


def tell(tx: Tx, task: Task, person_id: int | None, kind: str, body: Mapping[str, Any]) -> bool:
    """One notice; whether it was told."""
    if person_id is None or not may_see(tx, task, person_id):
        return False
    notices.tell(tx, person_id, kind, body, form=task.form.key, record_id=task.id)
    return True


def may_see(tx: Tx, task: Task, person_id: int) -> bool:
    """Whether this is somebody active who may see the task."""
    try:
        actor = actors.load(tx, person_id)
    except AppError:  # gone or disabled
        return False
    return sees(tx, actor, task.form, task.id)
