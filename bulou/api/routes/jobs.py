"""Background work as the person who asked for it sees it."""

from datetime import datetime
from typing import Any

from bulou.api.call import Call
from bulou.api.doors import Doors, number
from bulou.db import jobs
from bulou.db.jobs import Job, job_kinds
from bulou.kit.clock import instant
from bulou.kit.errors import Conflict, NotFound

doors = Doors("jobs")
PAGES = {  # the pages of kinds whose jobs are not about one thing
    "apps.install": "/settings/apps",
    "audit.verify": "/settings/audit",
    "audit.nightly": "/settings/audit",
    "backup": "/settings/backups",
    "deliveries.prune": "/settings/deliveries",
    "rules.run": "/settings/rules/runs",
    "rules.rebuild": "/settings/rules",
}


class JobEnded(Conflict):
    """The job has ended and cannot be cancelled. `state`."""

    code = "jobs.ended"


@doors.get("/jobs", "list_jobs", carries="own", query=[number("limit", most=200)])
def list_jobs(call: Call) -> dict[str, Any]:
    """The person's newest jobs; of a token limited to some forms those it asked for itself."""
    limit, token = call.number("limit", 50, most=200), call.tx.origin.token
    only = None if call.actor.forms is None else token
    found = jobs.list_for(call.tx, call.person_id, limit=limit, token=only)
    return {"items": [shown(job, call) for job in found]}


@doors.get("/jobs/{job}", "get_job", carries="own")
def get_job(call: Call) -> dict[str, Any]:
    """One job."""
    return shown(mine(call), call)


@doors.post("/jobs/{job}/cancel", "cancel_job", carries="own")
def cancel_job(call: Call) -> dict[str, Any]:
    """Ask a job to end; what it has committed stays."""
    job = mine(call)
    if not jobs.cancel(call.tx, job.id):
        raise JobEnded(state=job.state)
    return shown(mine(call), call)


def mine(call: Call) -> Job:
    """The job, if the person asked for it (administrators see all, tokens limited to some forms their own)."""
    job = jobs.get(call.tx, call.part("job"))
    if job is None or not (job.by == call.person_id or call.actor.admin) or not _of_token(call, job):
        raise NotFound(what="job", id=call.part("job")[:40])
    return job


def _of_token(call: Call, job: Job) -> bool:
    """A job's label and result tell of forms: which ones, nobody but its kind knows."""
    asked = (job.origin or {}).get("token")
    return call.actor.forms is None or (asked is not None and asked == call.tx.origin.token)


def shown(job: Job, call: Call) -> dict[str, Any]:
    """The job as JSON, with its speed and what remains."""
    kind = job_kinds.get(job.kind)
    rate, remaining = speed(job, call.tx.now)
    return {
        "id": job.id,
        "kind": job.kind,
        "label": kind.label if kind else {},
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "note": job.note,
        "rate": rate,
        "remaining_seconds": remaining,
        "result": job.result,
        "error": jobs.told_error(job, call.actor.locale) or job.error,
        "created_at": instant(job.created_at),
        "started_at": instant(job.started_at) if job.started_at else None,
        "ended_at": instant(job.ended_at) if job.ended_at else None,
        "link": link(job),
    }


def speed(job: Job, now: datetime) -> tuple[float | None, int | None]:
    """Units a second since the start, and the seconds that remain at that speed."""
    if job.started_at is None or not job.done:
        return None, None
    seconds = ((job.ended_at or now) - job.started_at).total_seconds()
    if seconds <= 0:
        return None, None
    rate = job.done / seconds
    remaining = round((job.total - job.done) / rate) if job.total and not job.has_ended else None
    return round(rate, 1), remaining


def link(job: Job) -> str | None:
    """Where the page about this job is."""
    payload = job.payload if isinstance(job.payload, dict) else {}
    if "import" in payload or job.kind == "import":
        return f"/imports/{payload.get('import', payload.get('id'))}"
    if "handover" in payload:
        return f"/handovers/{payload['handover']}"
    if "duplicates" in payload:
        return f"/f/{payload['duplicates']}/duplicates"
    if "batch" in payload:
        return f"/batches/{payload['batch']}"
    if job.kind == "export":
        return f"/api/exports/{job.id}/file"
    if job.kind in ("personal.export", "personal.erase"):
        return f"/settings/personal-data/{payload['request']}"
    if job.kind == "audit.export":
        return f"/api/admin/audit/exports/{job.id}/file"
    if job.kind == "forms.convert" and "form" in payload:
        return f"/design/{payload['form']}"
    return PAGES.get(job.kind)
