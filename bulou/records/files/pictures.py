"""Pictures are written anew on the way in, and made small for lists; Pillow is loaded when one comes by."""

import os
from pathlib import Path
from typing import Any

from bulou.records.errors import BadImage

MOST_PIXELS = 50_000_000
SIZES = (96, 320, 1280)
MOST_FRAMES = 200
MOST_DRAWN = 200_000_000  # pixels of all frames of a moving picture
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


def rewrite(path: Path, type_: str, name: str) -> tuple[int, int]:
    """Write the picture in `path` anew, upright and without metadata; (width, height). BadImage."""
    from PIL import Image, ImageOps

    anew = path.with_suffix(".anew")
    try:
        with Image.open(path, formats=[_FORMATS[type_]]) as image:
            if _is_bomb(image):
                raise BadImage(name=name[:100])
            if getattr(image, "is_animated", False):
                _save_moving(image, anew)
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


def _is_bomb(image: Any) -> bool:
    """A few bytes may say to be a picture that no memory holds, or a film of thousands of them."""
    area = image.width * image.height
    if area > MOST_PIXELS:
        return True
    frames = getattr(image, "n_frames", 1)
    return frames > MOST_FRAMES or frames * area > MOST_DRAWN


def _save_moving(image: Any, path: Path) -> None:
    """All frames with their times, and nothing else that the file says."""
    from PIL import ImageSequence

    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        times.append(int(frame.info.get("duration", 100) or 100))
        plain = frame.convert("RGBA")
        plain.info = {}
        frames.append(plain)
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    options = {**loop, **({} if image.format == "WEBP" else {"disposal": 2})}
    frames[0].save(
        path, format=image.format, save_all=True, append_images=frames[1:], duration=times, **options
    )


def _save(image: Any, path: Path, type_: str) -> None:
    """In the format it came in; JPEG cannot keep what is see-through."""
    if type_ == "image/jpeg":
        kept = image.copy() if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")
        kept.info = {}
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
