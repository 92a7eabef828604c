"""PDFs that do something when they are opened: scripts, programs, forms of the XFA kind, films.

Names in a PDF may be written with escapes (`/J#61vaScript`) and lie in packed streams; both are undone here. Of what is
encrypted nothing can be said, so that it counts as doing something. Such a file is handed out for saving only.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

PDF = "application/pdf"
ACTIVE = "application/x-pdf"  # how it is told apart: browsers show no such type
MOST = 64 * 1024 * 1024  # bytes unpacked of one file; what is larger counts as doing something
PIECE = 8 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|Rendition|XFA|GoToE|SubmitForm|ImportData|Encrypt)(?![A-Za-z0-9])"
)
_STREAM = re.compile(
    rb"/(?:O|#4[Ff])(?:b|#62)(?:j|#6[Aa])(?:S|#53)(?:t|#74)(?:m|#6[Dd])\b.{0,2000}?stream\r?\n", re.DOTALL
)


def acts(path: Path) -> bool:
    """Whether the file does something by itself, or hides whether it does."""
    content = path.read_bytes()
    if _ACTS.search(_plain(content)):
        return True
    left = MOST
    for start in _streams(content):
        unpacked = _unpacked(content, start, left)
        left -= len(unpacked)
        if left <= 0 or _ACTS.search(_plain(unpacked)):
            return True
    return False


def _plain(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), content) if b"#" in content else content


def _streams(content: bytes) -> Iterator[int]:
    """Where the packed streams of objects begin; only these hold names, the others pictures, fonts and text."""
    return (found.end() for found in _STREAM.finditer(content))


def _unpacked(content: bytes, start: int, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content[start : start + PIECE], most)
    except zlib.error:
        return b""
