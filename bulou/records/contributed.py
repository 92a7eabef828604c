"""What higher floors may add to the one door: guards, gates, holdings and kinds of timeline entries.

Each is one file that registers itself by its last line, on whichever floor it lies. They run in the caller's
Tx, in the order of their keys, and judge whole chunks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bulou.db.contributed import Contributed
from bulou.forms.form import Form
from bulou.kit.errors import AppError


@dataclass(frozen=True)
class Write:
    """One record about to be written: `id` None while it is new; stored values by key.

    `values` are all values as they will be, `changed` the keys that get another value.
    """

    id: int | None
    action: str
    before: Mapping[str, Any]
    values: Mapping[str, Any]
    changed: tuple[str, ...]


class Guard(Protocol):
    """May refuse any write of a record: locked by an approval, frozen by a period …"""

    key: str

    def judge(self, tx: Any, who: Any, form: Form, writes: Sequence[Write]) -> Mapping[int, AppError]:
        """Position in `writes` → why not; {} when nothing speaks against them."""
        ...


class Gate(Protocol):
    """May refuse that a record enters or leaves a stage: an approval is missing, a task is open …"""

    key: str

    def judge(self, tx: Any, who: Any, form: Form, moves: Sequence[Write]) -> Mapping[int, AppError]:
        """Position in `moves` → why not. `before["stage"]` is left (None for a new record)."""
        ...


class Holding(Protocol):
    """May refuse that somebody gets one more record: caps, cool-downs …"""

    key: str

    def judge(self, tx: Any, who: Any, form: Form, takes: Sequence[Write]) -> Mapping[int, AppError]:
        """Position in `takes` → why not. `values["owner"]` is who gets it; action `restore`: it comes back to them."""
        ...


class Keeper(Protocol):
    """Keeps account of who has which record, in the transaction that stored it; it refuses nothing."""

    key: str

    def keep(self, tx: Any, who: Any, form: Form, passed: Sequence[Write]) -> None:
        """`passed`: records that were just stored with another owner than before, or with their first."""
        ...


guards: Contributed[Guard] = Contributed()
gates: Contributed[Gate] = Contributed()
holdings: Contributed[Holding] = Contributed()
keepers: Contributed[Keeper] = Contributed()
