"""Administration: the audit trail, searched, exported, verified, kept for so long."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked
from bulou.api.call import Call, refused
from bulou.api.doors import Door, Doors, number, text
from bulou.api.routes.exports import TYPES
from bulou.api.serve import open_call
from bulou.api.shapes import ITEMS, OBJECT, Started, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.backup import nightly
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.people import audit, chain, retention, sealing, verifying
from bulou.people.register import register
from bulou.records.audited import exporting
from bulou.records.audited.telling import tell
from bulou.words import catalogue

doors = Doors("admin")

Json = dict[str, Any]
LARGEST = 2**53
NAMESAKES = 5  # people whose rows a text finds besides those that say it

FILTER = [
    text("action", "An action, or a family such as session.*"),
    text("form"),
    number("record", most=LARGEST),
    number("person", most=LARGEST),
    text("ip", "An address, or the beginning of one"),
    text(
        "q",
        "Looked for in what the rows tell; a name finds what that person did and what was done to them, too",
    ),
    text("since", "A day of the workspace, or an instant"),
    text("until", "A day (which is included), or an instant (which is not)"),
]
AUDIT = [*FILTER, text("cursor"), number("limit", most=200)]


class ExportBody(Strict):
    """Which rows go into the file, by the names that the list takes."""

    format: str = Field(default="xlsx", pattern="^(xlsx|csv)$")
    action: str | None = Field(default=None, max_length=60)
    form: str | None = Field(default=None, max_length=60)
    record: int | None = Field(default=None, ge=1, le=LARGEST)
    person: int | None = Field(default=None, ge=1, le=LARGEST)
    ip: str | None = Field(default=None, max_length=60)
    q: str | None = Field(default=None, max_length=200)
    since: str | None = Field(default=None, max_length=40)
    until: str | None = Field(default=None, max_length=40)


class RetentionBody(Strict):
    """Days that rows are kept, and families of actions that are kept for another time."""

    days: int
    families: dict[str, int] = Field(default_factory=dict, max_length=retention.MOST_FAMILIES)


@doors.get("/admin/audit", "list_audit", carries="people", scope="configure", query=AUDIT, answer=ITEMS)
def list_audit(call: Call) -> Json:
    """Who did what, in words, the newest first."""
    administrator(call)
    limit = call.number("limit", 50, most=200)
    cursor = call.text("cursor", "0", most=20) or "0"
    if not (cursor.isascii() and cursor.isdigit()):
        raise refused("cursor", "fields.not_a_number")
    rows = audit.read(call.tx, _filter(call), before=int(cursor) or None, limit=limit)
    more = str(rows[-1]["id"]) if len(rows) == limit else None
    return {"items": tell(call.tx, call.actor, rows), "next": more}


def _filter(call: Call) -> audit.Filter:
    return _made(
        call,
        **{name: call.text(name, most=60) for name in ("action", "form", "ip", "since", "until")},
        q=call.text("q", most=200),
        person=_id(call, "person"),
        record=_id(call, "record"),
    )


def _id(call: Call, name: str) -> int | None:
    given = call.text(name, most=20)
    if given is not None and not (given.isascii() and given.isdigit() and int(given) <= LARGEST):
        raise refused(name, "fields.not_a_number")
    return int(given) if given else None


def _made(call: Call, **given: Any) -> audit.Filter:
    return audit.Filter(
        person_id=given.get("person"),
        action=given.get("action"),
        form=given.get("form"),
        record_id=given.get("record"),
        since=_moment(call, "since", given.get("since")),
        until=_moment(call, "until", given.get("until")),
        ip=given.get("ip"),
        text=given.get("q"),
        people=_called(call, given.get("q")),
    )


def _called(call: Call, text: str | None) -> list[int] | None:
    """Whose name holds the text, so that rows which name people by their ids are found, too."""
    if not text or len(text.strip()) < 2:
        return None
    wanted = text.strip().casefold()
    known = register(call.tx).people.items()
    return [id_ for id_, each in known if wanted in each.name.casefold()][:NAMESAKES] or None


def _moment(call: Call, name: str, given: str | None) -> str | None:
    """A day of the workspace (the end of it for `until`) or an ISO instant, as stored text."""
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
        zone = ZoneInfo(call.actor.zone)
        if len(given) == len("2026-11-21"):
            day = found.date() + timedelta(days=1 if name == "until" else 0)
            found = datetime.combine(day, time(), zone)
        return instant(found if found.tzinfo else found.replace(tzinfo=zone))
    except (ValueError, OverflowError) as error:
        raise refused(name, "fields.not_a_date") from error


@doors.get(
    "/admin/audit/actions", "list_audit_actions", carries="definitions", scope="configure", answer=ITEMS
)
def list_audit_actions(call: Call) -> Json:
    """What can be looked for: families of actions and their actions in words."""
    administrator(call)
    words = catalogue(call.locale)
    families: dict[str, Json] = {}
    for code, said in words.items():
        if code.startswith("told.do."):
            action = code.removeprefix("told.do.")
            family = action.partition(".")[0]
            label = words.get(f"told.family.{family}", family)
            found = families.setdefault(family, {"family": family, "label": label, "actions": []})
            found["actions"].append({"action": action, "label": said})
    return {"items": list(families.values())}


@doors.get("/admin/audit/chain", "get_audit_chain", carries="nothing", scope="configure", answer=OBJECT)
def get_audit_chain(call: Call) -> Json:
    """Up to where the trail is sealed, what verifying found last, what backups remember, how long rows are kept."""
    administrator(call)
    tx = call.tx
    head = chain.head(tx)
    waiting, since = sealing.unsealed(tx)
    last = nightly.last(tx) or {}
    return {
        "sealed": None
        if head is None
        else {"block": head.number, "last": head.last_id, "at": head.sealed_at, "digest": head.digest},
        "waiting": {"rows": waiting, "since": since},
        "verified": verifying.last(tx),
        "backup": {"at": last["at"], **last["audit"]} if last.get("audit") else None,
        "retention": {**retention.current(tx).json, "least": retention.LEAST, "most": retention.MOST},
    }


@doors.post(
    "/admin/audit/verify", "verify_audit", carries="nothing", scope="configure", status=202, answer=Started
)
def verify_audit(call: Call) -> Json:
    """Verify the whole chain in the background."""
    administrator(call)
    return {"job": verifying.start(call.tx, call.person_id)}


@doors.put(
    "/admin/audit/retention", "set_audit_retention", carries="nothing", scope="configure", body=RetentionBody
)
def set_audit_retention(call: Call) -> Json:
    """How long rows are kept; digests stay for good."""
    administrator(call)
    body = call.model(RetentionBody)
    known = [
        code.removeprefix("told.family.") for code in catalogue("en-US") if code.startswith("told.family.")
    ]
    return retention.change(call.tx, call.actor, body.days, body.families, known).json


@doors.post(
    "/admin/audit/exports",
    "export_audit",
    carries="people",
    scope="configure",
    status=202,
    body=ExportBody,
    answer=Started,
)
def export_audit(call: Call) -> Json:
    """Write the rows into a workbook or CSV, in the background."""
    administrator(call)
    body = call.model(ExportBody)
    wanted = _made(call, **body.model_dump(exclude={"format"}))
    return {"job": exporting.start(call.tx, call.actor, wanted, "csv" if body.format == "csv" else "xlsx")}


@doors.get(
    "/admin/audit/exports/{job}/file",
    "get_audit_export",
    carries="people",
    scope="configure",
    by_hand=True,
    answer={"application/octet-stream": {"type": "string", "format": "binary"}},
)
async def get_audit_export(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The finished file, for the administrator who asked for it."""

    def work(tx: Tx) -> tuple[Path, str]:
        call = open_call(site, door, asked, tx)
        administrator(call)
        return exporting.file(tx, call.actor, call.part("job"), site.settings.data_dir)

    path, name = await unit(site, work, write=False)
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=kind, filename=name, headers={"cache-control": "private, no-store"})
