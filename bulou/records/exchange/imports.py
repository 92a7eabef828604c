"""The import as people and programs use it: start, look, revise, run, cancel, resume, undo, refusals."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bulou.access.grants import reaches
from bulou.access.rights import may_manage_people
from bulou.access.visible import require
from bulou.db import jobs
from bulou.db import tx as transactions
from bulou.db.database import Database
from bulou.db.reader import read_apart
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import Clock, utc_now
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.ids import short_id
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.records import batches
from bulou.records.batches import ledger
from bulou.records.batches.undoing import why_not
from bulou.records.exchange import refusal_workbook, results, rights, store
from bulou.records.exchange.errors import FileGone, FormNotImportable, ImportState
from bulou.records.exchange.files.limits import Limits
from bulou.records.exchange.files.spool import last_number, open_spool
from bulou.records.exchange.files.unpack import unpack
from bulou.records.exchange.meaning import staff
from bulou.records.exchange.meaning.plan import Plan, from_json, to_json
from bulou.records.exchange.proposing import proposal as proposals
from bulou.records.exchange.proposing.checking import Judging
from bulou.records.exchange.proposing.revise import revise as revised
from bulou.records.exchange.running import counts, job, refusals
from bulou.records.exchange.store import Import

PATIENCE = 300.0  # seconds for understanding a file
STOPPED = ("failed", "cancelled")
Json = dict[str, Any]


def start(
    db: Database,
    actor: Actor,
    form: str,
    path: Path,
    file_name: str,
    *,
    data_dir: Path,
    clock: Clock = utc_now,
    limits: Limits | None = None,
    options: Mapping[str, Any] | None = None,
) -> Json:
    """Take in the file at `path` and propose how to import it: `{id, status, form, proposal, …}`.

    Not to be called inside a transaction: the file is read and understood in other processes first. `options`
    are those of a proposal that are to be otherwise from the beginning. Raises what is wrong with the file
    (FileUnusable), NothingToImport, Forbidden, PlanInvalid.
    """
    transactions.run(db, lambda tx: _check(tx, actor, form), clock=clock, write=False)
    folder = data_dir / "imports" / f"new-{short_id()}"
    folder.mkdir(parents=True)
    try:
        kept = folder / "file"  # without an ending: the content says what it is
        shutil.copyfile(path, kept)
        spool = unpack(kept, file_name, folder, limits)
        plan, proposal = _propose(db, actor, form, folder, None, clock())
        if options:
            patch, first = {"options": options}, from_json(plan)
            plan = transactions.run(
                db, lambda tx: _revised(tx, actor, first, patch, folder), clock=clock, write=False
            )
            plan, proposal = _propose(db, actor, form, folder, plan, clock(), proposal["remembered"])

        def keep(tx: Tx) -> Json:
            id_ = store.add(tx, actor, form, file_name, spool.sha256, plan, proposal)
            tx.after_commit.append(partial(_move, folder, store.folder(data_dir, id_)))
            return told(tx, actor, store.get(tx, id_))

        return transactions.run(db, keep, clock=clock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(folder: Path, to: Path) -> None:
    folder.rename(to)


def _check(tx: Tx, actor: Actor, form: str) -> None:
    found = catalogs.load(tx).get(form)
    if found is None or (found.read_only and not staff.is_staff(found)):
        raise FormNotImportable(form=form)
    if found.read_only and not rights.of(actor, found).people:
        raise Forbidden(action="import", form=form)
    require(actor, form, "import")


def _propose(
    db: Database,
    actor: Actor,
    form: str,
    folder: Path,
    kept: Json | None,
    now: datetime,
    remembered: bool = False,
) -> tuple[Json, Json]:
    plain = replace(actor, kept={})  # what was compiled for this process stays here
    asked = (plain, form, str(folder), kept, remembered)
    return read_apart(db, proposals.propose, *asked, timeout=PATIENCE, now=now)


def _revised(tx: Tx, actor: Actor, plan: Plan, patch: Mapping[str, Any], folder: Path) -> Json:
    """The plan changed by `patch`, as JSON. PlanInvalid, FileGone."""

    def last_row(sheet: int) -> int:
        try:
            return last_number(open_spool(folder), sheet)
        except FileNotFoundError as error:
            raise FileGone(file=folder.name) from error

    catalog = catalogs.load(tx)
    judging = Judging(tx, actor, catalog[plan.form], catalog, last_row)
    return to_json(revised(judging, plan, patch))


def revise(
    db: Database,
    actor: Actor,
    import_id: int,
    patch: Mapping[str, Any],
    *,
    data_dir: Path,
    clock: Clock = utc_now,
) -> Json:
    """Change parts of a proposal (same shape) and make it anew. Not inside a transaction. PlanInvalid, ImportState."""

    folder = store.folder(data_dir, import_id)

    def load(tx: Tx) -> tuple[Json, bool]:
        run = _mine(tx, actor, import_id)
        _demand(run, "proposed")
        return _revised(tx, actor, run.plan, patch, folder), bool(run.proposal.get("remembered"))

    changed, remembered = transactions.run(db, load, clock=clock, write=False)
    plan, proposal = _propose(db, actor, changed["form"], folder, changed, clock(), remembered)

    def keep(tx: Tx) -> Json:
        _demand(_taken(tx, actor, import_id), "proposed")
        store.revise(tx, import_id, plan, proposal)
        return told(tx, actor, store.get(tx, import_id))

    return transactions.run(db, keep, clock=clock)


def run(tx: Tx, actor: Actor, import_id: int) -> Json:
    """Start the import as proposed; it goes on as a job: `{id, status, job, …}`. ImportState."""
    found = _taken(tx, actor, import_id)
    _demand(found, "proposed")
    require(actor, found.form, "import")
    return _queue(tx, actor, found)


def resume(tx: Tx, actor: Actor, import_id: int) -> Json:
    """Go on where a cancelled or failed import stopped. ImportState."""
    found = _taken(tx, actor, import_id)
    _demand(found, *STOPPED)
    if found.batch_id is not None:
        ledger.lock(tx, found.batch_id)
        if ledger.found(tx, found.batch_id).undone_by is not None:
            raise ImportState(state="undone")
        ledger.change(tx, found.batch_id, state="open", ended_at=None)
    return _queue(tx, actor, found)


def _queue(tx: Tx, actor: Actor, found: Import) -> Json:
    job_id = job.start(tx, found, actors.limits_of(actor))
    store.change(tx, found.id, state="queued", job_id=job_id, ended_at=None)
    return told(tx, actor, store.get(tx, found.id))


def cancel(tx: Tx, actor: Actor, import_id: int) -> Json:
    """Stop a waiting or running import after the chunk it is at. ImportState when it does not run."""
    found = _taken(tx, actor, import_id)
    if found.job_id is None or not jobs.cancel(tx, found.job_id):
        raise ImportState(state=found.state)
    return told(tx, actor, store.get(tx, import_id))


def undo(tx: Tx, actor: Actor, import_id: int) -> Json:
    """Take back all that the import did, as a new batch: `{job, batch}`. ImportState, NotUndoable."""
    found = _taken(tx, actor, import_id)
    if found.batch_id is None:
        raise ImportState(state=found.state)
    return batches.undo(tx, actor, found.batch_id)


def state(tx: Tx, actor: Actor, import_id: int) -> Json:
    """The import: proposal, status, progress, result, undo."""
    return told(tx, actor, _mine(tx, actor, import_id))


def listing(tx: Tx, actor: Actor, limit: int = 50) -> list[Json]:
    """The newest imports of the actor (of everybody for an administrator), without their proposals."""
    found = store.recent(tx, actor.person_id, may_manage_people(actor), min(limit, 200))
    return [{**told(tx, actor, each), "proposal": None} for each in found if reaches(actor, each.form)]


def refusal_page(tx: Tx, actor: Actor, import_id: int, after: int = 0, limit: int = 100) -> Json:
    """What did not go in: `{items: [{id, level, sheet, row, column, raw, code, params, text}], next}`."""
    _mine(tx, actor, import_id)
    found = refusals.read(tx, import_id, after=after, limit=min(limit, 500))
    items = [
        {
            "id": id_,
            "level": each.level,
            "sheet": each.sheet,
            "row": each.row,
            "column": each.column,
            "raw": each.raw,
            "code": each.code,
            "params": dict(each.params),
            "text": refusal_workbook.reason(each, actor.locale),
        }
        for id_, each in found
    ]
    return {"items": items, "next": found[-1][0] if len(found) == min(limit, 500) else None}


def result_page(tx: Tx, actor: Actor, import_id: int, outcome: str, after: int = 0, limit: int = 100) -> Json:
    """What a figure of the result counts (results.page); NotFound."""
    return results.page(tx, actor, _mine(tx, actor, import_id), outcome, after, min(limit, 500))


def refusals_file(db: Database, actor: Actor, import_id: int, *, data_dir: Path) -> Path:
    """The workbook of refusals, made anew. Not inside a transaction."""
    transactions.run(db, lambda tx: _mine(tx, actor, import_id), write=False)
    target = store.folder(data_dir, import_id) / f"refusals-{actor.locale}.xlsx"
    read_apart(db, refusal_workbook.write, import_id, str(target), actor.locale, timeout=PATIENCE)
    return target


def forget(tx: Tx, actor: Actor, import_id: int, *, data_dir: Path) -> None:
    """Throw a proposal away, with its file. ImportState when it has run."""
    _demand(_taken(tx, actor, import_id), "proposed")
    store.forget(tx, import_id)
    tx.after_commit.append(lambda: shutil.rmtree(store.folder(data_dir, import_id), ignore_errors=True))


def _mine(tx: Tx, actor: Actor, import_id: int) -> Import:
    """An import the actor may see: their own, or any for an administrator; NotFound otherwise. By a token for some
    forms only those into these."""
    found = store.get(tx, import_id)
    mine = found.by == actor.person_id or may_manage_people(actor)
    if not (mine and reaches(actor, found.form)):
        raise NotFound(what="import", id=import_id)
    return found


def _taken(tx: Tx, actor: Actor, import_id: int) -> Import:
    """As `_mine`, for whoever is about to judge its state and change it: one at a time."""
    tx.lock(f"import:{import_id}")
    return _mine(tx, actor, import_id)


def _demand(found: Import, *states: str) -> None:
    if found.state not in states:
        raise ImportState(state=found.state)


def told(tx: Tx, actor: Actor, found: Import) -> Json:
    """An import as `GET /imports/{id}` answers it."""
    form = catalogs.load(tx).get(found.form)
    tally = counts.from_json(found.progress.get("counts")) if found.progress else None
    result = {**counts.told(tally, form), "batch": found.batch_id} if tally else None
    return {
        "id": found.id,
        "form": found.form,
        "file_name": found.file_name,
        "status": found.state,
        "proposal": found.proposal,
        "progress": _progress(tx, found),
        "result": result,
        "undo": _undo(tx, found),
        "error": _error(tx, found, actor.locale),
        "job": found.job_id,
        "created_at": found.created_at,
        "ended_at": found.ended_at,
    }


def _progress(tx: Tx, found: Import) -> Json | None:
    running = jobs.get(tx, found.job_id) if found.job_id else None
    if running is None:
        return None
    rate = remaining = None
    if running.started_at is not None and running.done:
        seconds = max(0.001, ((running.ended_at or tx.now) - running.started_at).total_seconds())
        rate = round(running.done / seconds, 1)
        left = max(0, (running.total or 0) - running.done)
        remaining = round(left / rate) if rate and not running.has_ended else None
    return {"done": running.done, "total": running.total, "rate": rate, "remaining_seconds": remaining}


def _undo(tx: Tx, found: Import) -> Json:
    if found.batch_id is None:
        return {
            "possible": False,
            "done": False,
            "until": None,
            "running": False,
            "batch": None,
            "result": None,
        }
    held = ledger.found(tx, found.batch_id)
    until = batches.undo_until(held)
    told = {"possible": why_not(tx, held) is None, "done": held.state == "undone", "until": until}
    if held.undone_by is None:
        return {**told, "running": False, "batch": None, "result": None}
    taken = ledger.found(tx, held.undone_by).summary
    result = {key: taken.get(key, 0) for key in ("restored", "left", "options_retired", "options_in_use")}
    return {**told, "running": not told["done"], "batch": held.undone_by, "result": result}


def _error(tx: Tx, found: Import, locale: str) -> Any:
    failed = jobs.get(tx, found.job_id) if found.job_id and found.state == "failed" else None
    return jobs.told_error(failed, locale) if failed else None


__all__ = [
    "cancel",
    "forget",
    "listing",
    "refusal_page",
    "refusals_file",
    "result_page",
    "resume",
    "revise",
    "run",
    "start",
    "state",
    "undo",
]
