"""Whose things may be handed over, and how many records each holds: those who are gone and still hold come first."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func

from bulou.access.rights import may_manage_people
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.people import directory
from bulou.records.handover.allot import giving_sight
from bulou.records.query.secure import secure_select

MOST = 200
Json = dict[str, Any]


def givers(tx: Tx, actor: Actor, text: str = "") -> list[Json]:
    """`{id, name, account, state, department, records, last}`: everybody for administrators, their people for heads."""
    people = directory.listing(tx, text=text, limit=1000)
    if not may_manage_people(actor):
        people = [each for each in people if each["id"] in actor.reports]
    counts = _counts(tx, actor, [each["id"] for each in people])
    told = [
        {
            **{key: each[key] for key in ("id", "name", "account", "state")},
            "department": {"id": each["department_id"], "title": each["department"]}
            if each["department_id"]
            else None,
            "records": counts.get(each["id"], 0),
        }
        for each in people
    ]
    told.sort(key=lambda each: (not (each["state"] == "disabled" and each["records"]), -each["records"]))
    return told[:MOST]


def _counts(tx: Tx, actor: Actor, ids: list[int]) -> dict[int, int]:
    """Person → living records that they own, of those that the actor may give away."""
    found: dict[int, int] = defaultdict(int)
    for form in catalogs.load(tx) if ids else ():
        if not form.owned or form.read_only:
            continue
        seen = giving_sight(tx, actor, form)
        owner = form.table.c.owner
        query = secure_select(seen, owner, func.count(), where=[owner.in_(ids)]).group_by(owner)
        for person_id, count in tx.rows(query):
            found[person_id] += count
    return dict(found)


def may_see_any(actor: Actor) -> bool:
    """Whether there is anybody whose things the actor may hand over."""
    return may_manage_people(actor) or (actor.forms is None and bool(actor.reports))
