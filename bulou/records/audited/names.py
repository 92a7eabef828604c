"""How people, departments, roles, forms, fields and files that a row names by ids are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.clock import parse_instant
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.people import roles
from bulou.people.register import Register, register
from bulou.records.history import label_of
from bulou.words import sentence


@dataclass(frozen=True)
class Names:
    """The names as of this transaction, for one reader."""

    tx: Tx
    actor: Actor
    catalog: Catalog

    @property
    def locale(self) -> str:
        """The reader's language."""
        return self.actor.locale

    @cached_property
    def known(self) -> Register:
        """Everybody and every department."""
        return register(self.tx)

    @cached_property
    def roles(self) -> dict[str, str]:
        """Role key → label."""
        return {each["key"]: say(each["label"], self.locale) for each in roles.listing(self.tx)}

    def person(self, id_: Any) -> str:
        """A person's name, `#id` of somebody who never was."""
        entry = self.known.people.get(id_) if isinstance(id_, int) else None
        return entry.name if entry else f"#{id_}"

    def department(self, id_: Any) -> str:
        """A department's name."""
        entry = self.known.departments.get(id_) if isinstance(id_, int) else None
        return entry.name if entry else f"#{id_}"

    def role(self, key: Any) -> str:
        """A role's label, its key where there is no such role any more."""
        return self.roles.get(str(key), str(key))

    def form(self, key: Any) -> str:
        """A form's label."""
        form = self.catalog.get(str(key))
        return say(form.definition.label, self.locale) if form else str(key)

    def field(self, form: Form | None, path: Any) -> str:
        """A field's label, along relations and into detail tables."""
        words, at = [], form
        for key in str(path).split("."):
            words.append(label_of(at, key, self.locale) if at is not None else key)
            at = at.relation(key) if at is not None and at.operand_type(key) else None
        return " › ".join(words)

    def files(self, ids: Iterable[Any]) -> dict[int, str]:
        """File id → name, of those that are still there."""
        wanted = [id_ for id_ in ids if isinstance(id_, int)]
        rows = self.tx.rows(select(file.c.id, file.c.name).where(file.c.id.in_(wanted))) if wanted else ()
        return {row.id: row.name for row in rows}

    def joined(self, parts: Iterable[str]) -> str:
        """Several values side by side."""
        return (sentence("told.comma", {}, self.locale) or ", ").join(parts)

    def moment(self, stored: str) -> str:
        """An instant as stored, by the reader's clock, to the minute."""
        local = parse_instant(stored).astimezone(ZoneInfo(self.actor.zone))
        return local.strftime("%Y-%m-%d %H:%M")

    def word(self, kind: str, key: str) -> str | None:
        """The catalogue's word for a key of some kind (`about`, `part`, `value` …)."""
        return sentence(f"told.{kind}.{key}", {}, self.locale)
