"""Small files and records that the tests of imports share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bulou.records import write
from bulou.records.write import Who
from tests.db.exchange.conftest import Office

ALL = ["read", "create", "change", "delete", "import", "export", "assign", "bulk"]


def sheet(folder: Path, *rows: list[Any], name: str = "leads.csv") -> Path:
    """A small CSV file."""
    path = folder / name
    path.write_text(
        "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows), "utf-8"
    )
    return path


def known_lead(office: Office, **values: Any) -> int:
    """A lead that is there already."""
    outcome = office.do(lambda tx: write.create(tx, Who(office.boss), "lead", values))
    assert outcome.id is not None
    return outcome.id


LEADS = (
    ["公司", "联系人", "电话", "预算"],
    ["武汉安泰 有限公司", "王强", "13902255229", "5万"],
    ["青岛博远股份有限公司", "李娜", "15809657450", None],
)
