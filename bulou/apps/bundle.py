"""A package as one file: a zip of the readable files of an app, written in one fixed way and read with suspicion."""

import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from bulou import __version__
from bulou.apps.errors import BadApp
from bulou.apps.loader import App, read_folder
from bulou.apps.objects import objects_of
from bulou.apps.samples.model import FOLDER, file_of
from bulou.apps.stores import FOLDERS
from bulou.kit.errors import AppError

LARGEST, LARGEST_FILE, MOST_FILES = 20 * 1024 * 1024, 4 * 1024 * 1024, 2_000
MOMENT = (2020, 1, 1, 0, 0, 0)  # the same app is the same file


class NewerApp(AppError):
    """The package was made by a newer version of the product. `requires`, `version`."""

    code, status = "apps.newer", 422


def to_zip(app: App) -> bytes:
    """The package; `from_zip` of it is the same app."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files_of(app):
            file.writestr(zipfile.ZipInfo(name, MOMENT), text)
    return out.getvalue()


def files_of(app: App) -> Iterator[tuple[str, str]]:
    """Name and text of every file, in order."""
    head = {
        "key": app.key,
        "version": app.version,
        "label": dict(app.label),
        "requires": app.requires or __version__,
    }
    yield "app.yaml", _text(head)
    for kind, key, body in sorted(objects_of(app), key=lambda each: each[:2]):
        yield f"{FOLDERS[kind]}/{key}.yaml", _text(body)
    for sample in sorted(app.sample, key=lambda each: each.form):
        yield f"{FOLDER}/{sample.form}.yaml", _text(file_of(sample))


def _text(body: Any) -> str:
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=120)


def from_zip(data: bytes) -> App:
    """The app in a package. Errors: BadApp with the file and what is wrong, NewerApp."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _judge(file)
            app = read_folder(zipfile.Path(file))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise BadApp(file="", reason=str(error)[:200]) from error
    times = Counter(f"{FOLDERS[kind]}/{key}.yaml" for kind, key, _body in objects_of(app))
    for file_name in (name for name, count in times.items() if count > 1):
        raise BadApp(file=file_name, reason="two of one key")
    if _number(app.requires) > _number(__version__):
        raise NewerApp(requires=str(app.requires)[:40], version=__version__)
    return app


def _judge(file: zipfile.ZipFile) -> None:
    entries = file.infolist()
    if len(entries) > MOST_FILES:
        raise BadApp(file="", reason=f"more than {MOST_FILES} files")
    total = 0
    for entry in entries:
        name = entry.filename[:100]
        parts = entry.filename.replace("\\", "/").split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if (
            ".." in parts
            or entry.filename.startswith(("/", "\\"))
            or ":" in parts[0]
            or link
            or entry.flag_bits & 1
        ):
            raise BadApp(file=name, reason="not a plain file inside the package")
        total += entry.file_size
        if entry.file_size > LARGEST_FILE or total > LARGEST:
            raise BadApp(file=name, reason="too large")


def _number(version: str | None) -> tuple[int, ...]:
    parts = (version or "0").split("+")[0].split("-")[0].split(".")[:4]
    return tuple(int(part) if part.isdigit() and len(part) < 6 else 0 for part in parts)
