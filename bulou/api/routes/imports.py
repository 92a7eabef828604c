"""Imports: upload, proposal, run, result, undo."""

from functools import partial
from typing import Any

import orjson
from anyio import to_thread
from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.asked import Asked, read_body
from bulou.api.body import read_json
from bulou.api.call import Call, checked, refused
from bulou.api.doors import Door, Doors, number
from bulou.api.entry import enter
from bulou.api.problems import NotJson
from bulou.api.serve import JSON
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.undo import undo_batch
from bulou.api.upload import receive_upload
from bulou.records.exchange import imports
from bulou.records.exchange.errors import ImportState

doors = Doors("imports")

UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file", "form"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "form": {"type": "string"},
            "options": {"type": "string", "description": "Options of a proposal as JSON"},
        },
    }
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Revision(Strict):
    """The parts of a proposal that are to be otherwise (ARCHITECTURE.md)."""

    sheets: list[dict[str, Any]] = Field(default_factory=list, max_length=200)
    options: dict[str, Any] = Field(default_factory=dict)
    twins: list[dict[str, Any]] = Field(default_factory=list, max_length=10_000)


@doors.post(
    "/imports",
    "start_import",
    carries="records",
    scope="import",
    by_hand=True,
    status=201,
    body=UPLOAD,
    answer=OBJECT,
)
async def post_import(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Upload a workbook; the answer says what was understood."""
    caller = await enter(site, door, asked)
    async with receive_upload(site, asked, receive) as upload:
        form = upload.fields.get("form")
        if not form:
            raise refused("form", "fields.required")
        options = options_of(upload.fields.get("options"))
        work = partial(
            imports.start,
            site.db,
            caller,
            form,
            upload.path,
            upload.name,
            data_dir=site.settings.data_dir,
            clock=site.clock,
            options=options,
        )
        made = await to_thread.run_sync(work, limiter=site.aside)
    return _json(made, 201)


def options_of(text: str | None) -> dict[str, Any]:
    """The options that came as a part of the upload."""
    if not text:
        return {}
    try:
        value = read_json(text.encode())
    except NotJson as error:
        raise refused("options", "fields.not_json") from error
    if not isinstance(value, dict):
        raise refused("options", "fields.not_an_object")
    return value


async def _revise(site: Site, caller: Any, import_id: int, patch: dict[str, Any]) -> dict[str, Any]:
    work = partial(
        imports.revise, site.db, caller, import_id, patch, data_dir=site.settings.data_dir, clock=site.clock
    )
    return await to_thread.run_sync(work, limiter=site.aside)


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type=JSON.decode())


@doors.get("/imports", "list_imports", carries="records", answer=ITEMS)
def list_imports(call: Call) -> dict[str, Any]:
    """One's imports, the newest first."""
    return {"items": imports.listing(call.tx, call.actor)}


@doors.get("/imports/{id}", "get_import", carries="records", answer=OBJECT)
def get_import(call: Call) -> dict[str, Any]:
    """Proposal, progress and result of an import."""
    return imports.state(call.tx, call.actor, call.id())


@doors.patch(
    "/imports/{id}",
    "revise_import",
    carries="records",
    scope="import",
    by_hand=True,
    body=Revision,
    answer=OBJECT,
)
async def patch_import(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Change a proposal; the answer is the new one."""
    caller = await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    patch = checked(Revision, asked.body).model_dump(exclude_unset=True)
    return _json(await _revise(site, caller, asked.id("id"), patch))


@doors.post("/imports/{id}/run", "run_import", carries="records", scope="import", status=202, answer=OBJECT)
def run_import(call: Call) -> dict[str, Any]:
    """Import as proposed."""
    return imports.run(call.tx, call.actor, call.id())


@doors.post("/imports/{id}/cancel", "cancel_import", carries="records", scope="import", answer=OBJECT)
def cancel_import(call: Call) -> dict[str, Any]:
    """Stop; what is in stays until it is undone."""
    return imports.cancel(call.tx, call.actor, call.id())


@doors.post(
    "/imports/{id}/resume", "resume_import", carries="records", scope="import", status=202, answer=OBJECT
)
def resume_import(call: Call) -> dict[str, Any]:
    """Go on where it stopped."""
    return imports.resume(call.tx, call.actor, call.id())


@doors.post("/imports/{id}/undo", "undo_import", carries="records", scope="import", status=202, answer=OBJECT)
def undo_import(call: Call) -> dict[str, Any]:
    """Take back what the import did."""
    found = imports.state(call.tx, call.actor, call.id())
    batch = (found["result"] or {}).get("batch")
    if batch is None or not found["undo"]["possible"]:
        raise ImportState(state="undone" if found["undo"]["done"] else found["status"])
    return undo_batch(call, batch)


@doors.delete("/imports/{id}", "forget_import", carries="records", scope="import")
def forget_import(call: Call) -> None:
    """Throw a proposal away."""
    imports.forget(call.tx, call.actor, call.id(), data_dir=call.site.settings.data_dir)


@doors.get(
    "/imports/{id}/refusals",
    "list_refusals",
    carries="records",
    query=[number("after", most=2**53), number("limit", most=500)],
    answer=OBJECT,
)
def list_refusals(call: Call) -> dict[str, Any]:
    """Cells and rows that did not go in, and why."""
    after = call.number("after", 0, least=0, most=2**31 - 1)
    return imports.refusal_page(call.tx, call.actor, call.id(), after, call.number("limit", 100, most=500))


@doors.get(
    "/imports/{id}/results/{outcome}",
    "list_results",
    carries="records",
    query=[number("after", most=2**53), number("limit", most=500)],
    answer=OBJECT,
)
def list_results(call: Call) -> dict[str, Any]:
    """What a figure of the result counts, row by row, with the records."""
    after = call.number("after", 0, least=0, most=2**31 - 1)
    limit = call.number("limit", 100, most=500)
    return imports.result_page(call.tx, call.actor, call.id(), call.part("outcome"), after, limit)


@doors.get(
    "/imports/{id}/refusals.xlsx",
    "get_refusals_file",
    carries="records",
    by_hand=True,
    answer={XLSX: {"type": "string", "format": "binary"}},
)
async def get_refusals_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The same as a workbook."""
    caller = await enter(site, door, asked)
    import_id = asked.id("id")
    work = partial(imports.refusals_file, site.db, caller, import_id, data_dir=site.settings.data_dir)
    path = await to_thread.run_sync(work, limiter=site.aside)
    return FileResponse(path, media_type=XLSX, filename=f"refusals-{import_id}.xlsx")
