"""Options of a choice: checked by key, found in cells by label, alias or key, made from labels."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from bulou.forms.fields.kind import Options
from bulou.forms.model import Part
from bulou.kit.pinyin import sort_key
from bulou.kit.text import fold
from bulou.kit.words import Words, say

MOST_OPTIONS = 1000


class Choice(Part):
    """One option. `archived` ones stay readable where they are used and cannot be picked again."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")
    label: Words
    colour: str | None = None
    aliases: tuple[str, ...] = ()
    archived: bool = False


class ChoiceOptions(Options):
    """`create`: imports may add options that are missing, for whoever may configure or where this says so."""

    choices: tuple[Choice, ...] = Field(default=(), max_length=MOST_OPTIONS)
    create: bool = False

    @field_validator("choices")
    @classmethod
    def _different(cls, value: tuple[Choice, ...]) -> tuple[Choice, ...]:
        keys = [choice.key for choice in value]
        if len(set(keys)) != len(keys):
            raise ValueError("two options with the same key")
        return value

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that may be picked."""
        return frozenset(choice.key for choice in self.choices if not choice.archived)

    @cached_property
    def by_key(self) -> Mapping[str, Choice]:
        """Every option, archived ones too, in order."""
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def by_text(self) -> Mapping[str, str]:
        """Folded label, alias or key → key; every label goes before any alias."""
        found: dict[str, str] = {}
        for choice in self.choices:
            for label in choice.label.values():
                found.setdefault(fold(label), choice.key)
        for choice in self.choices:
            for alias in (*choice.aliases, choice.key):
                found.setdefault(fold(alias), choice.key)
        return found

    def label_of(self, key: Any, locale: str) -> str:
        """The option's label, the key itself when it is no more."""
        found = self.by_key.get(key)
        return say(found.label, locale) or found.key if found else str(key)

    def find(self, text: str) -> str | None:
        """The key of the option a cell names, by label, alias or key, case and width aside."""
        return self.by_text.get(fold(text))


def new_key(label: str, taken: Collection[str]) -> str:
    """A key for an option named `label` that is not among `taken`: pinyin, or words in small letters."""
    base = re.sub(r"[^a-z0-9]+", "_", sort_key(label, 12).lower()).strip("_")[:30] or "option"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def in_order(keys: Sequence[str], options: ChoiceOptions) -> tuple[str, ...]:
    """`keys` without repeats, in the order of the definition (unknown ones behind)."""
    place = {key: n for n, key in enumerate(options.by_key)}
    return tuple(sorted(dict.fromkeys(keys), key=lambda key: place.get(key, len(place))))
