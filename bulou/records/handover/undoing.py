"""A handover taken back within seven days: a new batch, in one transaction, that lists what it had to leave."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bulou.access.rights import may_manage_people
from bulou.db.jobs import Finish, Job, JobContext, JobKind, enqueue, job_kinds
from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import instant, parse_instant
from bulou.kit.errors import Forbidden
from bulou.kit.protocols import Actor
from bulou.people import accounts, actors, audit, revision
from bulou.records.batches import ledger as batches
from bulou.records.batches.revert import done_by, revert
from bulou.records.handover import ledger, sharing
from bulou.records.handover.asking import (
    may_hand_over,
    require_assigning,
    require_giver,
    states,
)
from bulou.records.handover.contributed import Passed, possessions
from bulou.records.handover.errors import NotUndoableHandover, NotYours, Running
from bulou.records.handover.ledger import Handover
from bulou.records.handover.switch import KIND
from bulou.records.handover.telling import tell_starter
from bulou.records.write import Who

JOB = "records.handover_undo"
DAYS = 7
CHUNK = 500
MOST_TOLD = 500
Json = dict[str, Any]


def undo(tx: Tx, actor: Actor, id_: int, *, enable: bool = False) -> Json:
    """`{id, job}`. `enable`: let the leaver in again, which nothing else does. NotUndoableHandover, Running."""
    found = ledger.found(tx, id_)
    require_giver(tx, actor, found.person_id)
    if not may_take_back(actor, found):
        raise NotYours(action="handover", form="user", id=found.person_id)
    require_assigning(actor, found.person_id)
    if enable and not may_manage_people(actor):
        raise Forbidden(action="people", form="user")
    ledger.lock(tx, found.person_id)
    found = ledger.found(tx, id_)
    reason = why_not(tx, found)
    if reason is not None:
        raise NotUndoableHandover(reason=reason, id=id_)
    going = ledger.running_of(tx, found.person_id)
    if going is not None:
        raise Running(id=going)
    job = enqueue(tx, JOB, {"handover": id_, "enable": enable, "by": actor.person_id}, by=actor.person_id)
    ledger.change(tx, id_, state=ledger.UNDOING, undo_job=job)
    audit.write(
        tx, actor, "handover.undo_started", detail={"handover": id_, "id": found.person_id, "enable": enable}
    )
    return {"id": id_, "job": job}


def may_take_back(actor: Actor, found: Handover) -> bool:
    """Administrators any; heads what they handed over themselves: others' may go beyond what they may assign."""
    return may_manage_people(actor) or (found.by == actor.person_id and may_hand_over(actor, found.person_id))


def why_not(tx: Tx, found: Handover) -> str | None:
    """Why it cannot be taken back: `running`, `undone`, `not_done`, `too_old`; None when it can."""
    if found.state in (ledger.QUEUED, ledger.UNDOING):
        return "running"
    if found.state == ledger.UNDONE:
        return "undone"
    if found.state != ledger.DONE:
        return "not_done"
    return "too_old" if tx.now_text > undo_until(found) else None


def undo_until(found: Handover) -> str:
    """Until when, as a stored instant."""
    return instant(parse_instant(found.done_at or found.created_at) + timedelta(days=DAYS))


def step(context: JobContext) -> Finish:
    """Everything back, or nothing."""
    tx, payload = context.tx, context.payload
    by = actors.load(tx, payload["by"])
    revision.changing(tx)
    found = ledger.found(tx, payload["handover"])
    ledger.lock(tx, found.person_id)
    assert found.batch_id is not None
    batches.lock(tx, found.batch_id)
    batch = batches.begin(tx, "undo", None, {"handover": found.id}, by.person_id, undo_of=found.batch_id)
    who = Who(by, KIND, by.locale, batch, trusted=True)
    enabled = _enable(
        tx, by, found, payload["enable"]
    )  # first: only who may sign in can lead or stand in again
    told = {**_records(tx, who, found.batch_id), **_rest(tx, by, found), "enabled": enabled}
    batches.end(tx, batch, "done", {"restored": told["restored"], "left": told["left"]})
    batches.change(tx, found.batch_id, state="undone", undone_by=batch)
    stamp = {"undone_by": by.person_id, "undone_at": tx.now_text}
    ledger.change(tx, found.id, state=ledger.UNDONE, result={**found.result, "undone": told}, **stamp)
    counts = {key: told[key] for key in ("restored", "left", "enabled")}
    audit.write(tx, by, "handover.undone", detail={"handover": found.id, "id": found.person_id, **counts})
    tell_starter(tx, found, "handover.undone", counts)
    return Finish({"handover": found.id, **counts})


def _records(tx: Tx, who: Who, batch_id: int) -> Json:
    """Owners and names as they were, of every record that nobody changed since."""
    catalog = catalogs.load(tx)
    restored, left = 0, list[Json]()
    c = batch_row.c
    forms = [
        row[0] for row in tx.rows(select(c.form).where(c.batch_id == batch_id).distinct().order_by(c.form))
    ]
    for key in forms:
        form, below = catalog.get(key), None
        while rows := done_by(tx, batch_id, key, "changed", below, CHUNK):
            below = rows[-1].id
            if form is None or form.read_only:
                left += [{"form": key, "id": row.id, "code": "undo.form_gone"} for row in rows]
                continue
            result = revert(tx, who, catalog, batch_id, form, rows)
            restored += len(result.back)
            left += [{"form": key, "id": id_, "code": code} for id_, code in result.left.items()]
    return {"restored": restored, "left": len(left), "items": left[:MOST_TOLD]}


def _rest(tx: Tx, by: Actor, found: Handover) -> Json:
    """What is no record, by its own kind; shares and team places."""
    result: Mapping[str, Any] = found.result
    kept: dict[str, list[Any]] = {}
    for key, some in result.get("others", {}).items():
        kind = possessions.get(key)
        for each in some:
            if kind is None or kind.take_back is None or not kind.take_back(tx, by, Passed(**each)):
                kept.setdefault(key, []).append(each["label"])
    sharing.stop_reading(tx, found.person_id, found.done_at or "") if result.get("readable") else None
    return {"others_left": kept, "shares_left": sharing.give_back(tx, result.get("shares", []))}


def _enable(tx: Tx, by: Actor, found: Handover, wanted: bool) -> bool:
    """Whether the leaver may sign in again: only if the handover closed the account, and only if asked for."""
    if not (wanted and found.result.get("left_account")):
        return False
    if states(tx, [found.person_id]).get(found.person_id) != "disabled":
        return False
    accounts.enable(tx, by, found.person_id)
    return True


def ended(tx: Tx, job: Job) -> None:
    """Nothing was taken back: the handover stands as it was, and the undo can be asked for again."""
    found = ledger.found(tx, job.payload["handover"])
    if found.state == ledger.UNDOING:
        ledger.change(tx, found.id, state=ledger.DONE, undo_job=None)


job_kinds.register(
    JobKind(JOB, step, ended=ended, label={"zh-CN": "撤销交接", "en-US": "Undo of a handover"})
)
