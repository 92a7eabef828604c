"""A task as its row says it now, read by the slots of the trait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import parse_instant

TRAIT = "task"
READ = ("assignee", "due_at", "done_at", "remind", "repeat", "repeat_every", "repeat_until", "handed_by")


@dataclass(frozen=True)
class Task:
    """`values`: stored values by slot, those of slots that the form does not fill are absent."""

    form: Form
    id: int
    values: Mapping[str, Any]
    alive: bool
    version: int

    @property
    def slots(self) -> Mapping[str, str]:
        """Slot → field key."""
        return self.form.trait(TRAIT) or {}

    @property
    def open(self) -> bool:
        """Neither done nor in the bin."""
        return self.alive and self.values.get("done_at") is None

    @property
    def due(self) -> datetime | None:
        """When it is due."""
        text = self.values.get("due_at")
        return parse_instant(text) if text else None

    @property
    def assignee(self) -> int | None:
        """Who has to do it."""
        found: int | None = self.values.get("assignee")
        return found


def read(tx: Tx, form: Form, id_: int) -> Task | None:
    """The task, whoever may see it and wherever it lies; None when it is gone for good."""
    slots = form.trait(TRAIT) or {}
    names = [slot for slot in READ if slot in slots]
    columns = [form.bound(slots[slot]).column for slot in names]
    c = form.table.c
    row = tx.one(select(c.deleted_at, c.version, *columns).where(c.id == id_))
    if row is None:
        return None
    return Task(form, id_, dict(zip(names, row[2:], strict=True)), row[0] is None, row[1])
