"""In which ways records of a form may be the same: its keys, names without their legal form, names that are alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from bulou.access.visible import Visible
from bulou.db.tables.duplicates import twin_found
from bulou.forms.bound import BoundField
from bulou.forms.form import Form
from bulou.forms.twins import SameBy, same_by
from bulou.kit.words import Words

KEY, CORE, NEAR = "key", "core", "near"


@dataclass(frozen=True, eq=False)
class Reason:
    """One way. `key`: `key:<key of the form>`, `core:<field>` or `near:<field>`."""

    kind: str
    name: str
    same: SameBy
    label: Words

    @property
    def key(self) -> str:
        """How rows of the report name it."""
        return f"{self.kind}:{self.name}"


def reasons_of(form: Form) -> list[Reason]:
    """The ways that are looked at; empty where the form has none."""
    return list(_reasons(form))


def _reasons(form: Form) -> Iterator[Reason]:
    named = set()  # fields that a key compares by themselves already, without the legal form
    for key in form.definition.duplicates:
        same = same_by(form.by_key, key, True)
        if key.kind == "block" and same.columns == same_by(form.by_key, key).columns:
            continue  # the database lets no two of them live
        label = dict(key.label) or dict(same.parts[0].definition.label)
        yield Reason(KEY, key.key, same, label)
        if len(same.fields) == 1 and key.when is None:
            named.add(same.fields[0])
    for bound in form.fields:
        if _company(bound):
            same = SameBy(bound.key, (bound,), None, True)
            label = dict(bound.definition.label)
            if bound.key not in named:
                yield Reason(CORE, bound.key, same, label)
            yield Reason(NEAR, bound.key, same, label)


def _company(bound: BoundField) -> bool:
    return (
        bool(bound.columns) and bound.kind.key == "text" and bound.definition.options.get("name") == "company"
    )


def open_to(seen: Visible, reasons: list[Reason]) -> ColumnElement[bool]:
    """The clause of the findings whose fields are all open to the reader on the record; that two records share a
    hidden value would tell the value."""
    return or_(false(), *(_open(seen, each) for each in reasons if seen.fields.issuperset(each.same.fields)))


def _open(seen: Visible, reason: Reason) -> ColumnElement[bool]:
    limits: list[Any] = [when for key in reason.same.fields if (when := seen.when(key)) is not None]
    return and_(twin_found.c.reason == reason.key, *limits, true())
