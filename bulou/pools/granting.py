"""What pools open to people: to members what lies in them, fields closed until taken; to administrators to give out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bulou.people.contributed import Standing, granting
from bulou.pools.store import Kept, belongs, load

MEMBERS = ("read", "claim")
ADMINS = ("read", "claim", "assign")


class Granter:
    """Grants for every enabled pool somebody belongs to."""

    key = "pools"

    def grants(self, tx: Any, who: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """One grant a pool; reading does not ask for the field that the pool hides."""
        for pools in load(tx).values():
            yield from grants_for(pools, who)


def grants_for(pools: Iterable[Kept], who: Standing) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What these pools of one form open to somebody."""
    for kept in pools:
        pool, rows = kept.pool, kept.rows
        if belongs(pool.admins, who):
            yield f"pool:{pool.key}", {"form": pool.form, "actions": ADMINS, "rows": rows}
        elif belongs(pool.members, who):
            actions = MEMBERS if pool.claim.by != "assign" else ("read",)
            grant = {"form": pool.form, "actions": actions, "rows": rows, "fields": pool.fields}
            yield f"pool:{pool.key}", grant


granting.register(Granter())
