"""Options of a choice: checked by key, found in cells by label, alias or key, made from labels."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator, model_validator

from bulou.forms.fields.kind import Options
from bulou.forms.part import Part
from bulou.forms.values.strings import checked_text
from bulou.kit.pinyin import sort_key
from bulou.kit.text import fold
from bulou.kit.words import Words, say

MOST_OPTIONS = 1000
OTHER = "other"  # the key of what is not listed
LONGEST_OTHER = 100
_NAMED_OTHER = re.compile(r"(?:其他|其它|other)\s*[:：(（]\s*(.+?)\s*[)）]?", re.IGNORECASE | re.DOTALL)


def _key_of(choice: Any) -> Any:
    return choice.get("key") if isinstance(choice, Mapping) else getattr(choice, "key", None)


class Choice(Part):
    """One option. `archived` ones stay readable where they are used and cannot be picked again."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")
    label: Words
    colour: str | None = None
    aliases: tuple[str, ...] = ()
    archived: bool = False


class ChoiceOptions(Options):
    """`create`: imports may add options that are missing, for whoever may configure or where this says so.

    `other`: there is an option `other` that comes with a text of its own.
    """

    choices: tuple[Choice, ...] = Field(default=(), max_length=MOST_OPTIONS)
    create: bool = False
    other: bool = False

    @model_validator(mode="before")
    @classmethod
    def _with_other(cls, value: Any) -> Any:
        """The option `other` is there without being listed; one that is listed may bear another name."""
        if not isinstance(value, Mapping) or value.get("other") is not True:
            return value
        choices = value.get("choices", ())
        if not isinstance(choices, list | tuple) or any(_key_of(each) == OTHER for each in choices):
            return value
        return {**value, "choices": [*choices, {"key": OTHER, "label": {"zh-CN": "其他", "en-US": "Other"}}]}

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


def other_text(value: Any) -> str | None:
    """The text of `{"other": text}`, None for any other value. FieldError when it is no text or too long."""
    if not isinstance(value, Mapping) or value.keys() != {OTHER}:
        return None
    return checked_text(value[OTHER], longest=LONGEST_OTHER) or ""


def said_otherwise(text: str) -> str:
    """What a cell says that no option is meant by: `其他：农机` says 农机."""
    found = _NAMED_OTHER.fullmatch(text)
    return found[1] if found else text


def keys_of(stored: Any) -> set[str]:
    """The keys in a stored value of one choice or of several."""
    keys = stored[0] if isinstance(stored, tuple) else stored
    return {key for key in str(keys or "").split("|") if key}
