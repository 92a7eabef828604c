"""Apps: what there is, taking one out as a package, bringing one in after a look at what it would do."""

from dataclasses import asdict
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Door, Doors, number, text
from bulou.api.routes.admin import administrator
from bulou.api.serve import open_call
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.apps import installing, loader, packages
from bulou.apps.bundle import from_zip, to_zip
from bulou.apps.loader import App
from bulou.apps.objects import here
from bulou.apps.stores import FOLDERS
from bulou.db import jobs
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.ids import is_key
from bulou.people import audit
from bulou.records import files

doors = Doors("apps")
Json = dict[str, Any]
PARTS = {folder: kind for kind, folder in FOLDERS.items()}


class Which(Strict):
    """An app that comes with the product, or an uploaded package (`POST /files`)."""

    app: str | None = Field(default=None, max_length=60)
    file: int | None = Field(default=None, ge=1)


@doors.get("/apps", "list_apps", carries="definitions", scope="configure", answer=ITEMS)
def list_apps(call: Call) -> Json:
    """The apps that are installed, and those that come with the product."""
    administrator(call)
    there = {each["key"]: each for each in packages.installed(call.tx)}
    items = []
    for key in sorted({*there, *loader.available()}):
        shipped = loader.read(key) if key in loader.available() else None
        known = there.get(key)
        label = known["label"] if known else dict(shipped.label) if shipped else {}
        items.append(
            {
                "key": key,
                "label": label,
                "installed": known["version"] if known else None,
                "available": shipped.version if shipped else None,
                "at": known["at"] if known else None,
                "back": bool(known and known["back"]),
            }
        )
    return {"items": items}


@doors.get("/apps/parts", "list_app_parts", carries="definitions", scope="configure", answer=ITEMS)
def list_app_parts(call: Call) -> Json:
    """Everything that a package of this workspace could hold; `form`: whose it is, of what belongs to one."""
    administrator(call)
    items = [
        {"kind": kind, "key": key, "label": body.get("label") or {}, "form": body.get("form")}
        for (kind, key), body in here(call.tx).items()
    ]
    return {"items": items}


@doors.post("/apps/plan", "plan_app", carries="definitions", scope="configure", body=Which, answer=OBJECT)
def plan_app(call: Call) -> Json:
    """What installing would do: objects that come, paths that change, and what the workspace keeps."""
    administrator(call)
    return told(packages.plan(call.tx, _app(call, call.model(Which))))


@doors.post(
    "/apps/install",
    "install_app",
    carries="definitions",
    scope="configure",
    status=202,
    body=Which,
    answer=OBJECT,
)
def install_app(call: Call) -> Answer:
    """Back up, then bring the app in, or a newer version of it, in the background."""
    administrator(call)
    which = call.model(Which)
    packages.plan(call.tx, _app(call, which))  # what cannot be used is refused now
    work = installing.payload(which.app, _package(call, which) if which.file is not None else None)
    job = jobs.enqueue(call.tx, installing.JOB, work, by=call.person_id)
    return Answer({"job": job}, 202)


@doors.post("/apps/{key}/rollback", "roll_back_app", carries="definitions", scope="configure", answer=OBJECT)
def roll_back_app(call: Call) -> Json:
    """Take the last version of an app back; what the workspace changed since stays and is listed."""
    administrator(call)
    return told(packages.roll_back(call.tx, call.actor, call.part("key")))


@doors.get(
    "/apps/{key}/package",
    "export_app",
    carries="definitions",
    scope="configure",
    by_hand=True,
    query=[
        *(text(part, "Keys by comma") for part in PARTS),
        number("version", most=1_000_000),
        text("label"),
    ],
    answer={"application/zip": {"type": "string", "format": "binary"}},
)
async def export_app(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """An app, or the parts of the workspace that are named, as a package of readable files."""

    def work(tx: Tx) -> tuple[str, bytes]:
        call = open_call(site, door, asked, tx)
        administrator(call)
        key = call.part("key")
        if not is_key(key):
            raise NotFound(what="app", id=key[:60])
        named = [(kind, each) for part, kind in PARTS.items() for each in call.words(part) or ()]
        parts = named or packages.parts_of(tx, key)
        there = {each["key"]: each for each in packages.installed(tx)}.get(key, {})
        label = {call.locale: call.text("label", most=100)} if call.text("label") else there.get("label", {})
        version = call.number("version", there.get("version", 1), most=1_000_000)
        app = packages.take(tx, key, version, {each: str(name) for each, name in label.items()}, parts)
        audit.write(tx, call.actor, "app.exported", detail={"app": key, "objects": len(parts)})
        return key, to_zip(app)

    key, data = await unit(site, work, write=True)
    headers = {"content-disposition": f'attachment; filename="{key}.zip"', "cache-control": "no-store"}
    return Response(data, media_type="application/zip", headers=headers)


def _app(call: Call, which: Which) -> App:
    if (which.app is None) == (which.file is None):
        raise refused("app", "fields.required")
    return loader.read(which.app) if which.app is not None else from_zip(_package(call, which))


def _package(call: Call, which: Which) -> bytes:
    assert which.file is not None
    found = files.fetch(call.tx, call.site.files, call.actor, which.file)
    return found.path.read_bytes()


def told(plan: packages.Plan) -> Json:
    """A plan as JSON."""
    return asdict(plan)
