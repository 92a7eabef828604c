"""Records taken out of pools by hand: one or many; whoever was too late is told who was faster."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bulou.db.tables.pools import pool_ledger
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.pools.store import mine
from bulou.records import claiming
from bulou.records.errors import AlreadyOwned, RecordNotFound
from bulou.records.write import Outcome, Who

TOLD_FOR = timedelta(days=1)  # for so long a member is told who took what lay in their pool


def take(tx: Tx, who: Who, form: Form, id_: int) -> Outcome:
    """One record becomes the actor's. RecordNotFound, Forbidden, AlreadyOwned and what the pool's limits refuse."""
    outcome = take_many(tx, who, form, [id_])[0]
    if outcome.error is not None:
        raise outcome.error
    return outcome


def take_many(tx: Tx, who: Who, form: Form, ids: Sequence[int]) -> list[Outcome]:
    """What became of each, in order; a refusal of one refuses no other."""
    done = claiming.claim_many(tx, who, form, ids)
    return [
        replace(each, error=_faster(tx, who.actor, form, int(each.id or 0), each.error))
        if isinstance(each.error, RecordNotFound)
        else each
        for each in done
    ]


def _faster(tx: Tx, actor: Actor, form: Form, id_: int, error: AppError) -> AppError:
    """AlreadyOwned for what lay in a pool of theirs a while ago, though they do not see it any more."""
    c = pool_ledger.c
    query = select(c.pool, c.move, c.person_id, c.at).where(c.form == form.key, c.record_id == id_)
    last = tx.one(query.order_by(c.id.desc()).limit(1))
    pools = {kept.pool.key for kept in mine(tx, actor)}
    fresh = instant(tx.now - TOLD_FOR)
    if last is None or last.pool not in pools or last.at < fresh or last.move not in ("claimed", "assigned"):
        return error
    known = register(tx).people.get(last.person_id)
    return AlreadyOwned(form=form.key, id=id_, owner=known.name if known else claiming.WITHHELD)
