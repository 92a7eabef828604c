"""Telling people of ours: one piece for every engine. What reaches them outside the product is theirs to choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.people import notices

AT_ONCE = 500
MOST = 10_000  # people of one call


@dataclass(frozen=True)
class Notice:
    """What is told. `kind` has words (`notice.<kind>`) which `params` fill; `by` among them is a person.

    A param `template` is a text of its own with places such as `{amount}` or `{owner.name}`: fields of the record. They
    are filled when it is shown or sent, with what the receiver may read then; nobody is told a field that is not
    theirs. `group`: what it stands together with in a list, where that is not its record.
    """

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    record_id: int | None = None
    link: str | None = None
    group: str | None = None


def tell(tx: Tx, people: Iterable[int], notice: Notice) -> int:
    """Tell the active ones among these people, each once; how many were told. At most 10,000."""
    wanted = list(dict.fromkeys(people))[:MOST]
    body = {**notice.params, **({"link": notice.link} if notice.link else {})}
    told = 0
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        query = select(person.c.id).where(person.c.id.in_(some), person.c.state == "active")
        active = {row[0] for row in tx.rows(query)}
        rows = [
            notices.Notice(each, notice.kind, body, notice.form, notice.record_id, notice.group)
            for each in some
            if each in active
        ]
        notices.tell_all(tx, rows)
        told += len(rows)
    return told
