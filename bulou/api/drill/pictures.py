"""Small pictures to plant, each of another colour."""

import io

from PIL import Image


def dot(number: int) -> bytes:
    """A PNG of a few pixels."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (number % 256, number // 256 % 256, 80)).save(out, "PNG")
    return out.getvalue()
