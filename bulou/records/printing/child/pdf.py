"""Word documents as one PDF, set with fonts that come along."""

import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
import typst
from docx import Document

from bulou.records.printing.child.blocks import Pages

SHEET = Path(__file__).with_name("sheet.typ")


def to_pdf(documents: Sequence[bytes]) -> tuple[bytes, int]:
    """The documents after one another, each with page numbers of its own; and how many drawings were left out."""
    with tempfile.TemporaryDirectory(prefix="bulou-print-") as place:
        folder = Path(place)
        made, left_out = [], 0
        for at, document in enumerate(documents):
            pages = Pages({}, f"picture{at}-")
            made.append(pages.of(Document(io.BytesIO(document))))
            left_out += pages.left_out
            for name, blob in pages.pictures.items():
                (folder / name).write_bytes(blob)
        (folder / "data.json").write_text(json.dumps(made), encoding="utf-8")
        shutil.copyfile(SHEET, folder / "sheet.typ")
        pdf = typst.compile(
            str(folder / "sheet.typ"),
            root=str(folder),
            font_paths=[str(fonts.sans_path().parent)],
            ignore_system_fonts=True,
        )
    return bytes(pdf), left_out
