"""Pictures as Word and the setter of pages can read them."""

import io
from pathlib import Path

from PIL import Image, UnidentifiedImageError

TAKEN = {"PNG", "JPEG", "GIF"}
LONGEST = 2_400  # pixels


def readable(path: str) -> io.BytesIO:
    """The picture at `path`, turned into PNG where it is of another kind or larger than any page needs."""
    data = Path(path).read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        if picture.format in TAKEN and max(picture.size) <= LONGEST:
            return io.BytesIO(data)
        picture.thumbnail((LONGEST, LONGEST))
        out = io.BytesIO()
        picture.convert("RGBA").save(out, "PNG")
    return io.BytesIO(out.getvalue())


def fits(blob: bytes) -> str | None:
    """The ending of a picture that pages can show, None for drawings and what is broken."""
    try:
        with Image.open(io.BytesIO(blob)) as picture:
            return {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}.get(picture.format or "")
    except (UnidentifiedImageError, OSError, ValueError):
        return None
