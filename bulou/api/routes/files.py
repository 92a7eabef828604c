"""Files: uploaded first, then hung on a record, handed out by the record's rights."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.call import Call
from bulou.api.doors import Door, Doors, number
from bulou.api.entry import enter
from bulou.api.routes.records import form_of
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.api.upload import receive_upload
from bulou.db.tx import Tx
from bulou.records import files
from bulou.records.files import MOST_AT_ONCE, Download

doors = Doors("files")

UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
CHUNK = 1024 * 1024


class Attachments(Strict):
    """Uploaded files to be hung on a record."""

    files: list[int] = Field(min_length=1, max_length=MOST_AT_ONCE)


@doors.post(
    "/files",
    "upload_file",
    carries="records",
    scope="write",
    by_hand=True,
    status=201,
    body=UPLOAD,
    answer=OBJECT,
)
async def post_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Upload a file; a record then refers to it by id."""
    await enter(site, door, asked)
    async with receive_upload(site, asked, receive) as upload:
        take = partial(files.receive, site.files, upload.name, chunks(upload.path), limit=site.upload_limit)
        received = await to_thread.run_sync(take, limiter=site.aside)
        kept = await unit(site, lambda tx: files.keep(tx, open_call(site, door, asked, tx).actor, received))
    return to_response(encode(door, kept))


def chunks(path: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece


@doors.get(
    "/files/{id}",
    "get_file",
    carries="records",
    by_hand=True,
    query=[number("size", "Longest side of a small picture", most=1280)],
    answer={"application/octet-stream": {"type": "string", "format": "binary"}},
)
async def get_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """A file, or a small picture of it."""

    original = asked.query.get("size", "0") in ("", "0")

    def work(tx: Tx) -> Download:
        call = open_call(site, door, asked, tx)
        size = call.number("size", 0, least=0, most=1280)
        found = files.fetch(tx, site.files, call.actor, call.id(), size or None)
        if original and begins(asked, found):
            files.note_download(tx, call.looking or call.actor, call.id())
        return found

    found = await unit(site, work, write=original)
    headers = {
        "cache-control": "private, max-age=3600",
        "etag": f'"{found.sha256}"',
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    }
    if asked.header(b"if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    shown = "inline" if found.inline else "attachment"
    return FileResponse(
        found.path,
        media_type=found.type,
        filename=found.name,
        content_disposition_type=shown,
        headers=headers,
    )


def begins(asked: Asked, found: Download) -> bool:
    """Whether the answer hands the file out from its beginning: neither known already nor a later part of it."""
    part = asked.header(b"range") or "bytes=0-"
    return part.startswith("bytes=0-") and asked.header(b"if-none-match") != f'"{found.sha256}"'


@doors.delete("/files/{id}", "delete_file", carries="records")
def delete_file(call: Call) -> None:
    """Take a file off its record."""
    files.remove(call.tx, call.actor, call.id())


@doors.get("/records/{form}/{id}/files", "list_files", carries="records", answer=ITEMS)
def list_files(call: Call) -> dict[str, Any]:
    """The files of a record."""
    return {"items": files.listed(call.tx, call.actor, form_of(call), call.id())}


@doors.post("/records/{form}/{id}/files", "attach_files", carries="records", body=Attachments, answer=ITEMS)
def attach_files(call: Call) -> dict[str, Any]:
    """Hang uploaded files on a record."""
    form, id_ = form_of(call), call.id()
    files.listed(
        call.tx, call.actor, form, id_
    )  # strangers learn nothing of the record from the body's errors
    files.attach(call.tx, call.actor, form, id_, call.model(Attachments).files)
    return {"items": files.listed(call.tx, call.actor, form, id_)}
