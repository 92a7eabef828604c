"""What engines add: where they hold personal data, and why some of it may not go. One file each, on any floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from bulou.db.contributed import Contributed, discover
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.words import Words
from bulou.records.personal.terms import Subject


@dataclass(frozen=True)
class Kept:
    """Why a record stays: `label` and `law` in words, `until` a day (None: nobody knows yet), the fields whose values
    stay; `by`: the record that obliges to it, where it is another one."""

    code: str
    label: Words
    law: Words = field(default_factory=dict)
    until: date | None = None
    keeps: frozenset[str] = frozenset()
    by: tuple[str, int] | None = None


@dataclass(frozen=True)
class About:
    """One stretch of an erasure. `whole`: ids of `form` whose own data this is, `others`: ids that only name the
    person; `kept`: id → why it stays. `texts`: comments and texts of such records go as a whole, not just the names."""

    subject: Subject
    form: Form
    whole: frozenset[int]
    others: frozenset[int]
    kept: Mapping[int, Sequence[Kept]]
    texts: bool
    data_dir: Path

    @property
    def ids(self) -> list[int]:
        """All records of this stretch."""
        return sorted(self.whole | self.others)

    def keeps(self, id_: int) -> frozenset[str] | None:
        """The fields of a record that stay; None where nothing obliges to keep anything."""
        reasons = self.kept.get(id_)
        return None if not reasons else frozenset().union(*(each.keeps for each in reasons))


class OfRecords(Protocol):
    """Holds something of certain records: their values, history, comments, files …"""

    key: str
    tables: frozenset[str]

    def count(self, tx: Tx, form: Form, ids: Sequence[int]) -> int:
        """How much it holds of these records."""
        ...

    def erase(self, tx: Tx, about: About) -> int:
        """Erase what may go; how much was changed."""
        ...


class Anywhere(Protocol):
    """Holds texts that may name the person beside any record: imports, public entries, jobs …"""

    @property
    def key(self) -> str:
        """Its name."""
        ...

    @property
    def tables(self) -> frozenset[str]:
        """The tables it covers."""
        ...

    def count(self, tx: Tx, subject: Subject) -> int:
        """How many rows name the person."""
        ...

    def erase(self, tx: Tx, subject: Subject, data_dir: Path) -> int:
        """Take the person out of them; how many were changed. What may not change (the audit trail) changes nothing."""
        ...


class ReasonKind(Protocol):
    """May forbid that records are erased: open money, a law, a hold …"""

    key: str

    def judge(self, tx: Tx, form: Form, ids: Sequence[int]) -> Mapping[int, Sequence[Kept]]:
        """Id → why it stays; {} when nothing speaks against erasing."""
        ...


of_records: Contributed[OfRecords] = Contributed()
anywhere: Contributed[Anywhere] = Contributed()
reasons: Contributed[ReasonKind] = Contributed()


def know_all() -> None:
    """Import what any floor adds: nothing may be overlooked because nobody has needed its module yet."""
    discover()


def why_kept(tx: Tx, form: Form, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Id → every reason why a record stays."""
    know_all()
    found: dict[int, list[Any]] = {}
    for kind in reasons:
        for id_, some in kind.judge(tx, form, ids).items():
            found.setdefault(id_, []).extend(some)
    return found
