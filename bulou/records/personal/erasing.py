"""Erasing as a job: records in stretches with what hangs on them, texts anywhere, a report without names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bulou.db import settings_table
from bulou.db.backup.nightly import KEEP, KEPT
from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, enqueue, job_kinds
from bulou.db.thorough import overwrite_freed, settle_search
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.people import actors, audit
from bulou.records.personal import kinds, store
from bulou.records.personal.errors import NotConfirmed, PreviewNeeded
from bulou.records.personal.kinds import About, why_kept
from bulou.records.personal.planning import OWN, Chosen, kept_of
from bulou.records.personal.store import Request

JOB = "personal.erase"
STEP = 50  # records of one transaction, with their history, comments and files
EXPORT_DAYS = 7


def start(tx: Tx, by: Actor, id_: int, chosen: Chosen, texts: bool, seen: str, confirm: str) -> str:
    """The id of the job; NotConfirmed, PreviewNeeded, RequestClosed."""
    request = store.hold(tx, id_)
    if seen != request.digest:
        raise PreviewNeeded()
    if not confirm or confirm != phrase(request):
        raise NotConfirmed()
    total = sum(map(len, chosen.values()))
    job = enqueue(tx, JOB, {"request": id_}, by=by.person_id, total=total)
    kept = {"records": {form: list(ids) for form, ids in chosen.items()}, "texts": texts}
    store.change(tx, id_, kind="erasure", state=store.RUNNING, chosen=kept, job_id=job)
    return job


def phrase(request: Request) -> str:
    """What is to be typed before anything goes: the name, else the first number or address."""
    subject = request.subject
    start = f"{subject.start[0]} {subject.start[1]}" if subject.start else ""
    return subject.name or next(iter(subject.strong), start)


def step(context: JobContext) -> Continue | Finish:
    """The next stretch; cursor `{at, done, parts, kept}`."""
    tx, request = context.tx, store.one(context.tx, context.payload["request"])
    overwrite_freed(tx)
    cursor = context.cursor or {"at": 0, "done": 0, "parts": {}, "kept": {}}
    pairs = [(form, id_) for form, ids in request.chosen["records"].items() for id_ in ids]
    here = pairs[cursor["at"] : cursor["at"] + STEP]
    if here:
        form = here[0][0]
        ids = [id_ for key, id_ in here if key == form]
        _stretch(tx, request, form, ids, cursor, context.data_dir)
        cursor = {**cursor, "at": cursor["at"] + len(ids), "done": cursor["done"] + len(ids)}
        return Continue(cursor, done=cursor["done"], total=len(pairs))
    for form in map(catalogs.load(tx).get, request.chosen["records"]):
        if form is not None and form.search_table is not None:
            settle_search(tx, form.search_table.name)
    if request.subject.strong:
        for each in kinds.anywhere:
            _add(cursor["parts"], each.key, each.erase(tx, request.subject, context.data_dir))
    return Finish(_finish(context, request, cursor))


def _stretch(
    tx: Tx, request: Request, key: str, ids: Sequence[int], cursor: dict[str, Any], data_dir: Path
) -> None:
    form = catalogs.load(tx).get(key)
    if form is None:
        return
    own = frozenset(ids) & frozenset(request.found.of(key, *OWN))
    why = why_kept(tx, form, ids)
    texts = bool(request.chosen.get("texts"))
    about = About(request.subject, form, own, frozenset(ids) - own, why, texts, data_dir)
    # The values first: what that writes into the history is forgotten with the rest.
    first = [each for each in kinds.of_records if each.key == "records"]
    for each in (*first, *(each for each in kinds.of_records if each.key != "records")):
        _add(cursor["parts"], each.key, each.erase(tx, about))
    for id_, some in why.items():
        cursor["kept"].setdefault(key, []).append([id_, sorted({each.code for each in some})])


def _add(parts: dict[str, int], key: str, number: int) -> None:
    parts[key] = parts.get(key, 0) + number


def _finish(context: JobContext, request: Request, cursor: dict[str, Any]) -> dict[str, Any]:
    tx, by = context.tx, actors.load(context.tx, context.job.by or request.by)
    named = next(each for each in kinds.anywhere if each.key == "audit").count(tx, request.subject)
    report = {
        "records": {form: len(ids) for form, ids in request.chosen["records"].items()},
        "parts": {key: number for key, number in cursor["parts"].items() if number},
        "kept": cursor["kept"],
        "audit": named,
        "backups": int(settings_table.get(tx, KEEP, KEPT)),
        "export_days": EXPORT_DAYS,
    }
    jobs = store.forget(tx, request.subject)
    folder = context.data_dir / "exports"

    def unlink() -> None:
        for job in jobs:
            (folder / f"{job}.zip").unlink(missing_ok=True)

    tx.after_commit.append(unlink)
    store.change(tx, request.id, state=store.DONE, subject={}, report=report, ended_at=tx.now_text)
    kept = sum(len(some) for some in cursor["kept"].values())
    detail = {"request": request.id, "reason": request.reason, "records": report["records"], "kept": kept}
    parts = {key: number for key, number in report["parts"].items() if key != "records"}
    audit.write(tx, by, "personal.erased", detail={**detail, **parts})
    return {"request": request.id, **report}


def ended(tx: Tx, job: Job) -> None:
    """A cancelled or failed erasure has done a part; the rest can be asked for anew."""
    state = store.CANCELLED if job.state == "cancelled" or job.cancel else store.FAILED
    done = job.cursor or {}
    report = {
        "records": {},
        "parts": done.get("parts", {}),
        "kept": done.get("kept", {}),
        "done": done.get("done", 0),
    }
    store.change(tx, job.payload["request"], state=state, report=report, ended_at=tx.now_text)


def kept_in_words(tx: Tx, actor: Actor, request: Request) -> list[dict[str, Any]]:
    """The records of a report that stayed, with the reasons as they are now."""
    catalog = catalogs.load(tx)
    found: list[dict[str, Any]] = []
    for key, some in request.report.get("kept", {}).items():
        form = catalog.get(key)
        if form is not None:
            found += kept_of(tx, actor, form, why_kept(tx, form, [id_ for id_, _codes in some]))
    return found


job_kinds.register(
    JobKind(JOB, step, ended=ended, label={"zh-CN": "清除个人数据", "en-US": "Erasing personal data"})
)
