"""The folder of file contents: written once under their hash, never changed."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bulou.records.errors import FileTooLarge
from bulou.records.files import pictures
from bulou.records.files.kinds import IMAGES, type_of

LARGEST = 100 * 1024 * 1024
LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """A received file whose content is in the folder already; nobody knows of it before `keep`."""

    name: str
    sha256: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None


def receive(folder: Path, name: str, chunks: Iterable[bytes], *, limit: int = LARGEST) -> Upload:
    """Take in a file outside of any transaction. FileTooLarge; BadImage for pictures that cannot be read.

    Pictures are written anew, without place and camera of the original and without whatever hid behind them.
    """
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / secrets.token_hex(16)
    try:
        _write(path, chunks, limit)
        type_ = type_of(path)
        shape = pictures.rewrite(path, type_, name) if type_ in IMAGES else None
        digest, size = _digest(path)
        target = place_of(folder, digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    finally:
        path.unlink(missing_ok=True)
    width, height = shape or (None, None)
    return Upload(clean_name(name), digest, type_, size, width, height)


def place_of(folder: Path, sha256: str) -> Path:
    """Where the content with this hash lies."""
    return folder / sha256[:2] / sha256[2:4] / sha256


def clean_name(name: str) -> str:
    """The last part of a name as a browser may have sent it, without what file systems and headers dislike."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    return kept.strip(" .")[:LONGEST_NAME] or "file"


def _write(path: Path, chunks: Iterable[bytes], limit: int) -> None:
    size = 0
    with path.open("wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(limit=limit, megabytes=limit // (1024 * 1024))
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return digest, path.stat().st_size
