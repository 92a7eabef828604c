"""The job that carries out a batch: 500 records a step, each refused or changed for itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, job_kinds
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors, audit
from bulou.records.batches import ledger
from bulou.records.batches.start import JOB
from bulou.records.batches.telling import refusal_of, tell_requester
from bulou.records.linked.buttons import commands_of
from bulou.records.write import Command, Outcome, Who, apply

STEP = 500


def step(context: JobContext) -> Continue | Finish:
    """The next records of the frozen list."""
    tx = context.tx
    batch = ledger.found(tx, context.payload["batch"])
    ids, at = batch.request["ids"], int(context.cursor or 0)
    who = _who(tx, batch)
    commands = _commands(tx, who, batch, ids[at : at + STEP])
    outcomes = apply(tx, who, batch.form or "", commands, partial=True)
    summary = _counted(dict(batch.summary), outcomes)
    done = at + len(outcomes)
    if done < len(ids):
        ledger.change(tx, batch.id, summary=summary)
        return Continue(done, done, len(ids))
    ledger.end(tx, batch.id, "done", summary)
    told = {key: summary.get(key, 0) for key in ("changed", "unchanged", "failed")}
    audit.write(tx, who.actor, "bulk.run", form=batch.form, detail={"batch": batch.id, **told})
    tell_requester(tx, batch, told)
    return Finish({"batch": batch.id, **told})


def _who(tx: Tx, batch: ledger.Batch) -> Who:
    actor: Actor = (
        SYSTEM if batch.by is None else actors.as_asked(tx, batch.by, batch.request.get("limits") or {})
    )
    return Who(actor, "bulk", batch.request.get("locale", "zh-CN"), batch.id)


def _commands(tx: Tx, who: Who, batch: ledger.Batch, ids: Sequence[int]) -> list[Command]:
    move = batch.request.get("move") or {}
    if move.get("to") == "press":
        return commands_of(tx, who, catalogs.load(tx)[batch.form or ""], move["button"], ids)
    return [command(batch.request, id_) for id_ in ids]


def command(request: Mapping[str, Any], id_: int) -> Command:
    """What is asked, for one record."""
    move = request.get("move")
    if not move:
        return Command("change", id_, request["change"])
    match move["to"]:
        case "stage":
            return Command("change", id_, {**(move.get("values") or {}), "stage": move["stage"]})
        case "assign":
            return Command("change", id_, {"owner": move.get("owner")})
        case "restore":
            return Command("restore", id_)
    return Command("delete", id_)


def _counted(summary: dict[str, Any], outcomes: list[Outcome]) -> dict[str, Any]:
    for outcome in outcomes:
        moved = outcome.action in ("delete", "restore") or bool(outcome.changed)
        key = "failed" if outcome.error is not None else "changed" if moved else "unchanged"
        summary[key] = summary.get(key, 0) + 1
    ledger.add_refusals(
        summary, [refusal_of(each.id, each.error) for each in outcomes if each.error is not None]
    )
    ledger.add_twins(summary, outcomes)
    return summary


def ended(tx: Tx, job: Job) -> None:
    """A batch whose job failed or was cancelled keeps what it did, and can be undone like any other."""
    batch = ledger.found(tx, job.payload["batch"])
    state = "cancelled" if job.state == "cancelled" or job.cancel else "failed"
    ledger.end(tx, batch.id, state, batch.summary)


job_kinds.register(JobKind(JOB, step, ended=ended, label={"zh-CN": "批量修改", "en-US": "Bulk change"}))
