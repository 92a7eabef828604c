"""A release taken back by whoever made it, a short while later and while nobody has the record: as if it never was."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bulou.access.visible import require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.pools.errors import NotUndone
from bulou.pools.keeping import UNDONE, Mover
from bulou.pools.lying import places_of
from bulou.records import write
from bulou.records.write import Command, Outcome, Who

WITHIN = timedelta(hours=1)
BY_HAND = ("released", "taken_away")
NOBODYS = {"field": "owner", "op": "empty"}


def undo(tx: Tx, who: Who, form: Form, ids: Sequence[int]) -> list[Outcome]:
    """What became of each, in order. The record is its owner's since when it was before, so no clock begins anew;
    the ledger keeps both moves, and only the cap of holdings is asked. NotUndone for what is not the actor's to undo.
    """
    require(who.actor, form.key, "read")
    places = places_of(tx, form.key, ids)
    mine = {id_: place for id_, place in places.items() if _is_mine(tx, who, place)}
    mover = Mover(who.actor, who.via, who.locale, trusted=True, move=UNDONE)
    done = {
        each.id: each
        for each in write.apply(tx, mover, form, [_back(place) for place in mine.values()], partial=True)
    }
    return [_told(form, id_, done.get(id_)) for id_ in ids]


def _is_mine(tx: Tx, who: Who, place: Any) -> bool:
    fresh = place.since >= instant(tx.now - WITHIN)
    by_me = place.by is not None and place.by == who.person_id
    return bool(fresh and by_me and place.why in BY_HAND and place.from_id)


def _back(place: Any) -> Command:
    dates = {"owner_since": place.owned_since} if place.owned_since else {}
    return Command("change", place.record_id, {"owner": place.from_id}, dates=dates, when=NOBODYS)


def _told(form: Form, id_: int, done: Outcome | None) -> Outcome:
    return done or Outcome(id_, error=NotUndone(form=form.key, id=id_))
