"""Where records name a person, form by form: the owner, who has to do a task, and fields that name people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import MANY
from bulou.records.write.handing import OWNER


@dataclass(frozen=True, eq=False)
class Place:
    """A key of a form that names people. `always`: it goes whenever its record does; others only when asked for."""

    form: Form
    key: str
    always: bool

    @property
    def path(self) -> str:
        """`form.key`."""
        return f"{self.form.key}.{self.key}"

    def names(self, person_id: int) -> ColumnElement[bool]:
        """The records that name the person here, as far as that is still open: tasks done are history."""
        c = self.form.table.c
        if self.form.operand_type(self.key) in MANY:
            link = self.form.links[self.key]
            return c.id.in_(select(link.c.record_id).where(link.c.target_id == person_id))
        named: ColumnElement[bool] = c[self.key] == person_id
        done = _done(self.form, self.key)
        return named if done is None else and_(named, done.is_(None))


def _done(form: Form, key: str) -> Any:
    """The column that says when a task was done, for the field that says who does it."""
    slots = form.trait("task") or {}
    done = slots.get("done_at")
    return form.table.c[done] if slots.get("assignee") == key and done else None


def places(form: Form) -> Iterator[Place]:
    """The places of one form."""
    if form.owned:
        yield Place(form, OWNER, True)
    assignee = (form.trait("task") or {}).get("assignee")
    for bound in form.fields:
        if bound.operand in ("person", "people") and bound.kind.stored:
            yield Place(form, bound.key, bound.key == assignee)


def all_places(catalog: Catalog) -> Iterator[Place]:
    """The places of every form that holds records."""
    for form in sorted(catalog, key=lambda each: (each.definition.position, each.key)):
        if not form.read_only:
            yield from places(form)
