"""Looking at a masked value: one at a time, counted against a day's budget, and on record."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bulou.db import settings_table
from bulou.db.tables.sharing import reveal as table
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import day_in, instant, midnight
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.errors import NotMasked, RecordNotFound, RevealBudget
from bulou.records.query.cells import bound_cell
from bulou.records.query.one import may_read
from bulou.records.query.secure import secure_select, sight


def reveal(tx: Tx, actor: Actor, form: Form, id_: int, key: str) -> dict[str, Any]:
    """`{value, left}`: the JSON value of field `key`, and how many more looks the day has.

    RecordNotFound; NotMasked where nothing of the field is shown masked on this record; RevealBudget. A second look at
    the same value on one day costs nothing.
    """
    may_read(tx, actor, form, id_)
    seen = sight(tx, actor, form)
    if key not in seen.masks:
        raise NotMasked(form=form.key, field=key)
    bound = form.by_key[key]
    columns = [seen.of.c[column.key] for column in bound.columns]
    here = secure_select(seen, seen.masked(key), *columns, where=[seen.of.c.id == id_])
    row = tx.one(here)
    if row is None:
        raise RecordNotFound(form=form.key, id=id_)
    if not row[0]:
        raise NotMasked(form=form.key, field=key)
    left = _spend(tx, actor, form, id_, key)
    cell = bound_cell(bound, bound.columns, seen.context.zone)
    stored = row[1] if len(columns) == 1 else tuple(row[1:])
    return {"value": stored if cell.dump is None else cell.dump(stored), "left": left}


def _spend(tx: Tx, actor: Actor, form: Form, id_: int, key: str) -> int:
    tx.lock(f"reveal:{actor.person_id}")
    zone = settings_table.get(tx, "zone", actor.zone)
    today = day_in(tx.now, zone)
    c, since = table.c, instant(midnight(today, zone))
    mine = (c.person_id == actor.person_id) & (c.at >= since)
    pairs = select(c.form, c.record_id, c.field).where(mine).distinct().subquery()
    spent = tx.value(select(func.count()).select_from(pairs)) or 0
    same = (c.form == form.key) & (c.record_id == id_) & (c.field == key)
    again = tx.value(select(c.id).where(mine, same).limit(1)) is not None
    if not again and spent >= actor.reveals:
        until = instant(midnight(today + timedelta(days=1), zone))
        raise RevealBudget(limit=actor.reveals, until=until)
    row = {"person_id": actor.person_id, "form": form.key, "record_id": id_, "field": key, "at": tx.now_text}
    tx.execute(insert(table).values(row))
    audit.write(tx, actor, "field.revealed", form=form.key, record_id=id_, detail={"field": key})
    return max(0, actor.reveals - spent - (not again))
