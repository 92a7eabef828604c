"""Word documents as one PDF, or pictures of its pages, set with fonts that come along."""

import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst
from docx import Document

from bulou.records.printing.child.blocks import Pages

PIXELS = 84  # an inch, of pictures
SHEET = Path(__file__).with_name("sheet.typ")


def to_pages(documents: Sequence[bytes], pictures: bool = False) -> tuple[list[bytes], int]:
    """One PDF of the documents, each with page numbers of its own, or a PNG of every page; drawings left out."""
    with tempfile.TemporaryDirectory(prefix="bulou-print-") as place:
        folder = Path(place)
        data, left_out = [], 0
        for at, document in enumerate(documents):
            pages = Pages({}, f"picture{at}-")
            data.append(pages.of(Document(io.BytesIO(document))))
            left_out += pages.left_out
            for name, blob in pages.pictures.items():
                (folder / name).write_bytes(blob)
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        shutil.copyfile(SHEET, folder / "sheet.typ")
        made: Any = typst.compile(
            str(folder / "sheet.typ"),
            root=str(folder),
            font_paths=[str(fonts.sans_path().parent)],
            ignore_system_fonts=True,
            format="png" if pictures else "pdf",
            ppi=PIXELS,
        )
    return [bytes(each) for each in made] if isinstance(made, list) else [bytes(made)], left_out
