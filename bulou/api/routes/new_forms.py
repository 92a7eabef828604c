"""A form from a workbook: what its columns would be as fields, before anything is made."""

from functools import partial

import orjson
from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.rights import may_configure
from bulou.api.asked import Asked, read_body
from bulou.api.call import checked
from bulou.api.doors import Door, Doors
from bulou.api.entry import enter
from bulou.api.serve import JSON
from bulou.api.shapes import OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.kit.errors import Forbidden
from bulou.records import files
from bulou.records.exchange import new_forms

doors = Doors("designer")


class FileBody(Strict):
    """An uploaded workbook (`POST /files`), and which of its sheets; the fullest where none is named."""

    file: int = Field(ge=1)
    sheet: int | None = Field(default=None, ge=0, le=10_000)


@doors.post(
    "/forms/understand",
    "understand_file",
    carries="records",
    scope="configure",
    by_hand=True,
    body=FileBody,
    answer=OBJECT,
)
async def understand_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """What an uploaded workbook would be as a form: its columns as fields, with samples. Nothing is made yet."""
    caller = await enter(site, door, asked)
    if not may_configure(caller):
        raise Forbidden(action="configure", form="*")
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(FileBody, asked.body)
    file = await unit(site, lambda tx: files.fetch(tx, site.files, caller, body.file), write=False)
    work = partial(
        new_forms.understand,
        site.db,
        caller,
        file.path,
        file.name,
        body.sheet,
        data_dir=site.settings.data_dir,
        clock=site.clock,
    )
    found = await to_thread.run_sync(work, limiter=site.aside)
    return Response(orjson.dumps(found), media_type=JSON.decode())
