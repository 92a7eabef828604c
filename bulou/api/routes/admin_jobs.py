"""Administration: background work of the whole workspace — jobs, events that handlers could not take, schedules."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors, number, text
from bulou.api.routes.jobs import JobEnded, shown
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.connect.deliveries import by_hand
from bulou.db import jobs, outbox, schedules
from bulou.db.jobs import Job, job_kinds, leases, overview
from bulou.forms import catalog
from bulou.kit.clock import instant, parse_instant
from bulou.kit.errors import Conflict, NotFound
from bulou.kit.words import say
from bulou.people import audit, directory
from bulou.rules import counting
from bulou.words import sentence

doors = Doors("admin")

Json = dict[str, Any]
DAYS = 7  # of what ended that are counted


class JobNotRetried(Conflict):
    """The job has not failed, or its kind is started again from its own page. `state`, `kind`."""

    code = "jobs.not_retried"


class ScheduleStays(Conflict):
    """The schedule's time is part of what it does, or stands in the settings of the server. `by`."""

    code = "schedules.stays"


class ScheduleAtWork(Conflict):
    """The job of the schedule waits or runs already. `kind`."""

    code = "schedules.at_work"


class HandlerBody(Strict):
    """The handler whose events are to be tried at once."""

    handler: str = Field(max_length=100)


class ScheduleBody(Strict):
    """When it is due every day, `HH:MM` in the workspace's zone, and whether at all."""

    at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    enabled: bool


@doors.get(
    "/admin/jobs",
    "list_all_jobs",
    carries="people",
    scope="configure",
    query=[
        text("state"),
        text("kind"),
        text("before", "`next` of the page before"),
        number("limit", most=200),
    ],
    answer=ITEMS,
)
def list_jobs(call: Call) -> Json:
    """Jobs of everybody and of nobody, the newest first."""
    administrator(call)
    state = call.text("state", most=20)
    if state is not None and state not in overview.STATES:
        raise refused("state", "fields.not_a_choice", choices=list(overview.STATES))
    limit = call.number("limit", 50, most=200)
    kind, before = call.text("kind", most=100), _before(call)
    found = overview.listing(call.tx, state=state, kind=kind, before=before, limit=limit)
    names = directory.names(call.tx, {job.by for job in found if job.by is not None})
    last = found[-1] if len(found) == limit else None
    return {
        "items": [_of_all(job, call, names) for job in found],
        "next": f"{instant(last.created_at)}~{last.id}" if last else None,
    }


def _before(call: Call) -> tuple[str, str] | None:
    given = call.text("before", most=100)
    if given is None:
        return None
    at, found, id_ = given.partition("~")
    if not found:
        raise refused("before", "fields.invalid")
    return at, id_


def _of_all(job: Job, call: Call, names: dict[int, str]) -> Json:
    return {
        **shown(job, call),
        "form": _form_of(job),
        "by": {"id": job.by, "title": names.get(job.by)} if job.by is not None else None,
        "attempts": job.attempts,
        "due_at": instant(job.due_at) if job.due_at else None,
        "cancelling": job.cancel and not job.has_ended,
        "may_retry": overview.may_retry(job),
    }


def _form_of(job: Job) -> str | None:
    """The form that the job is about, where it is about one: five looks for duplicates are told apart by it."""
    payload = job.payload if isinstance(job.payload, dict) else {}
    found = payload.get("form") or payload.get("duplicates")
    return found if isinstance(found, str) else None


@doors.get("/admin/jobs/summary", "get_job_summary", carries="nothing", scope="configure", answer=OBJECT)
def get_summary(call: Call) -> Json:
    """How many jobs of each kind wait, run, and ended in the last seven days; the processes that run them; events that
    wait for a handler."""
    administrator(call)
    counted = overview.counts(call.tx, call.tx.now - timedelta(days=DAYS))
    events, since = outbox.lag(call.tx)
    return {
        "days": DAYS,
        "kinds": [
            {"kind": kind, "label": _label(kind), **states} for kind, states in sorted(counted.items())
        ],
        "processes": [_process(call.tx.now, *each) for each in overview.processes(call.tx)],
        "waiting": {"events": events, "since": since},
        "handlers": [_trouble(call, each) for each in outbox.troubles(call.tx)],
        "elsewhere": _elsewhere(call),
    }


def _elsewhere(call: Call) -> Json:
    """What has a page of its own: deliveries, and runs of rules that are at work or ended in those days, by state."""
    since = instant(call.tx.now - timedelta(days=DAYS))
    return {"deliveries": by_hand.counts(call.tx), "rule_runs": counting.states(call.tx, since)}


def _process(now: datetime, name: str, at: datetime) -> Json:
    return {"name": name, "at": instant(at), "silent": now - at > timedelta(seconds=leases.DEAD)}


def _label(kind: str) -> Json:
    known = job_kinds.get(kind)
    return dict(known.label) if known else {}


def _trouble(call: Call, trouble: outbox.Trouble) -> Json:
    return {
        "handler": trouble.handler,
        "label": sentence(f"handler.{trouble.handler}", {}, call.locale) or trouble.handler,
        "events": trouble.events,
        "since": trouble.since,
        "attempts": trouble.attempts,
        "error": trouble.error,
        "error_detail": _in_words(trouble.error, call.locale),
    }


def _in_words(error: str | None, locale: str) -> str | None:
    """What kept an event from being handled, in words: of a refusal its own, of a defect that there is one."""
    if error is None:
        return None
    name, _, code = error.partition(": ")
    said = sentence(code, {}, locale) if code else None
    known = sentence(f"event.error.{name}", {}, locale)
    return said or known or sentence("event.error", {"error": name}, locale) or error


