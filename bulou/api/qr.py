"""QR codes of addresses, as a drawing or a picture (decision 0055)."""

import io
from typing import Literal
from urllib.parse import urlencode

import segno

from bulou.api.call import Answer

TYPES = {"svg": b"image/svg+xml", "png": b"image/png"}


def source_query(code: str) -> str:
    """The part of an address that names the source."""
    return urlencode({"c": code})


def answer(link: str, kind: str | None, scale: int, *, error: Literal["m", "q"] = "q") -> Answer:
    """The code of `link` as `svg` or `png`; a quarter of it may be dirty and it is read all the same (`m`: 15 %)."""
    found = kind if kind in TYPES else "svg"
    out = io.BytesIO()
    code = segno.make(link, micro=False, error=error)
    if found == "svg":
        code.save(out, kind="svg", scale=4, border=2, xmldecl=False, light="#fff", omitsize=False)
    else:
        code.save(out, kind="png", scale=scale, border=2)
    return Answer(out.getvalue(), media=TYPES[found])
