"""Exports: any view as a workbook or CSV, made in the background."""

from pathlib import Path
from typing import Any

from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.call import Call
from bulou.api.doors import Door, Doors
from bulou.api.serve import open_call
from bulou.api.shapes import Started, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.tx import Tx
from bulou.records.exchange import exports

doors = Doors("exports")

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


class ExportBody(Strict):
    """What goes into the file: a saved view, or filter, search, columns and order."""

    form: str = Field(min_length=1, max_length=60)
    view: int | str | None = None
    filter: Any = None
    search: str | None = Field(default=None, max_length=200)
    columns: list[str] | None = Field(default=None, max_length=500)
    sort: str | list[str] | None = None
    format: str = "xlsx"


@doors.post(
    "/exports", "start_export", carries="records", scope="export", status=202, body=ExportBody, answer=Started
)
def start_export(call: Call) -> dict[str, Any]:
    """Start an export; small ones are done at once."""
    return exports.start(call.tx, call.actor, call.model(ExportBody).model_dump(exclude_none=True))


@doors.get(
    "/exports/{job}/file",
    "get_export_file",
    carries="records",
    scope="export",
    by_hand=True,
    answer={"application/octet-stream": {"type": "string", "format": "binary"}},
)
async def get_export_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The finished file; rights are asked again."""

    def work(tx: Tx) -> tuple[Path, str]:
        call = open_call(site, door, asked, tx)
        path, name = exports.file(tx, call.actor, call.part("job"), site.settings.data_dir)
        exports.note_download(tx, call.actor, call.part("job"))
        return path, name

    path, name = await unit(site, work)
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=kind, filename=name, headers={"cache-control": "private, no-store"})
