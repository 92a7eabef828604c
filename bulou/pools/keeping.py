"""What came out of a pool or fell into one is written down in the transaction that did it, by every door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from bulou.db.bulk import insert_many
from bulou.db.tables.pools import pool_clock, pool_ledger, pool_place
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms.form import Form
from bulou.pools.limits import level_of
from bulou.pools.lying import lay_in, pools_of
from bulou.pools.store import Kept, of_form
from bulou.records.contributed import Write, keepers
from bulou.records.write.model import Who

LEDGER = ("pool", "form", "record_id", "move", "person_id", "by", "level", "rule", "at")
AT_ONCE = 500
UNDONE = "undone"  # the move of whoever takes a release back


@dataclass(frozen=True)
class Mover(Who):
    """Who gives records back or out, and why: `move` as the ledger says it; `named`: the pool they are sent to."""

    move: str = ""
    reason: str | None = None
    named: str | None = None


class Account:
    """Places and the ledger."""

    key = "pools"

    def keep(self, tx: Any, who: Any, form: Form, passed: Sequence[Write]) -> None:
        """Write down what left a pool, then what fell into one."""
        pools = of_form(tx, form.key)
        if not pools:
            return
        out = [each for each in passed if each.values["owner"] is not None]
        back = [each for each in passed if each.values["owner"] is None and each.before.get("owner")]
        taken = [each for each in out if each.action != "create" and each.before.get("owner") is None]
        lay = lay_in(tx, form, pools, [_id(each) for each in taken])
        _write(tx, who, form, lay, taken)
        _forget(tx, pool_place, form, [_id(each) for each in out])
        _forget(tx, pool_clock, form, [_id(each) for each in back])
        _put(tx, who, form, back)
        lie = pools_of(tx, form, pools, [_id(each) for each in back])
        _write(tx, who, form, lie, back)


def _id(write: Write) -> int:
    assert write.id is not None  # stored
    return write.id


def _forget(tx: Tx, table: Any, form: Form, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        tx.execute(delete(table).where(table.c.form == form.key, table.c.record_id.in_(some)))


def _put(tx: Tx, who: Any, form: Form, back: Sequence[Write]) -> None:
    """Where they lie now, since when, and whose they were."""
    for each in back:
        row = {
            "named": who.named if isinstance(who, Mover) else None,
            "since": tx.now_text,
            "why": _move(who, each),
            "reason": who.reason if isinstance(who, Mover) else None,
            "from_id": each.before["owner"],
            "by": who.person_id,
            "told_at": None,
            "owned_since": each.before.get("owner_since"),
        }
        upsert(tx, pool_place, [{"form": form.key, "record_id": each.id, **row}], row)


def _write(tx: Tx, who: Any, form: Form, lie: dict[int, Kept], passed: Sequence[Write]) -> None:
    """Rows of the ledger; what no pool wants is in none."""
    rule = who.reason if isinstance(who, Mover) and who.move in ("recycled", "assigned") else None
    rows = []
    for each in passed:
        kept = lie.get(_id(each))
        if kept is not None:
            person = each.values["owner"] or each.before["owner"]
            level = level_of(kept.pool, each.before)
            about = (kept.pool.key, form.key, each.id, _move(who, each), person)
            rows.append((*about, who.person_id, level, rule, tx.now_text))
    insert_many(tx, pool_ledger, LEDGER, rows)


def _move(who: Any, each: Write) -> str:
    if isinstance(who, Mover) and who.move:
        return who.move
    if each.values["owner"] is not None:
        return "claimed" if each.values["owner"] == who.person_id else "assigned"
    return "released" if each.before["owner"] == who.person_id else "taken_away"


keepers.register(Account())
