"""Records follow people: into the department somebody moved to, and to whom somebody turned out to be."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, enqueue, job_kinds
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.events import Event
from bulou.kit.protocols import SYSTEM
from bulou.people import audit
from bulou.records.batches import ledger
from bulou.records.write import Command, Who, apply
from bulou.records.write.tables import links_of

MOVED, MERGED = "records.person_moved", "records.person_merged"
STEP = 500
Place = tuple[Form, str]  # a form and the key of what names a person there


def hear(tx: Tx, fact: Fact) -> None:
    """Start the work that a person's move or merging calls for."""
    if fact.kind == "person.moved":
        enqueue(tx, MOVED, {"person": fact.body["id"]}, unique_key=f"{MOVED}:{fact.id}", by=fact.actor_id)
        return
    request = {"person": fact.body["id"], "into": fact.body["into"]}
    batch = ledger.begin(tx, "merge", None, request, fact.actor_id)
    job = enqueue(tx, MERGED, {"batch": batch}, unique_key=f"{MERGED}:{fact.id}", by=fact.actor_id)
    ledger.change(tx, batch, job_id=job)


def move_step(context: JobContext) -> Continue | Finish:
    """The department follows the owner: a computed write, told by one event per record; cursor `{form, done}`."""
    tx, id_ = context.tx, context.payload["person"]
    cursor = dict(context.cursor or {"form": "", "done": 0})
    home = tx.value(select(person.c.department_id).where(person.c.id == id_))
    for form in sorted(catalogs.load(tx), key=lambda form: form.key):
        if form.key < cursor["form"] or not form.owned:
            continue
        c = form.table.c
        elsewhere = c.department.is_distinct_from(home)
        query = select(c.id).where(c.owner == id_, elsewhere)  # visible: computed from the owner, not shown
        ids = [row[0] for row in tx.rows(query.order_by(c.id).limit(STEP))]
        if ids:
            tx.execute(update(form.table).where(c.id.in_(ids)).values(department=home))
            body = {"changed": ["department"]}
            tx.emit_all([Event("record.computed", form.key, each, body) for each in ids])
            done = cursor["done"] + len(ids)
            return Continue({"form": form.key, "done": done}, done)
    detail = {"person": id_, "department": home, "records": cursor["done"]}
    audit.write(tx, SYSTEM, "records.department_followed", detail=detail)
    return Finish({"records": cursor["done"]})


def merge_step(context: JobContext) -> Continue | Finish:
    """What named the one names the other from now on: an ordinary, undoable batch; cursor `{at, after, …}`."""
    tx = context.tx
    batch = ledger.found(tx, context.payload["batch"])
    cursor = dict(context.cursor or {"at": 0, "after": 0, "changed": 0, "failed": 0})
    places = list(_places(catalogs.load(tx)))
    if cursor["at"] >= len(places):
        told = {"changed": cursor["changed"], "failed": cursor["failed"]}
        ledger.end(tx, batch.id, "done", {**batch.summary, **told})
        return Finish({"batch": batch.id, **told})
    form, key = places[cursor["at"]]
    ids = _naming(tx, form, key, batch.request["person"], cursor["after"])
    who = Who(SYSTEM, "merge", batch_id=batch.id, trusted=True)
    commands = _replacing(tx, form, key, ids, batch.request["person"], batch.request["into"])
    outcomes = apply(tx, who, form, commands, partial=True)
    cursor["changed"] += sum(outcome.ok for outcome in outcomes)
    cursor["failed"] += sum(not outcome.ok for outcome in outcomes)
    whole = len(ids) == STEP
    cursor.update(at=cursor["at"] + (not whole), after=ids[-1] if whole else 0)
    return Continue(cursor, cursor["changed"])


def _naming(tx: Tx, form: Form, key: str, person_id: int, after: int) -> list[int]:
    """The next living records that name the person."""
    c = form.table.c
    named = c[key] == person_id if key not in form.links else c.id.in_(_linked(form, key, person_id))
    query = select(c.id).where(named, c.id > after, c.deleted_at.is_(None))
    rows = tx.rows(query.order_by(c.id).limit(STEP))  # visible: a person's records, all of them
    return [row[0] for row in rows]


def _linked(form: Form, key: str, person_id: int) -> Any:
    link = form.links[key]
    return select(link.c.record_id).where(link.c.target_id == person_id)


def _replacing(tx: Tx, form: Form, key: str, ids: list[int], old: int, new: int) -> list[Command]:
    """Changes that name `new` in the place of `old`."""
    if key not in form.links:
        return [Command("change", id_, {key: new}) for id_ in ids]
    known = links_of(tx, form.links[key], ids)
    return [
        Command("change", id_, {key: [new if each == old else each for each in known[id_]]}) for id_ in ids
    ]


def _places(catalog: Catalog) -> Iterator[Place]:
    """Everything that names a person and can be changed: owners and fields."""
    for form in sorted(catalog, key=lambda form: form.key):
        if form.owned:
            yield form, "owner"
        for bound in form.fields:
            if bound.operand in ("person", "people"):
                yield form, bound.key


def ended(tx: Tx, job: Job) -> None:
    """A batch that was cut short keeps what it did."""
    batch: Any = ledger.found(tx, job.payload["batch"])
    ledger.end(tx, batch.id, "cancelled" if job.cancel else "failed", batch.summary)


job_kinds.register(
    JobKind(MOVED, move_step, label={"zh-CN": "记录随人换部门", "en-US": "Records follow a move"})
)
job_kinds.register(
    JobKind(
        MERGED,
        merge_step,
        ended=ended,
        label={"zh-CN": "合并成员的记录", "en-US": "Records of a merged person"},
    )
)
handlers.register(Handler("records.belonging", ("person.moved", "person.merged"), hear))
