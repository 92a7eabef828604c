"""What a person has, kind by kind: every engine tells by one contributed file, and says what becomes of it.

A kind *moves* (to the receiver), *ends* (with the account) or *stays* (as history). `covers` names every column of
ours (`table.column`) that the kind answers for, with the reason; in tables of forms `form.<what>`. A contract test
walks all columns that can name a person and fails for one that no kind covers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bulou.db.contributed import Contributed
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.kit.words import Words

Json = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing as it is listed: what it is called, and where its page is."""

    id: Any
    label: str | Mapping[str, str]
    link: str | None = None
    note: str | None = None

    @property
    def json(self) -> Json:
        """As JSON."""
        label = dict(self.label) if isinstance(self.label, Mapping) else self.label
        return {"id": self.id, "label": label, "link": self.link, "note": self.note}


@dataclass(frozen=True)
class Passed:
    """One thing that got another holder: enough to find it and to give it back. `label` is what people read."""

    id: Any
    label: str | Mapping[str, str]
    before: Any
    after: Any


@dataclass(frozen=True)
class Possession:
    """One kind of thing a person has.

    `held` lists what there is of it. `pass_on(tx, by, giver, to)` gives all of it to `to` (None: to nobody) and says
    what it changed; `take_back(tx, by, passed)` returns one such thing if nobody changed it since, else says False.
    """

    key: str
    label: Words
    fate: Literal["moves", "ends", "stays"]
    covers: Mapping[str, str]
    held: Callable[[Tx, int], list[Item]] | None = None
    pass_on: Callable[[Tx, Actor, int, int | None], list[Passed]] | None = None
    take_back: Callable[[Tx, Actor, Passed], bool] | None = None
    warns: bool = False  # shown also where nothing becomes of it, since somebody has to look
    order: int = field(default=50)


possessions: Contributed[Possession] = Contributed()


def in_order() -> list[Possession]:
    """All kinds as they are shown."""
    return sorted(possessions, key=lambda each: (each.order, each.key))
