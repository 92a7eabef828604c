"""Records that somebody said are not the same: remembered for every pair, taken back, audited."""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import delete

from bulou.access.visible import require
from bulou.db.tables.duplicates import twin_apart as table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_missing
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.duplicates.pairs import mark
from bulou.records.errors import RecordNotFound
from bulou.records.query.one import open_among

MOST = 50


def keep_apart(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> int:
    """Of these records no two are the same; how many pairs that is new for. Who says so may change all of them."""
    mine = _judged(tx, actor, form, ids)
    said = {"form": form.key, "by": actor.person_id, "at": tx.now_text}
    pairs = [{**said, "a": a, "b": b} for a, b in combinations(mine, 2)]
    made = insert_missing(tx, table, pairs, on=["form", "a", "b"])
    mark(tx, form.key, mine)
    audit.write(tx, actor, "record.kept_apart", form=form.key, record_id=mine[0], detail={"ids": mine})
    return made


def together(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> int:
    """Take that back; how many pairs may be twins again."""
    mine, c = _judged(tx, actor, form, ids), table.c
    among = (c.form == form.key, c.a.in_(mine), c.b.in_(mine))
    taken = tx.execute(delete(table).where(*among)).rowcount
    mark(tx, form.key, mine)
    audit.write(tx, actor, "record.kept_apart_undone", form=form.key, record_id=mine[0], detail={"ids": mine})
    return taken


def _judged(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> list[int]:
    """Each once, the smaller first. Invalid, RecordNotFound for what is not the actor's to change."""
    require(actor, form.key, "change")
    mine = sorted(set(ids))
    if not 2 <= len(mine) <= MOST:
        raise Invalid(problems=[FieldProblem("ids", "duplicates.which", {"max": MOST})])
    closed = set(mine) - open_among(tx, actor, form, "read", mine)
    closed |= set(mine) - open_among(tx, actor, form, "change", mine)
    if closed:
        raise RecordNotFound(form=form.key, id=min(closed))
    tx.lock(f"duplicates:{form.key}")
    return mine
