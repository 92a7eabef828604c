"""What went back to a form's pools lately and still lies there: told to those who see it."""

from datetime import timedelta

from sqlalchemy import func, select

from bulou.db.tables.pools import pool_place
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.protocols import Actor
from bulou.pools.assigning import RECYCLED
from bulou.records.query.secure import secure_select, sight

LATELY = timedelta(days=7)


def recycled(tx: Tx, actor: Actor, form: Form) -> int:
    """How many records that nobody owns were taken back in the last days, of those the actor sees."""
    seen = sight(tx, actor, form)
    back = select(pool_place.c.record_id).where(
        pool_place.c.form == form.key,
        pool_place.c.why == RECYCLED,
        pool_place.c.since >= instant(tx.now - LATELY),
    )
    here = secure_select(seen, seen.of.c.id, where=[seen.of.c.owner.is_(None), seen.of.c.id.in_(back)])
    return int(tx.value(select(func.count()).select_from(here.subquery())) or 0)
