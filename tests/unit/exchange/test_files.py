"""Files of every kind read into rows, and files that must not be opened told apart by name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from bulou.records.exchange import errors
from bulou.records.exchange.files.cells import BadCell
from bulou.records.exchange.files.limits import Limits
from bulou.records.exchange.files.spool import Spool, open_spool, read_chunk, read_rows
from bulou.records.exchange.files.unpack import unpack

SMALL = Limits(unpacked=20 * 2**20, ratio_from=2**20, seconds=60)


def spool(tmp_path: Path, name: str, data: bytes, limits: Limits = SMALL) -> Spool:
    """`data` as a file called `name`, spooled."""
    path, folder = tmp_path / "upload", tmp_path / "spool"
    path.write_bytes(data)
    folder.mkdir(exist_ok=True)
    return unpack(path, name, folder, limits)


def rows(spooled: Spool, sheet: int = 0) -> list[Any]:
    """All rows of one sheet."""
    return list(read_rows(spooled, spooled.sheets[sheet]))


TABLE = "公司,电话\n武汉安泰,13902255229\n青岛博远,15809657450\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("gbk"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "|").encode("gbk"),
        ("sep=;\n" + TABLE.replace(",", ";")).encode(),
    ],
)
def test_a_text_table_is_read_whatever_its_encoding_and_delimiter(tmp_path: Path, data: bytes) -> None:
    found = [cells for _number, cells in rows(spool(tmp_path, "a.csv", data))]
    assert found == [["公司", "电话"], ["武汉安泰", "13902255229"], ["青岛博远", "15809657450"]]


def test_quoted_line_breaks_keep_row_numbers_as_spreadsheets_count(tmp_path: Path) -> None:
    data = b'name,note\nA,"one\ntwo"\n\nB,\'=1+1\n'
    assert rows(spool(tmp_path, "a.csv", data)) == [
        (1, ["name", "note"]),
        (2, ["A", "one\ntwo"]),
        (4, ["B", "=1+1"]),
    ]


def test_a_row_of_another_width_is_marked(tmp_path: Path) -> None:
    data = "a,b,c\n" + "1,2,3\n" * 20 + "1,2,3,4\n" + "1,2\n" + "1,2,\n"
    found = rows(spool(tmp_path, "a.csv", data.encode()))
    marks = {number: cells[-1] for number, cells in found if isinstance(cells[-1], BadCell)}
    assert {number: (mark.code, mark.length) for number, mark in marks.items()} == {
        22: ("row.columns_changed", 4),
        23: ("row.columns_changed", 2),
    }


@pytest.mark.parametrize(
    ("cell", "code", "length"),
    [
        ("x" * 10_000_000, "cell.too_long", 10_000_000),
        ("a\x00b", "cell.unstorable", 3),
        ("a\ufffdb", "cell.broken_text", 3),
    ],
)
def test_a_cell_that_cannot_be_kept_is_refused_alone(
    tmp_path: Path, cell: str, code: str, length: int
) -> None:
    data = f"name,note\nA,{cell}\nB,fine\n".encode()
    found = rows(spool(tmp_path, "a.csv", data))
    assert found[2] == (3, ["B", "fine"])
    bad = found[1][1][1]
    assert isinstance(bad, BadCell)
    assert (bad.code, bad.length) == (code, length)
    assert len(bad.raw) < 300


def test_a_card_file_is_a_table(tmp_path: Path) -> None:
    data = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;建国;;;\r\nORG:武汉安泰;销售部\r\nTEL;TYPE=CELL:+86 139-0225-5229\r\n"
        "EMAIL:wang@antai.example\r\nNOTE:第一行\\n第二\r\n 行\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=E6=95=8F\r\n"
        "TEL;HOME:027-88886666\r\nEND:VCARD\r\n"
    )
    found = [cells for _number, cells in rows(spool(tmp_path, "a.vcf", data.encode()))]
    assert found[0][:4] == ["Name", "Company", "Job title", "Phone"]
    assert found[1][:2] == ["王建国", "武汉安泰"]
    assert found[1][3:5] == ["+86 139-0225-5229", "wang@antai.example"]
    assert found[1][8] == "第一行\n第二行"
    assert found[2] == ["李敏", None, None, "027-88886666"]


def test_a_workbook_keeps_sheets_numbers_and_merged_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一"
    sheet["C2"], sheet["D2"] = "区域", "公司"
    sheet["C3"], sheet["D3"], sheet["D4"] = "华东", "A", "B"
    sheet["D6"] = date(2026, 5, 9)
    sheet.merge_cells("C3:C4")
    hidden = book.create_sheet("字典")
    hidden.append(["制造业"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    found = spool(tmp_path, "book.xlsx", (tmp_path / "book.xlsx").read_bytes())
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in found.sheets] == [
        ("一", False, 4),
        ("字典", True, 1),
    ]
    assert rows(found) == [
        (2, [None, None, "区域", "公司"]),
        (3, [None, None, "华东", "A"]),
        (4, [None, None, "华东", "B"]),
        (6, [None, None, None, date(2026, 5, 9)]),
    ]


def test_many_rows_are_spooled_in_chunks_that_can_be_read_alone(tmp_path: Path) -> None:
    data = "name,number\n" + "".join(f"firm {at},{at}\n" for at in range(1, 2001))
    found = spool(tmp_path, "a.csv", data.encode())
    again = open_spool(found.folder)
    assert again == found
    sheet = again.sheets[0]
    assert [chunk.rows for chunk in sheet.chunks] == [500, 500, 500, 500, 1]
    assert read_chunk(again, sheet, 3)[0] == (1501, ["firm 1500", "1500"])


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def _workbook(extra: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("a").write(0, 0, "x")
    if extra:
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, data in extra.items():
                archive.writestr(name, data)
    return buffer.getvalue()


def _lying_bomb() -> bytes:
    """A part that says it is small and unpacks to 64 MB."""
    packed = zlib.compress(b"\x00" * 64 * 2**20, 9)[2:-4]
    out = _workbook()
    at = struct.unpack("<I", out[-6:-2])[0]  # where the directory begins
    name = b"xl/worksheets/bomb.xml"
    sizes = (0, len(packed), 1000, len(name), 0)
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes) + name
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, at) + name
    directory, body = out[at:-22] + entry, out[:at] + header + packed
    count = struct.unpack("<H", out[-14:-12])[0] + 1
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


BAD: dict[str, tuple[Callable[[], bytes], type[errors.FileUnusable], dict[str, Any]]] = {
    "empty": (lambda: b"", errors.FileEmpty, {}),
    "too_large": (lambda: b"a,b\n" * 300_000, errors.FileTooLarge, {"limit": 2**20}),
    "pdf": (lambda: b"%PDF-1.7 ...", errors.FileKindUnknown, {"looks_like": "pdf"}),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n....", errors.FileKindUnknown, {"looks_like": "image"}),
    "web_page": (
        lambda: b"<html><table><tr><td>1</td></tr></table>",
        errors.FileKindUnknown,
        {"looks_like": "web_page"},
    ),
    "bytes": (lambda: bytes(range(256)) * 8, errors.FileKindUnknown, {"looks_like": "binary"}),
    "other_zip": (lambda: _zip(readme=b"hello"), errors.FileKindUnknown, {"looks_like": "archive"}),
    "document": (
        lambda: _zip(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>"}),
        errors.FileKindUnknown,
        {"looks_like": "document"},
    ),
    "cut_zip": (lambda: _workbook()[:-200], errors.FileBroken, {}),
    "garbled_sheet": (
        lambda: _zip(**{"xl__workbook.xml": b"<nonsense", "[Content_Types].xml": b"<x/>"}),
        errors.FileBroken,
        {},
    ),
    "macros": (lambda: _workbook({"xl/vbaProject.bin": b"\xd0\xcf"}), errors.FileHasMacros, {}),
    "password": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
        errors.FileHasPassword,
        {},
    ),
    "old_macros": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600 + "_VBA_PROJECT".encode("utf-16-le"),
        errors.FileHasMacros,
        {},
    ),
    "broken_old": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, errors.FileBroken, {}),
    "bomb": (
        lambda: _workbook({"xl/worksheets/big.xml": b"\x00" * 30 * 2**20}),
        errors.FileTooComplex,
        {"what": "bytes"},
    ),
    "dense": (
        lambda: _workbook({"xl/worksheets/big.xml": b"\x00" * 10 * 2**20}),
        errors.FileTooComplex,
        {"what": "ratio"},
    ),
    "lying_bomb": (_lying_bomb, errors.FileTooComplex, {"what": "bytes"}),
    "many_parts": (
        lambda: _workbook({f"x/{at}": b"" for at in range(6000)}),
        errors.FileTooComplex,
        {"what": "parts"},
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_must_not_be_opened_is_named(name: str, tmp_path: Path) -> None:
    make, error, params = BAD[name]
    limits = Limits(size=2**20 if name == "too_large" else 2**28, unpacked=20 * 2**20, ratio_from=2**20)
    with pytest.raises(error) as caught:
        spool(tmp_path, "upload.xlsx", make(), limits)
    assert caught.value.params["file"] == "upload.xlsx"
    assert {key: caught.value.params.get(key) for key in params} == params


def test_a_sheet_too_wide_or_far_apart_harms_nobody(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("a")
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")
    with pytest.raises(errors.FileTooComplex) as caught:
        spool(tmp_path, "far.xlsx", buffer.getvalue())
    assert caught.value.params["what"] in ("columns", "memory")


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    data = Path(__file__).parents[2] / "data" / "old-workbook.xls"
    found = spool(tmp_path, "old.xls", data.read_bytes())
    assert (found.kind, [(sheet.name, sheet.hidden) for sheet in found.sheets]) == (
        "xls",
        [("客户", False), ("字典", True)],
    )
    assert rows(found)[2] == (3, ["武汉德信酒店管理有限公司", 13327827021, "26万", date(2026, 5, 9)])


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    cells = "<table:table-row>{}</table:table-row>".format(
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in ("公司", "电话")
        )
    )
    names = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
        for key in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    found = spool(
        tmp_path,
        "a.ods",
        _zip(**{"mimetype": mime, "content.xml": content.encode(), "META-INF__manifest.xml": manifest}),
    )
    assert found.kind == "ods"
    assert rows(found) == [(1, ["公司", "电话"])]


def test_nothing_of_the_folder_one_works_in_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "orjson.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert len(rows(spool(tmp_path, "a.csv", TABLE.encode()))) == 3
