"""What a file is, told by its first bytes: names and claims of browsers count for nothing."""

import zipfile
from pathlib import Path

from bulou.records.files import pdfs

PLAIN = "application/octet-stream"
SNIFFED = 4096
LARGEST_LIST = 4 * 1024 * 1024  # bytes of an archive's list of names

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"AC10", "image/vnd.dwg"),
)
_OFFICE = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_ACTIVE = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<iframe", b"<head")
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# Shown by browsers without running anything of ours; everything else is downloaded.
INLINE = IMAGES | {
    "application/pdf",
    "text/plain",
    "audio/mpeg",
    "audio/ogg",
    "audio/mp4",
    "video/mp4",
    "video/webm",
}


def type_of(path: Path) -> str:
    """The media type of a file by its content."""
    with path.open("rb") as stream:
        head = stream.read(SNIFFED)
    for signature, type_ in _SIGNATURES:
        if head.startswith(signature):
            return pdfs.ACTIVE if type_ == pdfs.PDF and pdfs.acts(path) else type_
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], PLAIN)
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith(b"PK"):
        return _inside(path)
    return _text(head)


def _inside(path: Path) -> str:
    """A zip may be an office document; one whose list of names is a bomb of its own is not looked into."""
    try:
        if _list_size(path) > LARGEST_LIST:
            return "application/zip"
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:1000]
    except (zipfile.BadZipFile, OSError, ValueError):
        return PLAIN
    return next(
        (type_ for start, type_ in _OFFICE if any(name.startswith(start) for name in names)),
        "application/zip",
    )


def _list_size(path: Path) -> int:
    """Bytes of the list of names, as the end of the archive says."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 66_000))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(mark in start for mark in _ACTIVE):
        return "text/html" if b"<svg" not in start else "image/svg+xml"
    if b"\x00" in head:
        return PLAIN
    try:
        head[: len(head) - len(head) % 4].decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return PLAIN
    return "text/plain"


def may_be_inline(type_: str) -> bool:
    """True for what browsers may show in place; active content never is."""
    return type_ in INLINE
