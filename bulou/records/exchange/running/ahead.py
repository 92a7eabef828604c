"""What an import that is only tried out would have made so far: records, people and links, by invented ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulou.kit.text import name_key
from bulou.records.exchange.running.identity import Identity
from bulou.records.exchange.running.lookup import Found

_FIRST = 2**52  # no table counts so far, and every kind takes it for an id


@dataclass(eq=False)
class Ahead:
    """Nothing of it is in the database. `values`: id → what a record, known or made, got by then."""

    records: dict[Identity, int] = field(default_factory=dict)
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    called: dict[int, str] = field(default_factory=dict)
    given: int = 0

    def id(self) -> int:
        """An id that no record has."""
        self.given += 1
        return _FIRST + self.given

    def named(self, form: str, name: str) -> int:
        """The id of the person or record that would be made for `name`."""
        key = (form, name_key(name) or name)
        if key not in self.names:
            self.names[key] = self.id()
            self.called[self.names[key]] = name
        return self.names[key]

    def made(self, identities: Collection[Identity]) -> dict[Identity, Found]:
        """The records among `identities` that would be there by now."""
        found = ((identity, self.records.get(identity)) for identity in identities)
        return {identity: Found(id_, None) for identity, id_ in found if id_ is not None}

    def with_changes(self, id_: int, before: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a record would hold by now."""
        return {**before, **self.values[id_]} if id_ in self.values else before

    def note(self, id_: int, values: Mapping[str, Any]) -> None:
        """A record got `values`."""
        self.values.setdefault(id_, {}).update(values)
