"""Personal data of people outside: requests are looked into, exported, previewed, erased; for administrators."""

from pathlib import Path
from typing import Any

from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked
from bulou.api.call import Call
from bulou.api.doors import Door, Doors, number
from bulou.api.serve import open_call
from bulou.api.shapes import ITEMS, OBJECT, Started, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db import settings_table
from bulou.db.backup.nightly import KEEP, KEPT
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.words import say
from bulou.people import audit, directory
from bulou.records.personal import erasing, exporting, finding, planning, store
from bulou.records.personal.store import Request
from bulou.records.personal.terms import MOST, BadSubject, Subject, subject_of
from bulou.records.query.titles import titles
from bulou.words import sentence

doors = Doors("personal")

Json = dict[str, Any]
Texts: Any = Field(default_factory=list, max_length=MOST)
LARGEST = 2**53
SHOWN = 500  # records of one form that are listed with their titles


class Start(Strict):
    """A record that is the person's."""

    form: str = Field(min_length=1, max_length=60)
    id: int = Field(ge=1, le=LARGEST)


class SubjectBody(Strict):
    """Whose data; `reason`: the letter, the number of the case."""

    name: str = Field(default="", max_length=200)
    phones: list[str] = Texts
    emails: list[str] = Texts
    wechats: list[str] = Texts
    id_numbers: list[str] = Texts
    start: Start | None = None
    reason: str = Field(default="", max_length=500)


class ChosenBody(Strict):
    """Ids by form, of what was found."""

    records: dict[str, list[int]] = Field(max_length=500)


class EraseBody(ChosenBody):
    """`texts`: comments and long texts go as a whole; `seen`: of the preview; `confirm`: the person's name again."""

    texts: bool = False
    seen: str = Field(min_length=1, max_length=64)
    confirm: str = Field(max_length=200)


@doors.get(
    "/personal",
    "list_personal",
    carries="records",
    scope="configure",
    query=[number("before", most=LARGEST), number("limit", most=100)],
    answer=ITEMS,
)
def list_personal(call: Call) -> Json:
    """The requests, the newest first."""
    administrator(call)
    limit = call.number("limit", 30, most=100)
    before = call.number("before", 0, least=0, most=999_999_999) or None
    found = store.listing(call.tx, before, limit)
    names = directory.names(call.tx, [each.by for each in found])
    items = [_head(each, names) for each in found]
    return {"items": items, "next": str(found[-1].id) if len(found) == limit else None}


@doors.post(
    "/personal",
    "search_personal",
    carries="records",
    scope="configure",
    status=201,
    body=SubjectBody,
    answer=OBJECT,
)
def search_personal(call: Call) -> Json:
    """Find everything that tells of somebody; what was found is kept with the request."""
    administrator(call)
    body = call.model(SubjectBody)
    start = (body.start.form, body.start.id) if body.start else None
    given = subject_of({**body.model_dump(exclude={"start", "reason"}), "start": start})
    subject = finding.with_start(call.tx, call.actor, given)
    if not (subject.strong or subject.name or subject.start):
        raise BadSubject()
    found = finding.find(call.tx, subject)
    counts = finding.counted(call.tx, subject, found)
    id_ = store.create(call.tx, call.actor, subject, found, counts, body.reason)
    records = {form: sum(map(len, some.values())) for form, some in found.records.items()}
    detail = {"request": id_, "reason": body.reason, "records": records, "identifiers": len(subject.strong)}
    if beyond := finding.beyond(call.tx, call.actor, found.records):
        detail["beyond"] = beyond
    audit.write(call.tx, call.actor, "personal.searched", detail=detail)
    return _whole(call, store.one(call.tx, id_))


@doors.get("/personal/{id}", "get_personal", carries="records", scope="configure", answer=OBJECT)
def get_personal(call: Call) -> Json:
    """One request with what was found, or what came of it."""
    administrator(call)
    return _whole(call, store.one(call.tx, call.id()))


@doors.delete("/personal/{id}", "forget_personal", carries="records", scope="configure")
def forget_personal(call: Call) -> None:
    """Forget a request that nothing was done about."""
    administrator(call)
    store.remove(call.tx, call.id())


@doors.ask(
    "/personal/{id}/preview",
    "preview_personal",
    carries="records",
    scope="configure",
    body=ChosenBody,
    answer=OBJECT,
)
def preview_personal(call: Call) -> Json:
    """What erasing these records would do: how much goes, what stays and why, and what has to be typed."""
    administrator(call)
    request = store.one(call.tx, call.id())
    chosen = planning.chosen_of(request.found, call.model(ChosenBody).records)
    told = planning.plan(call.tx, call.actor, request.found, chosen)
    return {**told, "seen": request.digest, "confirm": erasing.phrase(request), "after": _after(call.tx)}


