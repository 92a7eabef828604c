"""What waits to be taken or given out: for Today, the pools somebody belongs to with the first of what lies there."""

from typing import Any

from bulou.api.today.work import subtitle
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.pools import listing
from bulou.pools.definition import Pool
from bulou.pools.store import administers, belongs, mine, standing
from bulou.records.query import Query

Json = dict[str, Any]
SHOWN = 5  # rows of one pool; more are on its page


def to_take(tx: Tx, actor: Actor) -> list[Json]:
    """`[{key, form, label, admin, by, waiting, quota, items: [{id, title, subtitle, place}]}]`, pools in which nothing
    waits left out; an administrator of the workspace is asked about those alone that name them."""
    if actor.person_id is None:
        return []
    found = [listing.told(tx, actor, each) for each in mine(tx, actor) if _meant(actor, each.pool)]
    return [{**pool, "items": _items(tx, actor, pool)} for pool in found if pool["waiting"]]


def _meant(actor: Actor, pool: Pool) -> bool:
    """Whether they belong to it by name and can take or give out what lies there."""
    who = standing(actor)
    named = belongs(pool.members, who) or belongs(pool.admins, who)
    return named and (pool.claim.by != "assign" or administers(actor, pool))


def _items(tx: Tx, actor: Actor, pool: Json) -> list[Json]:
    form = catalogs.load(tx)[pool["form"]]
    fields = (*form.definition.subtitle,)
    page = listing.records(tx, actor, pool["key"], Query(fields=fields, limit=SHOWN))
    return [
        {
            "id": item["id"],
            "title": item.get("_title") or item.get("title"),
            "subtitle": subtitle(form, item),
            "place": item["_place"],
        }
        for item in page["items"]
    ]
