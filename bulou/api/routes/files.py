"""Files: upload first, then name the id in a record; rights are asked at every download."""

from functools import partial
from typing import Any

import orjson
from anyio import to_thread
from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.call import Call
from bulou.api.doors import Door, Doors, number
from bulou.api.entry import enter
from bulou.api.routes.records import form_of
from bulou.api.serve import JSON
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.api.upload import receive_upload
from bulou.db.tx import Tx
from bulou.records import files

doors = Doors("files")

UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
ANY = {"application/octet-stream": {"type": "string", "format": "binary"}}
PIECE = 1024 * 1024


class Attachment(Strict):
    """Own uploads that now hang on the record."""

    files: list[int] = Field(min_length=1, max_length=20)


@doors.post("/files", "upload_file", carries="own", by_hand=True, status=201, body=UPLOAD, answer=OBJECT)
async def post_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Upload one file; it is the uploader's until a record names it."""
    caller = await enter(site, door, asked)
    async with receive_upload(site, asked, receive) as upload:
        take = partial(_take, site, upload.path, upload.name)
        kept = await to_thread.run_sync(take, limiter=site.aside)

    def work(tx: Tx) -> dict[str, Any]:
        return files.keep(tx, caller, kept)

    made = await unit(site, work)
    return Response(orjson.dumps(made), 201, media_type=JSON.decode())


def _take(site: Site, path: Any, name: str) -> files.Upload:
    with open(path, "rb") as source:
        return files.receive(site.files, name, iter(lambda: source.read(PIECE), b""), limit=site.upload_limit)


@doors.get(
    "/files/{id}",
    "get_file",
    carries="records",
    by_hand=True,
    query=[number("size", "For pictures: the longer side in pixels", most=4000)],
    answer=ANY,
)
async def get_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Download a file, or a small picture of it; active content is never shown in the page."""
    caller = await enter(site, door, asked)
    wanted = asked.query.get("size", "")
    size = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else None
    file_id = asked.id("id")
    found = await unit(site, lambda tx: files.fetch(tx, site.files, caller, file_id, size), write=False)
    return FileResponse(
        found.path,
        media_type=found.type,
        filename=found.name,
        content_disposition_type="inline" if found.inline else "attachment",
        headers={"etag": f'"{found.sha256}"', "cache-control": "private, no-cache"},
    )


@doors.delete("/files/{id}", "remove_file", carries="own")
def remove_file(call: Call) -> None:
    """Take away a file of one's own that is in no field."""
    files.remove(call.tx, call.actor, call.id())


@doors.get("/records/{form}/{id}/files", "list_files", carries="records", answer=ITEMS)
def list_files(call: Call) -> dict[str, Any]:
    """The files that hang on a record."""
    return {"items": files.listed(call.tx, call.actor, form_of(call), call.id())}


@doors.post("/records/{form}/{id}/files", "attach_files", carries="records", status=204, body=Attachment)
def attach_files(call: Call) -> None:
    """Hang own uploads on a record."""
    form, id_ = form_of(call), call.id()
    files.attach(call.tx, call.actor, form, id_, call.model(Attachment).files)
