"""All forms of the workspace, ready for use and cached until a definition changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from bulou.db import revisions
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.forms.form import BoundField, Form, bind
from bulou.forms.model import FormDef
from bulou.forms.system_forms import system_forms
from bulou.kit.errors import NotFound
from bulou.kit.protocols import MANY

REVISION = "forms"  # its name in db.revisions, and the lock that publishing holds
POINTING = frozenset(
    {*MANY, "record", "person", "department"}
)  # operand types whose values are other records
_SHARED, _PRIVATE = "forms.catalog", "forms.catalog of open transactions"


@dataclass(frozen=True, eq=False)
class Catalog:
    """Every form by key. Iterating gives the business forms in menu order, not `user` and `department`."""

    revision: int
    forms: Mapping[str, Form]

    def __getitem__(self, key: str) -> Form:
        """The form named `key`; NotFound when there is none."""
        found = self.forms.get(key)
        if found is None:
            raise NotFound(what="form", id=key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self.forms

    def __iter__(self) -> Iterator[Form]:
        return (form for form in self.forms.values() if not form.read_only)

    def get(self, key: str) -> Form | None:
        """The form named `key`, or None."""
        return self.forms.get(key)

    def with_trait(self, trait: str) -> tuple[Form, ...]:
        """The forms that have `trait`."""
        return tuple(form for form in self if trait in form.definition.traits)

    def related_to(self, key: str, *, any_record: bool = True) -> tuple[tuple[Form, BoundField], ...]:
        """The (form, field) pairs that point at form `key`, or at any record if `any_record`."""
        wanted = {key, "*"} if any_record else {key}
        return tuple(
            (form, field)
            for form in self
            for field in form.fields
            if field.kind.operand in POINTING and field.target in wanted
        )


def load(tx: Tx) -> Catalog:
    """The catalog as this transaction sees it: one small query when nothing changed.

    A transaction that publishes gets a catalog of its own: what it has not committed must not reach others.
    """
    current = revisions.current(tx, REVISION)
    holder: Any = tx.db.cache
    slot: Any = _SHARED
    if REVISION in tx.locks:
        holder, slot = tx.db.cache.setdefault(_PRIVATE, WeakKeyDictionary()), tx
    cached: Catalog | None = holder.get(slot)
    if cached is None or cached.revision != current:
        cached = holder[slot] = Catalog(current, _forms(published(tx), tx.db.dialect))
    return cached


def published(tx: Tx) -> list[FormDef]:
    """The published definitions, in menu order."""
    query = select(form_definition.c.body).where(form_definition.c.state == "published")
    found = [FormDef.model_validate_json(body) for (body,) in tx.rows(query)]
    return sorted(found, key=lambda form: (form.position, form.key))


def of_definitions(definitions: list[FormDef], dialect: str = "sqlite", at: int = 0) -> Catalog:
    """A catalog of definitions that are in no database (checks before publishing, tests)."""
    return Catalog(at, _forms(definitions, dialect))


def _forms(definitions: list[FormDef], dialect: str) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for definition in definitions:
        forms[definition.key] = bind(definition, dialect, forms)
    forms.update(system_forms(forms))
    return forms
