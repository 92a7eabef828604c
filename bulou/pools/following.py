"""After every change of a record its clock is worked out anew, and what nobody owns is offered by the rules."""

from sqlalchemy import select

from bulou.db.jobs.kinds import Continue, Finish, JobContext, JobKind, Step, job_kinds
from bulou.db.jobs.queue import enqueue
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.people.calendar import EVENT as CALENDAR
from bulou.pools.assigning import offer
from bulou.pools.clocks import recycles, refresh
from bulou.pools.store import CHANGED, load, of_form

KIND = "pools.clocks"
AT_ONCE = 500
ABOUT = ("record.created", "record.changed", "record.computed", "record.deleted", "record.restored")


def follow(tx: Tx, fact: Fact) -> None:
    """The clock of one record."""
    if fact.form and fact.record_id and recycles(of_form(tx, fact.form)):
        form = catalogs.load(tx).get(fact.form)
        if form is not None and form.owned:
            refresh(tx, form, [fact.record_id])


def give_out(tx: Tx, fact: Fact) -> None:
    """A record that came without an owner, or lost its own."""
    changed = fact.kind != "record.changed" or "owner" in fact.body.get("changed", ())
    if fact.form and fact.record_id and changed and any(kept.pool.assign for kept in of_form(tx, fact.form)):
        form = catalogs.load(tx).get(fact.form)
        if form is not None and form.owned:
            offer(tx, form, [fact.record_id])


def begin(tx: Tx, fact: Fact) -> None:
    """All clocks of a form, or of all when days off change."""
    forms = [fact.form] if fact.form else sorted(load(tx))
    for form in forms:
        enqueue(tx, KIND, {"form": form}, unique_key=f"{KIND}:{fact.id}:{form}")


def step(context: JobContext) -> Step:
    """Some hundred records."""
    tx, key = context.tx, context.payload["form"]
    form = catalogs.load(tx).get(key)
    if form is None or not form.owned:
        return Finish({"records": 0})
    at, done = (context.cursor or {}).get("id", 0), (context.cursor or {}).get("done", 0)
    c = form.table.c
    query = select(c.id).where(c.id > at, c.owner.is_not(None)).order_by(c.id).limit(AT_ONCE)
    ids = [row[0] for row in tx.rows(query)]  # visible: no value told
    refresh(tx, form, ids)
    done += len(ids)
    return Continue({"id": ids[-1], "done": done}, done=done) if ids else Finish({"records": done})


handlers.register(Handler("pools.clock", ABOUT, follow))
handlers.register(Handler("pools.assign", ("record.created", "record.changed", "record.restored"), give_out))
handlers.register(Handler("pools.changed", (CHANGED, CALENDAR), begin))
job_kinds.register(
    JobKind(KIND, step, label={"zh-CN": "计算保护期", "en-US": "Working out when records go back"})
)
