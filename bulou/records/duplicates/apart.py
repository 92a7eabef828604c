"""Records that somebody said are not the same: remembered for every pair, taken back, audited."""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import delete

from bulou.access.visible import require
from bulou.db.tables.duplicates import twin_apart as table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.duplicates.pairs import Pair, mark
from bulou.records.errors import RecordNotFound
from bulou.records.query.one import may_read, open_among

MOST = 50


def keep_apart(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> int:
    """Of these records no two are the same; how many pairs that is new for. Who says so may change all of them."""
    pairs = _judged(tx, actor, form, ids)
    made = 0
    for a, b in pairs:
        row = {"form": form.key, "a": a, "b": b, "by": actor.person_id, "at": tx.now_text}
        made += insert_new(tx, table, row, on=["form", "a", "b"])
    mine = _noted(tx, form, ids)
    audit.write(tx, actor, "record.kept_apart", form=form.key, record_id=mine[0], detail={"ids": mine})
    return made


def together(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> int:
    """Take that back; how many pairs may be twins again."""
    taken = 0
    for a, b in _judged(tx, actor, form, ids):
        c = table.c
        taken += tx.execute(delete(table).where(c.form == form.key, c.a == a, c.b == b)).rowcount
    mine = _noted(tx, form, ids)
    audit.write(tx, actor, "record.kept_apart_undone", form=form.key, record_id=mine[0], detail={"ids": mine})
    return taken


def _judged(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> list[Pair]:
    require(actor, form.key, "change")
    mine = sorted(set(ids))
    if not 2 <= len(mine) <= MOST:
        raise Invalid(problems=[FieldProblem("ids", "duplicates.which", {"max": MOST})])
    for id_ in mine:
        may_read(tx, actor, form, id_)
    closed = set(mine) - open_among(tx, actor, form, "change", mine)
    if closed:
        raise RecordNotFound(form=form.key, id=min(closed))
    tx.lock(f"duplicates:{form.key}")
    return list(combinations(mine, 2))


def _noted(tx: Tx, form: Form, ids: Sequence[int]) -> list[int]:
    mine = sorted(set(ids))
    mark(tx, form.key, mine)
    return mine
