"""Receivers hear what they got, and from whom."""

from collections import defaultdict
from typing import Any

from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import notices
from bulou.people.register import register
from bulou.records.handover.ledger import Handover

Json = dict[str, Any]


def tell_receivers(tx: Tx, by: Actor, found: Handover, result: Json) -> None:
    """One notification for each receiver, with the count and the way to what they got."""
    counts: dict[int, int] = defaultdict(int)
    for some in result["moved"].values():
        for to, count in some.items():
            if to:
                counts[int(to)] += count
    giver = register(tx).people[found.person_id].name
    for to, count in counts.items():
        if to != by.person_id:
            told = {"by": by.person_id, "giver": giver, "count": count, "note": found.asked.note or None}
            told |= {"handover": found.id, "link": f"/handovers/{found.id}"}
            notices.tell(tx, to, "handover.received", told)


def tell_starter(tx: Tx, found: Handover, kind: str, told: Json) -> None:
    """Whoever asked for it hears that it is done."""
    if found.by is not None:
        giver = register(tx).people[found.person_id].name
        notices.tell(tx, found.by, kind, {**told, "giver": giver, "link": f"/handovers/{found.id}"})
