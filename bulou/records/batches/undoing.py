"""Undo is a new batch: it goes through what the old one did, newest first, and lists what it had to leave."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, enqueue, job_kinds
from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.kit.clock import instant, parse_instant
from bulou.kit.errors import NotFound
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors, audit
from bulou.records.batches import ledger, samples
from bulou.records.batches.departments import take_away_departments
from bulou.records.batches.filled import DEPARTMENTS, TABLES, empty_again
from bulou.records.batches.options import retire, take_up
from bulou.records.batches.people import PEOPLE, take_away_people
from bulou.records.batches.revert import Done, Reverted, done_by, revert
from bulou.records.batches.telling import tell_requester
from bulou.records.errors import NotUndoable
from bulou.records.pushing.carrying import undone
from bulou.records.write import Who

JOB = "records.undo"
STEP = 500
DAYS = 30
HANDOVER = "handover"
PUSH = "push"
ACTIONS = (
    "changed",
    "deleted",
    "restored",
    "created",
)  # created ones go last: others may still point at them
ROUNDS = 4  # a record that was left because a later one pointed at it gets another chance


def undo(tx: Tx, actor: Actor, batch_id: int) -> dict[str, Any]:
    """`{job, batch}` of the undo. NotFound for strangers, NotUndoable with the `reason`."""
    ledger.lock(tx, batch_id)
    old = ledger.found(tx, batch_id)
    if not may_see(actor, old) or not _within(tx, actor, batch_id):
        raise NotFound(what="batch", id=batch_id)
    reason = why_not(tx, old)
    if reason is not None:
        raise NotUndoable(reason=reason, id=batch_id)
    total = tx.value(select(func.count()).select_from(batch_row).where(batch_row.c.batch_id == batch_id))
    request = {"batch": batch_id, "steps": _steps(tx, catalogs.load(tx), batch_id)}
    new = ledger.begin(tx, "undo", old.form, request, actor.person_id, undo_of=batch_id)
    job = enqueue(tx, JOB, {"batch": new}, by=actor.person_id, total=total)
    ledger.change(tx, new, job_id=job)
    ledger.change(tx, batch_id, undone_by=new)
    _turn_links(tx, actor, old)
    audit.write(
        tx, actor, "bulk.undone", form=old.form, detail={"batch": batch_id, "undo": new, "records": total}
    )
    return {"job": job, "batch": new}


def may_see(actor: Actor, found: ledger.Batch) -> bool:
    """One's own, anybody's for administrators; by a token for some forms only batches of those."""
    mine = actor.is_system or actor.admin or found.by == actor.person_id
    return mine and (actor.forms is None or found.form in actor.forms)


def _within(tx: Tx, actor: Actor, batch_id: int) -> bool:
    """Whether the caller's token reaches every form of which the batch changed records."""
    if actor.forms is None:
        return True
    c = batch_row.c
    forms = tx.rows(select(c.form).where(c.batch_id == batch_id).distinct())
    return all(row[0] in actor.forms for row in forms)


def why_not(tx: Tx, batch: ledger.Batch) -> str | None:
    """Why the batch cannot be undone: running, undone, too_old, merge (which is split instead), handover (which is
    taken back as a whole, where it was made); None when it can. Sample data can at any time, also anew for the rest."""
    if batch.state == "open":
        return "running"
    if _is_handover(tx, batch):
        return "handover"
    if batch.kind == "merge" and batch.form is not None:  # of records, not of people
        return "merge"
    if batch.kind == samples.SAMPLE:
        return _why_not_sample(tx, batch)
    if batch.undone_by is not None:
        return "undone"
    if tx.now_text > undo_until(batch):
        return "too_old"
    return None


def _is_handover(tx: Tx, batch: ledger.Batch) -> bool:
    """True of a handover's records, and of the undo of one: more than records goes back with those."""
    return batch.kind == HANDOVER or (
        batch.kind == "undo"
        and batch.undo_of is not None
        and ledger.found(tx, batch.undo_of).kind == HANDOVER
    )


