"""Putting a chunk together: who writes, with which rights, judged by which clock."""

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.expr.conditions import Context
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.people import departments
from bulou.records.rights import write_rights
from bulou.records.write.judging import Judge
from bulou.records.write.model import Chunk, Row, Who
from bulou.records.write.plan import plan_of


def make_chunk(tx: Tx, who: Who, form: Form, catalog: Catalog, rows: list[Row]) -> Chunk:
    """The chunk of `rows`, which all have the same action."""
    zone = settings_table.get(tx, "zone", who.actor.zone) if who.actor.is_system else who.actor.zone
    context = Context(tx.now, zone, who.actor.week_start, who.actor)
    judge = Judge(tx, form, context, rows)
    if judge.asks_below:
        judge.context = Context(tx.now, zone, who.actor.week_start, who.actor, departments.tree(tx))
    rights = write_rights(who, form, rows[0].action, context)
    return Chunk(tx, who, form, catalog, rows, plan_of(form), rights, judge, zone)
