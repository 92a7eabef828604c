"""Files of every sorry kind through the door: refused or read by name, with sentences, and the server unharmed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code
from tests.binary import binary_workbook, zipped

ROWS = (("公司", "电话", "预算"), ("甲有限公司", "13902255229", "5万"), ("乙有限公司", "15809657450", "3w"))
TEXT = "".join(",".join(row) + "\n" for row in ROWS)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def upload(client: TestClient, name: str, data: bytes, form: str = "lead") -> Any:
    """An upload to the import page."""
    return client.post("/api/imports", data={"form": form}, files={"file": (name, data)})


def workbook(**extra: bytes) -> bytes:
    """A workbook of two leads with more parts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("线索")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in extra.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def container(stream: str) -> bytes:
    """An OLE2 compound file whose directory names one stream besides its root."""
    header = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0x1000, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack(
            "<HBBIII", 2 * len(name) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF
        )
        + bytes(36)
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
        for name, kind in (("Root Entry", 5), (stream, 2))
    )
    return header + table + entries.ljust(512, b"\0")


def torn_sheet() -> bytes:
    """A workbook whose second sheet stops in the middle."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name in ("线索", "坏表"):
            for at, row in enumerate(ROWS):
                (book.get_worksheet_by_name(name) or book.add_worksheet(name)).write_row(at, 0, row)
    with zipfile.ZipFile(buffer) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"][:-120] + b"<c r=<<"
    return zipped(parts)


# name, content, status, code, what the sentence names
REFUSED: list[tuple[str, Callable[[], bytes], int, str, tuple[str, ...]]] = [
    ("密码.xlsx", lambda: container("EncryptedPackage"), 422, "import.file_has_password", ("密码.xlsx",)),
    ("宏.xlsm", lambda: workbook(xl__vbaProject__bin=b"x", **{"xl/vbaProject.bin": OLE}), 422,
     "import.file_has_macros", ("宏.xlsm",)),
    ("老宏.xls", lambda: container("_VBA_PROJECT_CUR"), 422, "import.file_has_macros", ("老宏.xls",)),
    ("坏.xls", lambda: container("Workbook"), 422, "import.file_broken", ("坏.xls",)),
    ("坏.xlsb", lambda: binary_workbook(ROWS)[:-300], 422, "import.file_broken", ("坏.xlsb",)),
    ("剪断.xlsx", lambda: workbook()[:-200], 422, "import.file_broken", ("剪断.xlsx",)),
    ("半截.xlsx", lambda: workbook()[:1500], 422, "import.file_broken", ("半截.xlsx",)),
    ("坏表.xlsx", torn_sheet, 422, "import.sheet_broken", ("坏表.xlsx", "“坏表”")),
    ("炸弹.xlsx", lambda: workbook(**{"xl/worksheets/big.xml": bytes(300 * 2**20)}), 422,
     "import.file_too_complex", ("炸弹.xlsx",)),
    ("空.csv", lambda: b"", 422, "import.file_empty", ("空.csv",)),
    ("图.xlsx", lambda: b"\x89PNG\r\n\x1a\n....", 422, "import.file_kind_unknown", ("图.xlsx",)),
    ("网页.xls", lambda: b"<html><table><tr><td>1</td></tr></table>", 422, "import.file_kind_unknown",
     ("网页.xls",)),
    ("没有表.csv", lambda: "一,二\nx,y\n".encode(), 422, "import.nothing_found", ("没有表.csv",)),
    ("引号.csv", lambda: TEXT.encode() + b'"' + b"x" * 3_000_000, 422, "", ("引号.csv",)),
]  # fmt: skip


@pytest.mark.parametrize("name", [each[0] for each in REFUSED])
def test_a_file_that_cannot_be_used_is_named(owner: TestClient, office: Office, name: str) -> None:
    _name, make, status, problem, named = next(each for each in REFUSED if each[0] == name)
    owner.headers["accept-language"] = "zh-CN"
    reply = upload(owner, name, make())
    if problem:
        assert (reply.status_code, code(reply)) == (status, problem), reply.text[:600]
        assert all(part in reply.json()["detail"] for part in named), reply.json()["detail"]
        assert owner.get("/api/imports").json()["items"] == []
    assert reply.status_code < 500
    assert owner.get("/api/health").status_code == 200
    assert not list((office.settings.data_dir / "imports").glob("new-*"))


READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlsx": ("线索.xlsx", workbook),
    "xlsx called xls": ("线索.xls", workbook),
    "xlsb": ("线索.xlsb", lambda: binary_workbook(ROWS)),
    "csv": ("线索.csv", TEXT.encode),
    "csv with a mark": ("线索.csv", lambda: TEXT.encode("utf-8-sig")),
    "csv in GBK": ("线索.csv", lambda: TEXT.encode("gbk")),
    "csv in Big5": ("線索.csv", lambda: TEXT.replace("电话", "電話").replace("预算", "預算").encode("big5")),
    "csv in UTF-16": ("线索.csv", lambda: TEXT.encode("utf-16")),
    "tsv": ("线索.tsv", lambda: TEXT.replace(",", "\t").encode()),
    "semicolons": ("线索.csv", lambda: TEXT.replace(",", ";").encode()),
}


@pytest.mark.parametrize("name", READ)
def test_a_file_that_can_be_used_is_read(owner: TestClient, office: Office, name: str) -> None:
    file, make = READ[name]
    made = upload(owner, file, make())
    assert made.status_code == 201, made.text
    run = owner.post(f"/api/imports/{made.json()['id']}/run").json()
    assert office.drive(run["job"]) == "done"
    result = owner.get(f"/api/imports/{run['id']}").json()["result"]
    assert (result["created"], result["rows_refused"], result["cells_refused"]) == (2, 0, 0)
    items = owner.get("/api/records/lead?fields=company,phone,budget&sort=id").json()["items"]
    assert [(each["company"], each["phone"], each["budget"]) for each in items] == [
        ("甲有限公司", "13902255229", 50000),
        ("乙有限公司", "15809657450", 30000),
    ]


def test_an_old_workbook_and_cards_are_read(owner: TestClient, office: Office) -> None:
    old = Path(__file__).parents[1] / "data" / "old-workbook.xls"
    assert upload(owner, "old.xls", old.read_bytes()).status_code == 201
    cards = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:海川机械\r\nTEL;TYPE=CELL:{phone}\r\nEND:VCARD\r\n"
        for name, phone in (("王强", "13902255229"), ("李娜", "15809657450"))
    )
    made = upload(owner, "名片.vcf", cards.encode(), form="contact")
    assert made.status_code == 201, made.text
    run = owner.post(f"/api/imports/{made.json()['id']}/run").json()
    assert office.drive(run["job"]) == "done"
    items = owner.get("/api/records/contact?fields=name,account,phone&sort=id").json()["items"]
    assert [(each["name"], each["account"]["title"], each["phone"]) for each in items] == [
        ("王强", "海川机械", "13902255229"),
        ("李娜", "海川机械", "15809657450"),
    ]


def test_rows_and_cells_that_do_not_go_in_are_named(owner: TestClient, office: Office) -> None:
    lines = [f"公司{at}有限公司,1390225{at:04},{at}万" for at in range(1, 10)]
    lines[3] = "公司4有限公司,13902250004,4万,多出来的,还有"
    lines[5] = "公司6有限公司,13902250006,不知道多少"
    lines[7] = "x" * 200_000 + ",13902250008,8万"
    data = "公司,电话,预算\n" + "\n".join(lines)
    made = upload(owner, "乱.csv", data.encode()).json()
    run = owner.post(f"/api/imports/{made['id']}/run").json()
    assert office.drive(run["job"]) == "done"
    found = owner.get(f"/api/imports/{made['id']}/refusals").json()["items"]
    told = {(each["sheet"], each["row"], each["column"], each["code"]) for each in found}
    assert ("乱", 5, None, "row.columns_changed") in told
    assert ("乱", 7, "C 预算", "fields.not_a_number") in told
    assert any(row == 9 and column == "A 公司" for _sheet, row, column, _code in told)
    assert all(each["text"] for each in found)
    assert owner.get(f"/api/imports/{made['id']}").json()["result"]["created"] == 7
    assert owner.get(f"/api/imports/{made['id']}/refusals.xlsx").status_code == 200
