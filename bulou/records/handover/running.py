"""Handovers as background work: looked at form by form, carried out in one last step, cancelled before it."""

from typing import Any

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, enqueue, job_kinds
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import actors, audit, revision
from bulou.records.handover import ledger
from bulou.records.handover.asking import check, hands_of, require_assigning
from bulou.records.handover.errors import Running
from bulou.records.handover.ledger import Handover
from bulou.records.handover.model import Asked
from bulou.records.handover.switch import settled, sweep, switch, tried
from bulou.records.handover.telling import tell_starter

JOB, SWEEP = "records.handover", "records.handover_sweep"
Json = dict[str, Any]


def start(tx: Tx, actor: Actor, asked: Asked) -> Json:
    """`{id, job}` of a handover that will be carried out. Running, BadHandover, LastAdministrator, NotYours."""
    if asked.ending == "leaves":
        revision.changing(tx)  # before the handover's own lock, as the switch takes them
    check(tx, actor, asked)
    require_assigning(actor, asked.person)
    ledger.lock(tx, asked.person)
    going = ledger.running_of(tx, asked.person)
    if going is not None:
        raise Running(id=going)
    tried(tx, actor, asked)
    id_ = ledger.begin(tx, asked, actor.person_id)
    job = enqueue(tx, JOB, {"handover": id_}, by=actor.person_id)
    ledger.change(tx, id_, job_id=job)
    detail = {
        "handover": id_,
        "id": asked.person,
        "ending": asked.ending,
        "receivers": sorted(asked.receivers()),
    }
    audit.write(tx, actor, "handover.started", detail=detail)
    return {"id": id_, "job": job}


def step(context: JobContext) -> Continue | Finish:
    """Look at the forms one by one, then switch; cursor: how many forms were looked at."""
    tx = context.tx
    found = ledger.found(tx, context.payload["handover"])
    by = actors.load(tx, found.by) if found.by is not None else None
    assert by is not None  # handovers are asked for by people
    asked = found.asked
    looked = int(context.cursor or 0)
    if looked == 0 or looked < (context.job.total or 0) - 1:
        return _look(tx, by, asked, looked)
    result = switch(tx, by, found)
    tell_starter(tx, found, "handover.done", {"count": result["total"]})
    if asked.ending == "leaves":
        enqueue(tx, SWEEP, {"handover": found.id}, by=found.by)
    return Finish({"handover": found.id, "total": result["total"]})


def _look(tx: Tx, by: Actor, asked: Asked, looked: int) -> Continue:
    """One form ahead: what would stop the handover stops it before anything is held for long."""
    check(tx, by, asked)
    hands = hands_of(tx, asked)
    gives, _left = settled(tx, by, asked, hands, only="")
    forms = list(gives)
    if looked < len(forms):
        settled(tx, by, asked, hands, only=forms[looked])
    total, done = max(len(forms), 1) + 1, looked + 1
    return Continue(done, done, total)


def sweep_step(context: JobContext) -> Finish:
    """What came late."""
    tx = context.tx
    found: Handover = ledger.found(tx, context.payload["handover"])
    assert found.by is not None
    return Finish({"handover": found.id, "late": sweep(tx, actors.load(tx, found.by), found)})


def ended(tx: Tx, job: Job) -> None:
    """Nothing moved: a handover whose job failed or was cancelled has done nothing at all."""
    found = ledger.found(tx, job.payload["handover"])
    if found.state == ledger.QUEUED:
        state = ledger.CANCELLED if job.state == "cancelled" or job.cancel else ledger.FAILED
        ledger.change(tx, found.id, state=state, result={"error": job.error} if job.error else {})


job_kinds.register(JobKind(JOB, step, ended=ended, label={"zh-CN": "交接", "en-US": "Handover"}))
job_kinds.register(
    JobKind(SWEEP, sweep_step, label={"zh-CN": "交接收尾", "en-US": "Late records of a handover"})
)
