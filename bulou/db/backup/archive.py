"""The archive: a zip file with the parts of a workspace and a manifest of their sizes, hashes and row counts."""

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import orjson

from bulou.db.backup.errors import BackupBroken, BackupNotFound, CheckFailed

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20

# Per table: rows, and a fingerprint of their contents where the database can take one.
Counts = Mapping[str, tuple[int, str | None]]

# The newest sealed block of the audit trail: its number and its digest.
Head = Mapping[str, Any] | None
AUDIT_HEAD = "SELECT number, digest FROM audit_block ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True)
class Member:
    """One part: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. `tool`: sqlite, pg_dump or copy; `schema`: version of our own tables; `audit`:
    the newest sealed block of the audit trail as it was copied."""

    version: str
    schema: str
    database: str
    tool: str
    made_at: str
    counts: Counts
    members: Mapping[str, Member] = field(default_factory=dict)
    format: int = FORMAT
    audit: Head = None


class Writer:
    """Fills an archive; the manifest comes last."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds the key
        self._file = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._members: dict[str, Member] = {}

    @contextlib.contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator["Hashing"]:
        """A part to write into; `packed=False` for what is compressed already."""
        about = zipfile.ZipInfo(name)
        about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._zip.open(about, "w", force_zip64=True) as file:
            hashing = Hashing(file)
            yield hashing
        self._members[name] = Member(hashing.size, hashing.digest.hexdigest())

    def add(self, name: str, path: Path, *, packed: bool = True) -> None:
        """A part that is a file."""
        with open(path, "rb") as source, self.member(name, packed=packed) as target:
            shutil.copyfileobj(source, target, PIECE)

    def finish(self, manifest: Manifest) -> Manifest:
        """Write the manifest and everything down to the disk."""
        whole = Manifest(**{**vars(manifest), "members": self._members})
        self._zip.writestr(MANIFEST, orjson.dumps(asdict(whole), option=orjson.OPT_INDENT_2))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return whole

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        with contextlib.suppress(OSError, ValueError):
            self._zip.close()
        self._file.close()


class Hashing:
    """A file that knows the size and the hash of what went through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        """Write and count."""
        self.size += len(data)
        self.digest.update(data)
        return self._file.write(data)


class Reader:
    """Reads an archive; every part is compared with the manifest while it is read. Raises BackupBroken."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise BackupNotFound(path=str(path))
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _manifest(orjson.loads(self._zip.read(MANIFEST)))
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
            raise BackupBroken(path=str(path), part=MANIFEST) from error

    def names(self, under: str) -> list[str]:
        """The parts of a folder."""
        return [name for name in self.manifest.members if name.startswith(under)]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part; the last piece is given only when the whole is what it should be."""
        try:
            yield from self._checked(name)
        except (zipfile.BadZipFile, KeyError, EOFError, OSError) as error:
            raise BackupBroken(path=str(self.path), part=name) from error

    def extract(self, name: str, to: Path) -> None:
        """A part as a file that only its owner may read."""
        to.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in self.pieces(name):
                file.write(piece)

    def compare(self, found: Counts) -> None:
        """Raises CheckFailed at the first table that is not as the manifest says."""
        wanted = self.manifest.counts
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                raise CheckFailed(part=name)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _checked(self, name: str) -> Iterator[bytes]:
        digest, size, wanted = hashlib.sha256(), 0, self.manifest.members[name]
        with self._zip.open(name) as file:
            piece = file.read(PIECE)
            while piece:
                digest.update(piece)
                size += len(piece)
                following = file.read(PIECE)
                if not following and Member(size, digest.hexdigest()) != wanted:
                    raise zipfile.BadZipFile(name)
                yield piece
                piece = following
        if not size and wanted.size:
            raise zipfile.BadZipFile(name)


def _manifest(values: Mapping[str, Any]) -> Manifest:
    members = {_safe(name): Member(**member) for name, member in values["members"].items()}
    counts = {name: (rows, print_) for name, (rows, print_) in values["counts"].items()}
    if values["format"] != FORMAT:
        raise ValueError("format")
    return Manifest(**{**values, "members": members, "counts": counts})


def _safe(name: str) -> str:
    """A name that stays inside the folder it is put into."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(name)
    return name
