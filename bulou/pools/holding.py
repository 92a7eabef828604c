"""The limits of pools on whoever takes a record that nobody owns, whichever door they use."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.kit.words import say
from bulou.pools.errors import AssignedOnly
from bulou.pools.keeping import UNDONE
from bulou.pools.limits import Asked, Purse, level_of, purse_of
from bulou.pools.lying import not_counted, places_of, pools_of, remember
from bulou.pools.store import Kept, administers, of_form
from bulou.records.contributed import Write, holdings


class PoolLimits:
    """Caps of a day, caps of what is held, cool-downs, locks. Who gives a record to somebody else answers for it."""

    key = "pools"

    def judge(self, tx: Any, who: Any, form: Form, takes: Sequence[Write]) -> Mapping[int, AppError]:
        """Position in `takes` → why not."""
        pools = of_form(tx, form.key)
        lain = [int(take.id or 0) for take in takes if _lay(take) or _comes_back(who, take)] if pools else []
        if not lain:
            return {}
        lie = pools_of(tx, form, pools, lain)
        remember(tx, form, lain, lie)
        mine = [at for at, take in enumerate(takes) if _takes(who, take) or _comes_back(who, take)]
        if not mine:
            return {}
        tx.lock(purse_of(who.person_id))
        ids = [int(takes[at].id or 0) for at in mine]
        places = places_of(tx, form.key, ids)
        free = not_counted(tx, form, pools, ids)
        purse = Purse(tx, form, who.person_id, who.locale)
        refused: dict[int, AppError] = {}
        for at in mine:
            kept = lie.get(int(takes[at].id or 0))
            found = _why_not(who, purse, kept, takes[at], places, free) if kept is not None else None
            if found is not None:
                refused[at] = found
        return refused


def _why_not(
    who: Any,
    purse: Purse,
    kept: Kept,
    take: Write,
    places: Mapping[int, Any],
    free: Collection[tuple[str, int | None]],
) -> AppError | None:
    """What the pool says to one of them; what comes back to whom it belonged is asked for the cap alone."""
    back = _comes_back(who, take) or getattr(who, "move", "") == UNDONE
    if not back and kept.pool.claim.by == "assign" and not administers(who.actor, kept.pool):
        return AssignedOnly(pool=say(kept.pool.label, who.locale))
    asked = Asked(
        int(take.id or 0),
        level_of(kept.pool, take.before),
        str(take.before.get("created_at") or ""),
        places.get(int(take.id or 0)),
        (kept.pool.key, take.id) not in free,
    )
    return purse.judge(kept.pool, asked, alone=not back)


def _lay(take: Write) -> bool:
    """Whether nobody owned it."""
    return take.id is not None and take.action == "change" and take.before.get("owner") is None


def _takes(who: Any, take: Write) -> bool:
    """Whether somebody makes themselves the owner of what nobody owns."""
    return _lay(take) and who.person_id is not None and take.values["owner"] == who.person_id


def _comes_back(who: Any, take: Write) -> bool:
    """Whether somebody brings a record of their own back from the bin, where it did not count."""
    return take.action == "restore" and who.person_id is not None and take.values["owner"] == who.person_id


holdings.register(PoolLimits())
