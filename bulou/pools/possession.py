"""Pools in which somebody is named: shown, since only who configures them knows who is to follow."""

from bulou.db.tx import Tx
from bulou.pools.definition import people_in
from bulou.pools.store import everything
from bulou.records.handover.contributed import Item, Possession, possessions


def held(tx: Tx, person_id: int) -> list[Item]:
    """The pools whose groups or rules name the person."""
    return [
        Item(pool.key, pool.label, f"/settings/pools/{pool.key}")
        for pool, _version in everything(tx)
        if person_id in people_in(pool)
    ]


possessions.register(
    Possession(
        key="pools",
        label={"zh-CN": "点名此人的公海池", "en-US": "Pools that name them"},
        fate="stays",
        covers={
            "pool_place.from_id": "whose it was last",
            "pool_place.by": "who gave it back",
            "pool_ledger.person_id": "who took what then",
            "pool_ledger.by": "who gave it out then",
            "pool_clock.person_id": "follows from the record's owner",
            "pool_version.by": "who changed the pool then",
            "pool_version.body": "what the pool said then",
        },
        held=held,
        warns=True,
        order=41,
    )
)
