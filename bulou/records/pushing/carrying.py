"""What of a record goes along: its team, and what is seen of it at what it became."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from bulou.access.sharing import lasting
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.records.batches import ledger
from bulou.records.pushing import links
from bulou.records.pushing.links import Link
from bulou.records.query.one import open_among
from bulou.records.write.activity import recompute
from bulou.records.write.chunks import make_chunk
from bulou.records.write.model import Command, Row, Who

PLACE = ("form", "record_id", "kind", "subject", "person_id", "level", "duty", "until", "by", "at")


def carry(tx: Tx, who: Who, form: Form, id_: int, kept: Sequence[Link]) -> list[int]:
    """Teams go along, and the clocks of the new records hear what was done about the old one; ids of places made."""
    team: list[int] = []
    for link in kept:
        if "team" in link.carries and _may_open(tx, who, link):
            team += _take_team(tx, who, form, id_, link)
    tell_clocks(tx, who, form, kept)
    return team


def _may_open(tx: Tx, who: Who, link: Link) -> bool:
    """Whoever made a record opens it to the team; one that was there only by whoever may change it."""
    target = catalogs.load(tx)[link.to_form]
    return link.how == "made" or who.free or bool(open_among(tx, who.actor, target, "change", [link.to_id]))


def _take_team(tx: Tx, who: Who, form: Form, id_: int, link: Link) -> list[int]:
    c = share.c
    here = (c.form == link.to_form, c.record_id == link.to_id, c.kind == "team")
    there = (c.form == form.key, c.record_id == id_, c.kind == "team", lasting(tx.now_text))
    known = {row[0] for row in tx.rows(select(c.subject).where(*here))}
    columns = (c.subject, c.person_id, c.level, c.duty, c.until)
    made = []
    for row in tx.rows(select(*columns).where(*there).order_by(c.id)):
        if row.subject not in known:
            values = dict(zip(("subject", "person_id", "level", "duty", "until"), row, strict=True))
            values |= {"form": link.to_form, "record_id": link.to_id, "kind": "team"}
            values |= {"by": who.person_id, "at": tx.now_text}
            made.append(int(tx.value(insert(share).values(values).returning(c.id))))
    return made


def tell_clocks(tx: Tx, who: Who, form: Form, found: Iterable[Link]) -> None:
    """Last and next activity of what records became, worked out anew."""
    ends: dict[str, set[int]] = {}
    for link in found:
        if "activities" in link.carries:
            ends.setdefault(link.to_form, set()).add(link.to_id)
    if ends:
        nobody = Row(Command("change"), "change")
        recompute(make_chunk(tx, who, form, catalogs.load(tx), [nobody]), ends)


def undone(tx: Tx, who: Who, push: ledger.Batch, back: bool) -> None:
    """A push was undone (`back`), or its undo was: its links count no longer, or again, and places in teams go, or
    come back as they were."""
    found = links.turn(tx, push.id, back)
    places = _leave(tx, push.summary) if back else _return(tx, push.summary)
    ledger.change(tx, push.id, summary={**push.summary, **places})
    catalog = catalogs.load(tx)
    if found and found[0].form in catalog:
        tell_clocks(tx, who, catalog[found[0].form], found)


def _leave(tx: Tx, summary: Mapping[str, Any]) -> dict[str, Any]:
    """The places that were made go, and are kept for the way back."""
    c = share.c
    mine = c.id.in_([int(each) for each in summary.get("team", ())])
    rows = [
        dict(zip(PLACE, row, strict=True)) for row in tx.rows(select(*(c[key] for key in PLACE)).where(mine))
    ]
    tx.execute(delete(share).where(mine))
    return {"team": [], "team_left": rows}


def _return(tx: Tx, summary: Mapping[str, Any]) -> dict[str, Any]:
    """They are there again, but where somebody has been taken in meanwhile."""
    c, team = share.c, list[int]()
    for row in summary.get("team_left", ()):
        there = (c[key] == row[key] for key in ("form", "record_id", "kind", "subject"))
        if tx.one(select(c.id).where(*there)) is None:
            team.append(int(tx.value(insert(share).values(row).returning(c.id))))
    return {"team": team, "team_left": []}
