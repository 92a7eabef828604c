"""When two records are the same, as definitions say it: keys that block a second one and keys that only warn."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from bulou.forms.part import Part
from bulou.kit.words import Words

MOST_KEYS, MOST_PARTS = 20, 5


class AlsoIn(Part):
    """Another form in which the same may stand already. `fields`: own field → the field there."""

    form: str
    fields: Mapping[str, str]


class TwinKey(Part):
    """Fields whose values together make two records the same.

    `block`: the database refuses a second living record. `warn`: it is said, while typing and after saving. `when`: the
    records that a warning is for. `also_in`: other forms that are looked at too; those only ever warn. `tells`: what is
    said of a record to those who may not see it: since when it has been there, who owns it.
    """

    key: str
    label: Words = Field(default_factory=dict)
    kind: Literal["block", "warn"] = "warn"
    fields: tuple[str, ...]
    when: Any = None
    also_in: tuple[AlsoIn, ...] = ()
    tells: tuple[Literal["since", "owner"], ...] = ()
