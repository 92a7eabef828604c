"""The import as a durable job: chunk by chunk, each with its cursor in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bulou.access.visible import require
from bulou.db import jobs, statistics
from bulou.db import tx as transactions
from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, Preparation, job_kinds
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors, audit
from bulou.records.batches import ledger
from bulou.records.batches.telling import tell_requester
from bulou.records.exchange import rights as all_rights
from bulou.records.exchange import store
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.meaning.staff import is_staff as staff_is
from bulou.records.exchange.proposing import memory
from bulou.records.exchange.proposing.proposal import cell_context
from bulou.records.exchange.running import counts, kept, later, options, refusals, staff, writing
from bulou.records.exchange.running.kept import Kept
from bulou.records.exchange.running.rows import RowRead
from bulou.records.exchange.store import Import
from bulou.records.write import Who

KIND = "import"
GROWN = 1_000  # more new records than this, and the planner must not think the table small
Step = Continue | Finish
_FIRST = {"phase": "write", "sheet": 0, "chunk": 0}


@dataclass(frozen=True, eq=False)
class Prepared:
    """The rows of one chunk, read outside any transaction, and what all chunks share."""

    rows: list[RowRead]
    kept: Kept


def prepare(preparation: Preparation) -> Prepared | None:
    """Read the chunk that the cursor stands at; the first time, find the twins if nobody has."""
    job = preparation.job
    cursor = job.cursor or {}
    if cursor and cursor["phase"] != "write":
        return None

    def load(tx: Tx) -> tuple[Import, Form, CellContext]:
        run = store.get(tx, job.payload["import"])
        return run, catalogs.load(tx)[run.form], cell_context(tx, _actor(tx, run, job.payload))

    run, form, context = transactions.run(preparation.db, load, write=False)
    shared = kept.of(preparation.db, run, form, context, preparation)
    if not cursor:
        return Prepared([], shared)
    sheet = shared.plan.used[cursor["sheet"]]
    try:
        return Prepared(shared.rows(sheet, cursor["chunk"]), shared)
    except FileNotFoundError:  # a change of the proposal was under way when the run began: read once more
        kept.drop(preparation.db)
        shared = kept.of(preparation.db, run, form, context, preparation)
        return Prepared(shared.rows(sheet, cursor["chunk"]), shared)


def step(context: JobContext) -> Step:
    """One piece of the import."""
    run = store.get(context.tx, context.payload["import"])
    actor = _actor(context.tx, run, context.payload)
    form = catalogs.load(context.tx)[run.form]
    require(actor, form.key, "import")
    cursor = context.cursor
    if cursor is None:
        return _begin(context, run, actor, form)
    context.tx.lock(KIND)  # imports write by turns: each looks for what is there before it makes anything
    if cursor["phase"] == "write":
        return _write(context, run, actor, form)
    if cursor["phase"] == "later":
        return _later(context, run, actor, form)
    return _finish(context, run, actor, form)


def _actor(tx: Tx, run: Import, payload: Mapping[str, Any]) -> Actor:
    """Whose import it is, within the limits of the token by which it was started."""
    return SYSTEM if run.by is None else actors.as_asked(tx, run.by, payload.get("limits") or {})


def _begin(context: JobContext, run: Import, actor: Actor, form: Form) -> Step:
    """Open the batch, make missing options; or go on where a stopped run was."""
    tx = context.tx
    total = context.prepared.kept.total
    if run.batch_id is not None:
        ledger.change(tx, run.batch_id, state="open", ended_at=None)
        store.change(tx, run.id, state="running", ended_at=None)
        at = run.progress.get("cursor") or _FIRST
        return Continue(at, done=counts.from_json(run.progress.get("counts")).rows, total=total)
    request = {"import": run.id, "file": run.file_name, "sha256": run.sha256}
    batch_id = ledger.begin(tx, KIND, form.key, request, actor.person_id)
    tally = counts.Counts()
    if run.plan.options.create_missing.choices:
        wanted = store.labels(store.folder(context.data_dir, run.id))
        made = options.make(tx, actor, form.key, wanted)
        tally.choices_created = sum(map(len, made.values()))
        ledger.change(tx, batch_id, summary={"options": made})
    memory.remember(tx, run.plan, actor.person_id)
    audit.write(tx, actor, "import.started", form=form.key, detail={**request, "rows": total})
    store.change(tx, run.id, state="running", batch_id=batch_id)
    store.keep_progress(tx, run.id, tally, _FIRST)
    return Continue(_FIRST, done=0, total=total)


def _write(context: JobContext, run: Import, actor: Actor, form: Form) -> Step:
    prepared: Prepared = context.prepared
    shared = prepared.kept
    tally = counts.from_json(run.progress.get("counts"))
    may = all_rights.of(actor, form)
    work = writing.Writing(
        tx=context.tx,
        who=_who(run, shared.plan, actor),
        form=form,
        catalog=catalogs.load(context.tx),
        plan=shared.plan,
        sameness=shared.sameness,
        counts=tally,
        same=shared.same,
        names=shared.names,
        may_make_people=may.people,
        may_assign=may.assign,
    )
    if staff_is(form):
        staff.write(work, prepared.rows)
    else:
        writing.write(work, prepared.rows)
    refusals.keep(context.tx, run.id, shared.unknown.gathered(context.tx, run.id, work.refusals))
    cursor = _after(context.cursor, shared)
    store.keep_progress(context.tx, run.id, tally, cursor)
    return Continue(cursor, done=tally.rows, total=shared.total)


def _who(run: Import, plan: Plan, actor: Actor) -> Who:
    return Who(
        actor=actor,
        via="import",
        locale=actor.locale,
        batch_id=run.batch_id,
        existing_history=plan.options.existing_history and run.may_keep_history(actor),
    )


def _after(cursor: dict[str, Any], shared: Kept) -> dict[str, Any]:
    used = shared.plan.used
    sheet = used[cursor["sheet"]]
    if cursor["chunk"] + 1 < len(shared.spool.sheets[sheet.index].chunks):
        return {**cursor, "chunk": cursor["chunk"] + 1}
    if cursor["sheet"] + 1 < len(used):
        return {"phase": "write", "sheet": cursor["sheet"] + 1, "chunk": 0}
    return {"phase": "later", "after": 0}


def _later(context: JobContext, run: Import, actor: Actor, form: Form) -> Step:
    tally = counts.from_json(run.progress.get("counts"))
    after = later.step(
        context.tx, _who(run, run.plan, actor), form, run.plan, run.id, context.cursor["after"], tally
    )
    cursor = {"phase": "finish"} if after is None else {"phase": "later", "after": after}
    store.keep_progress(context.tx, run.id, tally, cursor)
    return Continue(cursor, done=tally.rows, total=tally.rows)


def _finish(context: JobContext, run: Import, actor: Actor, form: Form) -> Step:
    tx = context.tx
    told = counts.told(counts.from_json(run.progress.get("counts")), form)
    if told["created"] >= GROWN:
        statistics.refresh(tx, form.table)
    if run.batch_id is not None:
        ledger.end(tx, run.batch_id, "done", {**ledger.found(tx, run.batch_id).summary, **told})
        tell_requester(tx, ledger.found(tx, run.batch_id), {"import": run.id, **told})
    store.change(tx, run.id, state="done", ended_at=tx.now_text)
    kept.drop(tx.db)
    audit.write(tx, actor, "import.done", form=form.key, detail={"import": run.id, **told})
    return Finish({**told, "import": run.id, "batch": run.batch_id})


def ended(tx: Tx, job: Job) -> None:
    """The job was cancelled or failed: what is in stays, and can be undone or gone on with."""
    run = store.get(tx, job.payload["import"])
    kept.drop(tx.db)
    state = "cancelled" if job.state == "cancelled" else "failed"
    store.change(tx, run.id, state=state, ended_at=tx.now_text)
    if run.batch_id is not None:
        told = counts.told(counts.from_json(run.progress.get("counts")), None)
        ledger.end(tx, run.batch_id, state, {**ledger.found(tx, run.batch_id).summary, **told})


def start(tx: Tx, run: Import, limits: Mapping[str, Any]) -> str:
    """Put the import into the queue; the job's id. `limits` are those of a token (`actors.limits_of`)."""
    payload = {"import": run.id, "limits": dict(limits)}
    total = sum(sheet.rows for sheet in run.plan.used)
    return jobs.enqueue(tx, KIND, payload, unique_key=f"import:{run.id}", by=run.by, total=total)


job_kinds.register(
    JobKind(
        key=KIND,
        step=step,
        prepare=prepare,
        ended=ended,
        label={"zh-CN": "导入", "en-US": "Import"},
    )
)
