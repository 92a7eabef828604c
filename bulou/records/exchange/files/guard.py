"""What a file is and whether it may be opened at all: judged by its bytes, never by its name."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bulou.records.exchange.errors import (
    FileBroken,
    FileEmpty,
    FileHasMacros,
    FileHasPassword,
    FileKindUnknown,
    FileTooComplex,
    FileTooLarge,
)
from bulou.records.exchange.files.limits import Limits

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # marks of two- and four-byte text
_CONTROL = (*range(9), *range(14, 27), *range(28, 32))
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"SQLite format 3", "database"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def kind_of(path: Path, name: str, limits: Limits) -> str:
    """`xlsx xls xlsb ods csv vcf`; raises what is wrong with a file that must not be opened."""
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(file=name)
    if size > limits.size:
        raise FileTooLarge(file=name, size=size, limit=limits.size)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        return _ole(path, name)
    if head.startswith(b"PK"):
        return _zipped(path, name, limits)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise FileKindUnknown(file=name, looks_like=what)
    return _text(head, name)


def _text(head: bytes, name: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"begin:vcard"):
        return "vcf"
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise FileKindUnknown(file=name, looks_like="web_page")
    if not head.startswith(_WIDE) and _is_binary(head):
        raise FileKindUnknown(file=name, looks_like="binary")
    return "csv"


def _is_binary(head: bytes) -> bool:
    """True when control characters abound and it is not that text of two bytes a character looks so."""
    wide = head[1::2].count(0) > len(head) * 0.15 or head[0::2].count(0) > len(head) * 0.15
    control = sum(head.count(byte) for byte in _CONTROL)
    return control > max(8, len(head) * 0.01) and not (wide and control - head.count(0) == 0)


def _ole(path: Path, name: str) -> str:
    """Old workbooks and password-protected new ones share one container."""
    found_macro = False
    overlap = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            window = overlap + block
            if _ENCRYPTED in window:
                raise FileHasPassword(file=name)
            found_macro = found_macro or _VBA in window
            overlap = window[-64:]
    if found_macro:
        raise FileHasMacros(file=name)
    return "xls"


def _zipped(path: Path, name: str, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_declared(parts, name, limits)
            kind = _workbook_kind(archive, {part.filename for part in parts}, name)
            _check_real(path, archive, name, limits)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise FileBroken(file=name, detail=str(error)) from error
    return kind


def _check_declared(parts: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise FileTooComplex(file=name, what="parts", limit=limits.parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileHasPassword(file=name)
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked:
        raise FileTooComplex(file=name, what="bytes", limit=limits.unpacked)
    packed = max(1, sum(part.compress_size for part in parts))
    if total > limits.ratio_from and total / packed > limits.ratio:
        raise FileTooComplex(file=name, what="ratio", limit=limits.ratio)


def _workbook_kind(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    lowered = {each.lower() for each in names}
    if any(each.endswith("vbaproject.bin") for each in lowered):
        raise FileHasMacros(file=name)
    if "xl/workbook.xml" in lowered:
        return "xlsx"
    if "xl/workbook.bin" in lowered:
        return "xlsb"
    if "content.xml" in lowered and "mimetype" in lowered:
        if b"spreadsheet" not in _head(archive, "mimetype", names):
            raise FileKindUnknown(file=name, looks_like="document")
        if b"encryption-data" in _head(archive, "META-INF/manifest.xml", names):
            raise FileHasPassword(file=name)
        if any(each.startswith("basic/") for each in lowered):
            raise FileHasMacros(file=name)
        return "ods"
    looks_like = "document" if "[content_types].xml" in lowered else "archive"
    raise FileKindUnknown(file=name, looks_like=looks_like)


def _head(archive: zipfile.ZipFile, part: str, names: set[str]) -> bytes:
    if part not in names:
        return b""
    with archive.open(part) as file:
        return file.read(1 << 20)


def _check_real(path: Path, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """The directory may lie about sizes: inflate every part once, counting, before anything trusts it."""
    total = rows = 0
    with path.open("rb") as file:
        for part in archive.infolist():
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise FileBroken(file=name, detail=f"compression {part.compress_type}")
            for block in _inflated(file, part):
                total += len(block)
                if total > limits.unpacked:
                    raise FileTooComplex(file=name, what="bytes", limit=limits.unpacked)
                if part.filename.startswith("xl/worksheets/"):
                    rows += block.count(b"<row ")
            if rows > limits.rows:
                raise FileTooComplex(file=name, what="rows", limit=limits.rows)


def _inflated(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    header = file.read(30)
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(skip, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (block := file.read(min(left, 1 << 16))):
        left -= len(block)
        if inflate is None:
            yield block
            continue
        while block:
            yield inflate.decompress(block, 1 << 20)
            block = inflate.unconsumed_tail
