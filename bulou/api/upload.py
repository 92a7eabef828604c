"""Files that come in: streamed to the disk, refused as soon as they are too large."""

import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from bulou.api.asked import Asked
from bulou.api.body import patient, too_large
from bulou.api.call import refused
from bulou.api.problems import WrongType
from bulou.api.site import Site

OVERHEAD = 64 * 1024  # of multipart around the file
LONGEST_NAME = 200
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Upload:
    """A file on the disk, and the other parts that came with it."""

    path: Path
    name: str
    type: str
    size: int
    fields: dict[str, str]


@contextlib.asynccontextmanager
async def receive_upload(
    site: Site, asked: Asked, receive: Receive, *, most: int | None = None
) -> AsyncIterator[Upload]:
    """The part `file` of a multipart body, kept until the block ends. TooLarge, WrongType, Invalid.

    `most`: bytes, where less is allowed than to those who are signed in.
    """
    kind = (asked.header(b"content-type") or "").split(";")[0].strip().lower()
    if kind != MULTIPART:
        raise WrongType(expected=MULTIPART)
    allowed = site.upload_limit if most is None else min(most, site.upload_limit)
    limit = allowed + OVERHEAD
    declared = asked.headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(allowed)
    request = Request(asked.scope, _counted(patient(receive), limit, allowed))
    try:
        async with request.form(max_files=1, max_fields=20, max_part_size=1024 * 1024) as form:
            with tempfile.TemporaryDirectory(prefix="bulou-upload-") as folder:
                yield await _kept(form, Path(folder))
    except (MultiPartException, HTTPException) as error:  # the second one is how Starlette tells the first
        raise refused("file", "fields.bad_upload") from error


def _counted(receive: Receive, limit: int, said: int) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise too_large(said)
        return message

    return counted


async def _kept(form: Any, folder: Path) -> Upload:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise refused("file", "fields.required")
    name = file_name(file.filename or "")
    path = folder / f"file{Path(name).suffix.lower()[:10]}"
    await to_thread.run_sync(_copy, file, path)
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    return Upload(path, name, file.content_type or "application/octet-stream", path.stat().st_size, fields)


def _copy(file: UploadFile, path: Path) -> None:
    file.file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target, 1024 * 1024)


def file_name(given: str) -> str:
    """The last part of the name a browser gave, printable and not too long."""
    name = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip().lstrip(".")
    name = name.encode("utf-8", "ignore").decode()
    if len(name) > LONGEST_NAME:
        stem, dot, end = name.rpartition(".")
        name = f"{stem[: LONGEST_NAME - 12]}.{end[:10]}" if dot else name[:LONGEST_NAME]
    return name or "file"
