"""Pictures are written anew on the way in, and made small for lists; Pillow is loaded when one comes by."""

import os
from pathlib import Path
from typing import Any

from bulou.records.errors import BadImage

MOST_PIXELS = 50_000_000
SIZES = (96, 320, 1280)
MOST_FRAMES = 200


def rewrite(path: Path, type_: str, name: str) -> tuple[int, int]:
    """Write the picture in `path` anew, upright and without metadata; (width, height). BadImage."""
    from PIL import Image, ImageOps

    anew = path.with_suffix(".anew")
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS or getattr(image, "n_frames", 1) > MOST_FRAMES:
                raise BadImage(name=name[:100])
            if getattr(image, "is_animated", False):
                image.save(anew, format=image.format, save_all=True)
                shape = image.size
            else:
                upright = ImageOps.exif_transpose(image)
                shape = upright.size
                _save(upright, anew, type_)
        os.replace(anew, path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadImage(name=name[:100]) from error
    finally:
        anew.unlink(missing_ok=True)
    return shape


def _save(image: Any, path: Path, type_: str) -> None:
    """In the format it came in; JPEG cannot keep what is see-through."""
    if type_ == "image/jpeg":
        kept = image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")
        kept.save(path, format="JPEG", quality=90, optimize=True)
        return
    plain = image.copy()
    plain.info = {key: value for key, value in image.info.items() if key == "transparency"}
    plain.save(path, format={"image/png": "PNG", "image/gif": "GIF"}.get(type_, "WEBP"))


def small(source: Path, target: Path, size: int) -> None:
    """A copy no larger than `size` × `size` as WebP in `target`."""
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}.half")
    with Image.open(source) as image:
        copy = image.convert("RGBA" if image.mode in ("RGBA", "LA", "P") else "RGB")
        copy.thumbnail((size, size))
        copy.save(half, format="WEBP", quality=80)
    os.replace(half, target)
