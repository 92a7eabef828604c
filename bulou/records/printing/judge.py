"""Whether a file may be opened as a print template: judged by its bytes before anything reads it."""

import io
import zipfile
import zlib

from bulou.records.printing.errors import unusable
from bulou.records.printing.judge_xml import judge_xml
from bulou.records.printing.limits import LARGEST, PARTS, UNPACKED

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml."
_RUNS = ("vbaproject.bin", "vbadata.xml")
_CARRIES = ("word/embeddings/", "word/activex/", "word/controls/")


def judge(data: bytes) -> None:
    """NotATemplate with the reason, unless the bytes are a plain Word document."""
    if len(data) > LARGEST:
        raise unusable("too_large")
    if data.startswith(_OLE):
        raise unusable("password" if _ENCRYPTED in data else "not_word")
    if not data.startswith(b"PK"):
        raise unusable("not_word")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _judge(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise unusable("broken") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise unusable("password") from error


def _judge(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if "word/document.xml" not in names or "[content_types].xml" not in names:
        raise unusable("not_word")
    if any(name.endswith(_RUNS) for name in names):
        raise unusable("macros")
    if any(name.startswith(_CARRIES) for name in names):
        raise unusable("embedded")
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
        raise unusable("too_large")
    left = UNPACKED
    for entry in entries:
        content = _read(archive, entry, left)
        left -= len(content)
        _judge_part(entry.filename.lower(), content)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The part; its declared size may be a lie, so no more than `left` is ever unpacked."""
    with archive.open(entry) as part:
        content = part.read(left + 1)
    if len(content) > left:
        raise unusable("too_large")
    return content


def _judge_part(name: str, content: bytes) -> None:
    if not name.endswith((".xml", ".rels")) and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return
    if b"\x00" in content[:64]:  # UTF-16 would hide what is looked for below
        raise unusable("broken")
    if name == "[content_types].xml" and (_MAIN not in content or b"macroEnabled" in content):
        raise unusable("macros" if b"macroEnabled" in content else "not_word")
    judge_xml(content, relations=name.endswith(".rels"))
