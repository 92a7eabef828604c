"""Search rows made anew after a form changed in a way that its old ones do not show: another title, another kind."""

from sqlalchemy import select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, enqueue, job_kinds
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.records.holds import Hold, held
from bulou.records.write.search_rows import drop_rows, put_rows, searchable

JOB = "search.rebuild"
STEP = 500


def hear(tx: Tx, fact: Fact) -> None:
    """A version came in force that searches must follow."""
    if fact.body.get("reindex"):
        enqueue(tx, JOB, {"form": fact.form}, unique_key=f"{JOB}:{fact.form}:{fact.body['version']}")


def step(context: JobContext) -> Continue | Finish:
    """The next records, held while their rows are written."""
    tx, at = context.tx, int(context.cursor or 0)
    form = catalogs.load(tx).get(context.payload["form"])
    if form is None or form.search_table is None:
        return Finish()
    rows = _texts(tx, form, at)
    drop_rows(tx, form, [id_ for id_, _values in rows])
    put_rows(tx, form, rows)
    if not rows:
        return Finish()
    return Continue(rows[-1][0], (context.job.done or 0) + len(rows))


def _texts(tx: Tx, form: Form, after: int) -> list[tuple[int, dict[str, object]]]:
    bounds = [bound for bound, _mark in searchable(form)]
    columns = [column for bound in bounds for column in bound.columns]
    c = form.table.c
    # visible: the product's own upkeep; searches look through the rights of whoever searches
    query = select(c.id, *columns).where(c.deleted_at.is_(None), c.id > after).limit(STEP)
    found = []
    for row in tx.rows(held(query, form.table, Hold.CHANGE)):
        values = dict(zip([column.key for column in columns], row[1:], strict=True))
        found.append((row[0], {bound.key: bound.gather(values) for bound in bounds}))
    return found


job_kinds.register(JobKind(JOB, step, label={"zh-CN": "重建搜索", "en-US": "Rebuilding search"}))
handlers.register(Handler("search.rebuild", ("form.published",), hear))