def _why_not_sample(tx: Tx, batch: ledger.Batch) -> str | None:
    if batch.undone_by is not None and ledger.found(tx, batch.undone_by).state == "open":
        return "running"
    return None if samples.count_alive(tx, batch.id) else "undone"


def undo_until(batch: ledger.Batch) -> str:
    """Until when the batch can be undone, as a stored instant."""
    return instant(parse_instant(batch.created_at) + timedelta(days=DAYS))


def _steps(tx: Tx, catalog: Catalog, batch_id: int) -> list[list[str]]:
    """[form, action] pairs in the order they are taken back: who points goes before whom it points at."""
    c = batch_row.c
    found = tx.rows(select(c.form, c.action).where(c.batch_id == batch_id).distinct())
    forms = _pointing_first(catalog, {row[0] for row in found})
    present = {(row[0], row[1]) for row in found}
    return [[form, action] for action in ACTIONS for form in forms if (form, action) in present]


def _pointing_first(catalog: Catalog, forms: set[str]) -> list[str]:
    """Forms such that each comes before those it points at, as far as there is such an order; people last."""
    last = [key for key in (DEPARTMENTS, PEOPLE) if key in forms]
    left, ordered = sorted(forms - {*last}), list[str]()
    while left:
        free = [key for key in left if not _pointers(catalog, key, set(left) - {key})]
        chosen = free or left[:1]
        ordered += chosen
        left = [key for key in left if key not in chosen]
    return [*ordered, *last]


def _pointers(catalog: Catalog, key: str, among: set[str]) -> bool:
    if catalog.get(key) is None:
        return False
    return any(form.key in among for form, _bound in catalog.related_to(key))


def step(context: JobContext) -> Continue | Finish:
    """The next 500 records; cursor `{at, below, round, done}`."""
    tx = context.tx
    batch = ledger.found(tx, context.payload["batch"])
    cursor = dict(context.cursor or {"at": 0, "below": None, "round": 0, "done": 0})
    steps = batch.request["steps"]
    who = _who(tx, batch)
    if cursor["at"] >= len(steps):
        return _finished(tx, who, batch)
    form, action = steps[cursor["at"]]
    rows = _next_rows(tx, batch, form, action, cursor)
    summary = dict(batch.summary)
    if rows:
        _add(
            summary, form, _taken_back(tx, who, batch.request["batch"], form, rows), again=cursor["round"] > 0
        )
        ledger.change(tx, batch.id, summary=summary)
        cursor["done"] += len(rows) if cursor["round"] == 0 else 0
        cursor["below"] = rows[-1].id
    if len(rows) < STEP:
        cursor = _next_stretch(cursor, summary, steps)
    return Continue(cursor, cursor["done"])


def _next_rows(tx: Tx, batch: ledger.Batch, form: str, action: str, cursor: dict[str, Any]) -> list[Done]:
    rows = done_by(tx, batch.request["batch"], form, action, cursor["below"], STEP)
    if cursor["round"] == 0:
        return rows
    left = {each["id"] for each in _referred(dict(batch.summary), form)}
    return [row for row in rows if row.id in left]


def _referred(summary: dict[str, Any], form: str | None = None) -> list[dict[str, Any]]:
    left = summary.get("results", [])
    return [each for each in left if each["code"] == "undo.referred" and form in (None, each["form"])]


def _next_stretch(cursor: dict[str, Any], summary: dict[str, Any], steps: list[Any]) -> dict[str, Any]:
    """The next form and action; when all are through, another round for records that were only pointed at."""
    at = cursor["at"] + 1
    before = cursor.get("referred")
    referred = len(_referred(summary))
    if at >= len(steps) and referred and referred != before and cursor["round"] < ROUNDS:
        first = next((n for n, (_form, action) in enumerate(steps) if action == "created"), len(steps))
        return {**cursor, "at": first, "below": None, "round": cursor["round"] + 1, "referred": referred}
    return {**cursor, "at": at, "below": None}


