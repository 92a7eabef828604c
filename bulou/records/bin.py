"""The bin: what lies in it, taking something out for good, and emptying what has lain there for a month."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, select, update

from bulou.access.visible import require
from bulou.db import settings_table
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.records import batch_row, comment, file, follow, history, stage_history
from bulou.db.tables.sharing import reveal, share
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import PEOPLE, Form
from bulou.kit.clock import instant
from bulou.kit.errors import Forbidden
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import audit
from bulou.records.errors import RecordNotFound
from bulou.records.holds import Hold, held
from bulou.records.pushing import links
from bulou.records.query.model import Page, Query, Wanted
from bulou.records.query.pages import page
from bulou.records.query.titles import reference, titles_of

JOB = "records.empty_bin"
DAYS = 30  # workspace setting `bin_days`
STEP = 500


def listed(tx: Tx, actor: Actor, form: Form, *, limit: int = 50, cursor: str | None = None) -> Page:
    """A page of the deleted records the actor may see: ordinary items with `deleted_at` and `deleted_by`."""
    require(actor, form.key, "delete")
    found = page(tx, actor, form, Query(limit=limit, cursor=cursor, deleted=True, fields=(), count="capped"))
    ids = [item["id"] for item in found.items]
    table = form.table
    when = dict(
        _pairs(tx, select(table.c.id, table.c.deleted_at).where(table.c.id.in_(ids)))
    )  # visible: a page
    c = history.c
    who = dict(
        _pairs(
            tx,
            select(c.record_id, c.by)
            .where(c.form == form.key, c.record_id.in_(ids), c.action == "deleted")
            .order_by(c.id),
        )
    )
    names = titles_of(tx, actor, catalogs.load(tx), Wanted({PEOPLE: {by for by in who.values() if by}}))
    for item in found.items:
        by = who.get(item["id"])
        item["deleted_at"] = when[item["id"]]
        item["deleted_by"] = None if by is None else reference(names, PEOPLE, by)
    return found


def _pairs(tx: Tx, query: Any) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in tx.rows(query)]


def purge(tx: Tx, actor: Actor, form: Form, id_: int) -> None:
    """Take one deleted record out for good; the administrator's."""
    if not (actor.admin or actor.is_system):
        raise Forbidden(action="purge", form=form.key)
    table = form.table
    query = select(table.c.id).where(table.c.id == id_, table.c.deleted_at.is_not(None))  # visible: admin
    if tx.one(held(query, table, Hold.DELETE)) is None:  # who is just bringing it back goes first
        raise RecordNotFound(form=form.key, id=id_)
    audit.write(tx, actor, "record.purged", form=form.key, record_id=id_)
    erase(tx, form, [id_])


def erase(tx: Tx, form: Form, ids: Sequence[int]) -> None:
    """Remove every trace of records but the audit: rows, links, history, comments; files lose their place."""
    for table, column in _belongings(form):
        tx.execute(delete(table).where(column.in_(ids)))
    for own in (history, stage_history, comment, follow, share, reveal, batch_row):
        tx.execute(delete(own).where(own.c.form == form.key, own.c.record_id.in_(ids)))
    links.forget(tx, form.key, ids)
    mine = and_(file.c.form == form.key, file.c.record_id.in_(ids))
    tx.execute(update(file).where(mine).values(deleted_at=tx.now_text))
    tx.execute(delete(form.table).where(form.table.c.id.in_(ids)))


def _belongings(form: Form) -> list[tuple[Any, Any]]:
    found = [(table, table.c.record_id) for table in form.links.values()]
    found += [(detail.table, detail.table.c.parent_id) for detail in form.details.values()]
    return found


def step(context: JobContext) -> Continue | Finish:
    """Empty one form after another; cursor `{form, gone}`."""
    tx = context.tx
    days = int(settings_table.get(tx, "bin_days", DAYS))
    limit = instant(tx.now - timedelta(days=days))
    cursor = dict(context.cursor or {"form": "", "gone": 0})
    for form in sorted(catalogs.load(tx), key=lambda form: form.key):
        if form.key < cursor["form"]:
            continue
        table = form.table
        query = select(table.c.id).where(table.c.deleted_at < limit).limit(STEP)
        ids = [row[0] for row in tx.rows(held(query, table, Hold.DELETE))]  # visible: emptied for everybody
        if ids:
            erase(tx, form, ids)
            audit.write(tx, SYSTEM, "bin.emptied", form=form.key, detail={"records": len(ids), "days": days})
            gone = cursor["gone"] + len(ids)
            return Continue({"form": form.key, "gone": gone}, gone)
    return Finish({"gone": cursor["gone"]})


job_kinds.register(JobKind(JOB, step, label={"zh-CN": "清空回收站", "en-US": "Emptying the bin"}))
schedules.register(Schedule("records.empty_bin", JOB, "03:40"))