def _after(tx: Tx) -> Json:
    """Where copies outlive an erasure, and how long."""
    return {"backups": int(settings_table.get(tx, KEEP, KEPT)), "export_days": erasing.EXPORT_DAYS}


@doors.post(
    "/personal/{id}/export",
    "export_personal",
    carries="records",
    scope="configure",
    status=202,
    body=ChosenBody,
    answer=Started,
)
def export_personal(call: Call) -> Json:
    """Write everything about these records into a zip, in the background."""
    administrator(call)
    request = store.one(call.tx, call.id())
    chosen = planning.chosen_of(request.found, call.model(ChosenBody).records)
    return {"job": exporting.start(call.tx, call.actor, request.id, chosen)}


@doors.get(
    "/personal/{id}/file",
    "get_personal_file",
    carries="records",
    scope="configure",
    by_hand=True,
    answer={"application/zip": {"type": "string", "format": "binary"}},
)
async def get_personal_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The finished zip; that it was fetched is on record."""

    def work(tx: Tx) -> tuple[Path, int]:
        call = open_call(site, door, asked, tx)
        administrator(call)
        path = exporting.path_of(tx, call.id(), site.settings.data_dir)
        audit.write(tx, call.actor, "personal.downloaded", detail={"request": call.id()})
        return path, call.id()

    path, id_ = await unit(site, work)
    name = f"personal-data-{id_}.zip"
    headers = {"cache-control": "private, no-store"}
    return FileResponse(path, media_type="application/zip", filename=name, headers=headers)


@doors.post(
    "/personal/{id}/erase",
    "erase_personal",
    carries="records",
    scope="configure",
    status=202,
    body=EraseBody,
    answer=Started,
)
def erase_personal(call: Call) -> Json:
    """Erase for good what may be erased, in the background."""
    administrator(call)
    body = call.model(EraseBody)
    request = store.one(call.tx, call.id())
    chosen = planning.chosen_of(request.found, body.records)
    job = erasing.start(call.tx, call.actor, request.id, chosen, body.texts, body.seen, body.confirm)
    return {"job": job}


def _head(request: Request, names: Any) -> Json:
    return {
        "id": request.id,
        "kind": request.kind,
        "state": request.state,
        "subject": _subject(request.subject),
        "reason": request.reason,
        "by": {"id": request.by, "title": names.get(request.by)},
        "created_at": request.created_at,
        "ended_at": request.ended_at,
        "job": request.job_id,
        "records": sum(len(ids) for some in request.found.records.values() for ids in some.values()),
    }


def _subject(subject: Subject) -> Json | None:
    told = {key: value for key, value in subject.json.items() if key != "start"}
    if subject.start is not None:
        told["start"] = {"form": subject.start[0], "id": subject.start[1]}
    return told or None


def _whole(call: Call, request: Request) -> Json:
    names = directory.names(call.tx, [request.by])
    head = _head(request, names)
    going = request.state in (store.OPEN, store.RUNNING)
    parts = request.report.get("parts") or request.report.get("counts") or {}
    return {
        **head,
        "cut": request.found.cut,
        "beyond": sum(finding.beyond(call.tx, call.actor, request.found.records).values()) if going else 0,
        "forms": _forms(call, request) if going else [],
        "parts": [
            {"key": key, "label": sentence(f"told.personal.{key}", {}, call.locale) or key, "count": count}
            for key, count in parts.items()
        ],
        "report": {
            key: value for key, value in request.report.items() if key not in ("counts", "parts", "kept")
        },
        "kept": erasing.kept_in_words(call.tx, call.actor, request),
        "after": _after(call.tx),
    }


def _forms(call: Call, request: Request) -> list[Json]:
    """What was found, form by form, each record with its reason; the own records first."""
    catalog = catalogs.load(call.tx)
    told = []
    for key, some in request.found.records.items():
        form = catalog.get(key)
        if form is None:
            continue
        listed = [(id_, why) for why in finding.WHYS for id_ in some.get(why, ())]
        names = titles(call.tx, call.actor, form, [id_ for id_, _ in listed[:SHOWN]])
        told.append(
            {
                "form": key,
                "label": say(form.definition.label, call.locale),
                "counts": {why: len(ids) for why, ids in some.items()},
                "items": [{"id": id_, "why": why, "title": names.get(id_)} for id_, why in listed],
            }
        )
    return told