def _taken_back(tx: Tx, who: Who, batch_id: int, form: str, rows: list[Done]) -> Reverted:
    catalog = catalogs.load(tx)
    if ledger.found(tx, batch_id).kind == samples.SAMPLE:
        rows = samples.living(tx, form, rows)
    if not rows:
        return Reverted()
    if form in TABLES and rows[0].action == "changed":
        return empty_again(tx, who.actor, batch_id, form, rows)
    if form == PEOPLE:
        return take_away_people(tx, catalog, rows)
    if form == DEPARTMENTS:
        return take_away_departments(tx, who.actor, catalog, batch_id, rows)
    bound = catalog.get(form)
    if bound is None or bound.read_only:
        return Reverted(left={row.id: "undo.form_gone" for row in rows})
    return revert(tx, who, catalog, batch_id, bound, rows)


def _add(summary: dict[str, Any], form: str, result: Reverted, again: bool) -> None:
    if again:
        back = set(result.back)
        kept = [each for each in summary["results"] if not (each["form"] == form and each["id"] in back)]
        summary["results"] = kept
        summary["left"] -= len(back)
    summary["restored"] = summary.get("restored", 0) + len(result.back)
    if not again:
        summary["left"] = summary.get("left", 0) + len(result.left)
        told = [
            {"form": form, "id": id_, "code": code, "params": result.params.get(id_, {}), "fields": []}
            for id_, code in result.left.items()
        ]
        ledger.add_refusals(summary, told)


def _who(tx: Tx, batch: ledger.Batch) -> Who:
    actor: Actor = SYSTEM if batch.by is None else actors.load(tx, batch.by)
    return Who(actor, "undo", batch_id=batch.id, trusted=True)


def _finished(tx: Tx, who: Who, batch: ledger.Batch) -> Finish:
    old = ledger.found(tx, batch.request["batch"])
    ledger.end(tx, batch.id, "done", {**batch.summary, **_options(tx, who.actor, old)})
    ledger.change(tx, old.id, state="undone")
    told = {key: batch.summary.get(key, 0) for key in ("restored", "left")}
    audit.write(tx, who.actor, "undo.run", form=batch.form, detail={"batch": batch.id, **told})
    tell_requester(tx, batch, told)
    return Finish({"batch": batch.id, **told})


def _options(tx: Tx, actor: Actor, old: ledger.Batch) -> dict[str, Any]:
    """What becomes of the options that the batch made, or retired as an undo; both as the next undo needs it."""
    form = old.form or ""
    retired, in_use = retire(tx, actor, form, old.summary.get("options", {}))
    again = take_up(tx, actor, form, old.summary.get("retired", {}))
    kept = {key: some for key, some in (("retired", retired), ("options", again)) if some}
    return {"options_retired": sum(map(len, retired.values())), "options_in_use": in_use, **kept}


def _turn_links(tx: Tx, actor: Actor, old: ledger.Batch, again: bool = False) -> None:
    """What records became by a push counts no longer once it is undone, and again once its undo is."""
    back, first = not again, old
    while first.kind == "undo" and first.undo_of is not None:
        back, first = not back, ledger.found(tx, first.undo_of)
    if first.kind == PUSH:
        who = Who(actor, "undo", batch_id=old.id, trusted=True)
        undone(tx, who, first, back)


def ended(tx: Tx, job: Job) -> None:
    """A failed or cancelled undo has taken back a part; the rest can be undone again."""
    batch = ledger.found(tx, job.payload["batch"])
    state = "cancelled" if job.state == "cancelled" or job.cancel else "failed"
    ledger.end(tx, batch.id, state, batch.summary)
    ledger.change(tx, batch.request["batch"], undone_by=None)
    _turn_links(tx, SYSTEM, ledger.found(tx, batch.request["batch"]), again=True)


job_kinds.register(JobKind(JOB, step, ended=ended, label={"zh-CN": "撤销", "en-US": "Undo"}))
