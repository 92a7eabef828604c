"""Records that go back to a pool within a day unless somebody looks after them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bulou.api.today.work import MOST, Asker, Json, Stretch, Work, people_of, record_row, stretch, works
from bulou.db.tables.pools import pool_clock
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.pools.store import kept_by

KIND = "pool_soon"
AHEAD = timedelta(days=1)


def find(asker: Asker) -> Sequence[Stretch]:
    """The asker's own, the first to go first; a team sees those of its records at their owners'."""
    if asker.team or asker.actor.person_id is None:
        return []
    c = pool_clock.c
    mine = (c.person_id.in_(people_of(asker.actor)), c.expires <= instant(asker.now + AHEAD))
    columns = (c.form, c.record_id, c.expires, c.pool, c.rule)
    rows = asker.tx.rows(select(*columns).where(*mine).order_by(c.expires).limit(MOST))
    ends: dict[str, dict[int, tuple[str, Json]]] = {}
    for row in rows:
        ends.setdefault(row.form, {})[row.record_id] = _why(asker, row)
    return [_of(asker, form, ends[form.key]) for form in asker.forms() if form.key in ends]


def _why(asker: Asker, row: Any) -> tuple[str, Json]:
    """Until when, and what would keep it: a follow-up, a move, or winning."""
    wanted = kept_by(asker.tx, row.form, row.pool, row.rule)
    return KIND if wanted == "follow_up" else f"{KIND}_{wanted}", {"until": row.expires}


def _of(asker: Asker, form: Form, ends: dict[int, tuple[str, Json]]) -> Stretch:
    def row(item: Json) -> Json | None:
        return record_row(asker, form, KIND, item, ends[item["id"]], None)

    return stretch(asker, form, "recycle", {"field": "id", "op": "in", "value": sorted(ends)}, "id", row)


works.register(Work(KIND, {"zh-CN": "将退回公海", "en-US": "Back to the pool"}, find))
