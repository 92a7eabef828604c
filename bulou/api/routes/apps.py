"""Apps: what there is, taking one out as a package, bringing one in after a look at what it would do."""

from dataclasses import asdict
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api import view_listing
from bulou.api.administrator import administrator
from bulou.api.asked import Asked
from bulou.api.call import Answer, Call, checked, refused
from bulou.api.doors import Door, Doors, number, text
from bulou.api.serve import open_call
from bulou.api.shapes import ITEMS, OBJECT, Started, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.apps import installing, loader, packages
from bulou.apps.bundle import from_zip, to_zip
from bulou.apps.loader import App
from bulou.apps.objects import here
from bulou.apps.samples import model as samples
from bulou.apps.samples import taking
from bulou.apps.samples.bringing import refuse_twice
from bulou.apps.samples.removing import remove
from bulou.apps.stores import FOLDERS
from bulou.db import jobs
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.ids import is_key
from bulou.people import audit
from bulou.records import files
from bulou.records.batches.samples import newest

doors = Doors("apps")
Json = dict[str, Any]
PARTS = {folder: kind for kind, folder in FOLDERS.items()}


class Which(Strict):
    """An app that comes with the product, or an uploaded package (`POST /files`)."""

    app: str | None = Field(default=None, max_length=60)
    file: int | None = Field(default=None, ge=1)


class Install(Which):
    """The same; `sample`: with its sample data."""

    sample: bool = False


class ChosenRecords(Strict):
    """Records of a form that go along: the newest `limit` of those named, of a view, or under a filter."""

    ids: list[int] | None = Field(default=None, max_length=samples.MOST_RECORDS)
    view: str | None = Field(default=None, max_length=60)
    filter: Any = None
    limit: int = Field(default=50, ge=1, le=500)


@doors.get("/apps", "list_apps", carries="definitions", scope="configure", answer=ITEMS)
def list_apps(call: Call) -> Json:
    """The apps that are installed, and those that come with the product; `sample_records`: of its sample data, how much
    is in the workspace."""
    administrator(call)
    there = {each["key"]: each for each in packages.installed(call.tx)}
    sampled = newest(call.tx)
    items = []
    for key in sorted({*there, *loader.available(), *sampled}):
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
                "sample": bool(shipped and shipped.sample),
                "sample_records": sampled[key][1] if key in sampled else 0,
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
    body=Install,
    answer=OBJECT,
)
def install_app(call: Call) -> Answer:
    """Back up, then bring the app in, or a newer version of it, in the background."""
    administrator(call)
    which = call.model(Install)
    app = _app(call, which)
    packages.plan(call.tx, app)  # what cannot be used is refused now
    if which.sample and app.sample:
        refuse_twice(call.tx, app.key)
    package = _package(call, which) if which.file is not None else None
    work = installing.payload(which.app, package, which.sample)
    job = jobs.enqueue(call.tx, installing.JOB, work, by=call.person_id)
    return Answer({"job": job}, 202)


@doors.post("/apps/{key}/rollback", "roll_back_app", carries="definitions", scope="configure", answer=OBJECT)
def roll_back_app(call: Call) -> Json:
    """Take the last version of an app back; what the workspace changed since stays and is listed."""
    administrator(call)
    return told(packages.roll_back(call.tx, call.actor, call.part("key")))


@doors.delete(
    "/apps/{key}/sample",
    "remove_sample_data",
    carries="records",
    scope="configure",
    status=202,
    answer=Started,
)
def remove_sample_data(call: Call) -> Answer:
    """Take the records of an app's sample data away, but those that somebody changed or linked to since."""
    administrator(call)
    return Answer(remove(call.tx, call.actor, call.part("key")), 202)


@doors.get(
    "/apps/{key}/package",
    "export_app",
    carries="records",
    scope="configure",
    by_hand=True,
    query=[
        *(text(part, "Keys by comma") for part in PARTS),
        text("sample", "Records that go along, as JSON: `{form: {ids | view | filter, limit}}`"),
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
        sample = taking.take(tx, call.actor, _chosen(call))
        words = {each: str(name) for each, name in label.items()}
        app = packages.take(tx, key, version, words, parts, sample)
        records = {each.form: len(each.records) for each in sample}
        detail = {"app": key, "objects": len(parts), "records": records}
        audit.write(tx, call.actor, "app.exported", detail=detail)
        return key, to_zip(app)

    key, data = await unit(site, work, write=True)
    headers = {"content-disposition": f'attachment; filename="{key}.zip"', "cache-control": "no-store"}
    return Response(data, media_type="application/zip", headers=headers)


def _chosen(call: Call) -> dict[str, taking.Chosen]:
    """The records that go along, by form."""
    asked = call.json("sample") or {}
    if not isinstance(asked, dict):
        raise refused("sample", "fields.invalid")
    forms = catalog.load(call.tx)
    return {
        str(key): _records(call, forms[str(key)], checked(ChosenRecords, each)) for key, each in asked.items()
    }


def _records(call: Call, form: Form, chosen: ChosenRecords) -> taking.Chosen:
    if chosen.ids is not None:
        return taking.Chosen({"field": "id", "op": "in", "value": chosen.ids}, len(chosen.ids) or 1)
    if chosen.view is None:
        return taking.Chosen(chosen.filter, chosen.limit)
    for view in view_listing.views_of(call.tx, call.actor, form):
        if view_listing.name_of(view) == chosen.view:
            return taking.Chosen(view["definition"].get("filter"), chosen.limit)
    raise refused("sample", "fields.not_a_choice")


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