@doors.get(
    "/admin/jobs/letters",
    "list_letters",
    carries="nothing",
    scope="configure",
    query=[text("handler")],
    answer=ITEMS,
)
def list_letters(call: Call) -> Json:
    """The events that wait for a handler, the oldest first: what kind, of which record, how often tried."""
    administrator(call)
    known = catalog.load(call.tx)
    items = []
    for each in outbox.letters(call.tx, call.text("handler", "", most=100) or ""):
        form = known.get(each.form or "")
        label = say(form.definition.label, call.locale) if form else each.form
        told = {"form_label": label, "error_detail": _in_words(each.error, call.locale)}
        items.append(
            {**vars(each), **told, "kind_label": sentence(f"rules.event.{each.kind}", {}, call.locale)}
        )
    return {"items": items}


@doors.post(
    "/admin/jobs/letters/retry",
    "retry_letters",
    carries="nothing",
    scope="configure",
    body=HandlerBody,
    answer=OBJECT,
)
def retry_letters(call: Call) -> Json:
    """Try at once what waits for a handler: `{events}`."""
    administrator(call)
    handler = call.model(HandlerBody).handler
    events = outbox.try_now(call.tx, handler)
    if not events:
        raise NotFound(what="handler", id=handler[:60])
    audit.write(call.tx, call.actor, "handler.retried", detail={"key": handler, "events": events})
    return {"events": events}


@doors.post("/admin/jobs/{job}/retry", "retry_job", carries="people", scope="configure", answer=OBJECT)
def retry_job(call: Call) -> Json:
    """Have a failed job go on at its last committed step."""
    administrator(call)
    job = _job(call)
    if not overview.retry(call.tx, job.id):
        raise JobNotRetried(state=job.state, kind=job.kind)
    audit.write(call.tx, call.actor, "job.retried", detail={"job": job.id, "kind": job.kind})
    return _told(call)


@doors.post("/admin/jobs/{job}/cancel", "cancel_any_job", carries="people", scope="configure", answer=OBJECT)
def cancel_job(call: Call) -> Json:
    """Ask any job to end; what it has committed stays."""
    administrator(call)
    job = _job(call)
    if not jobs.cancel(call.tx, job.id):
        raise JobEnded(state=job.state)
    audit.write(call.tx, call.actor, "job.cancelled", detail={"job": job.id, "kind": job.kind})
    return _told(call)


def _job(call: Call) -> Job:
    job = jobs.get(call.tx, call.part("job"))
    if job is None:
        raise NotFound(what="job", id=call.part("job")[:40])
    return job


def _told(call: Call) -> Json:
    job = _job(call)
    return _of_all(job, call, directory.names(call.tx, {job.by} if job.by is not None else ()))


@doors.get("/admin/schedules", "list_schedules", carries="nothing", scope="configure", answer=ITEMS)
def list_schedules(call: Call) -> Json:
    """What happens every day: when, last, next, whether it is on and by whom it may be moved; whether it is at work."""
    administrator(call)
    found = schedules.listing(call.tx)
    busy = schedules.at_work(call.tx, {each.schedule.kind for each in found})
    return {"items": [_schedule(each, busy) for each in found]}


def _schedule(each: schedules.Timed, busy: Collection[str]) -> Json:
    return {
        "key": each.schedule.key,
        "kind": each.schedule.kind,
        "label": _label(each.schedule.kind),
        "at": each.at,
        "usual": each.schedule.at,
        "enabled": each.enabled,
        "last": each.last_due,
        "next": instant(parse_instant(each.next_due)) if each.enabled else None,
        "moved": each.schedule.moved,
        "every": each.schedule.every,
        "busy": each.schedule.kind in busy,
    }


@doors.patch(
    "/admin/schedules/{key}",
    "change_schedule",
    carries="nothing",
    scope="configure",
    body=ScheduleBody,
    answer=OBJECT,
)
def change_schedule(call: Call) -> Json:
    """Move a schedule to another time of the day, or switch it off and on."""
    administrator(call)
    body, before = call.model(ScheduleBody), _found(call)
    if before.schedule.moved != "page":
        raise ScheduleStays(by=before.schedule.moved)
    schedules.move(call.tx, before.schedule.key, at=body.at, enabled=body.enabled)
    old = {"at": before.at, "enabled": before.enabled}
    detail = {"key": before.schedule.key, "kind": before.schedule.kind, **audit.pairs(old, body.model_dump())}
    if detail["changes"]:
        audit.write(call.tx, call.actor, "schedule.changed", detail=detail)
    return _told_schedule(call)


@doors.post(
    "/admin/schedules/{key}/run",
    "run_schedule",
    carries="nothing",
    scope="configure",
    status=202,
    answer=OBJECT,
)
def run_schedule(call: Call) -> Answer:
    """Do at once what a schedule does every day; its next time stays. 409 while it is at work already."""
    administrator(call)
    found = _found(call)
    job = schedules.run_now(call.tx, found.schedule, call.person_id)
    if job is None:
        raise ScheduleAtWork(kind=found.schedule.kind)
    detail = {"key": found.schedule.key, "kind": found.schedule.kind, "job": job}
    audit.write(call.tx, call.actor, "schedule.run", detail=detail)
    return Answer({**_told_schedule(call), "job": job}, 202)


def _told_schedule(call: Call) -> Json:
    found = _found(call)
    return _schedule(found, schedules.at_work(call.tx, [found.schedule.kind]))


def _found(call: Call) -> schedules.Timed:
    key = call.part("key")
    found = next((each for each in schedules.listing(call.tx) if each.schedule.key == key), None)
    if found is None:
        raise NotFound(what="schedule", id=key[:60])
    return found
