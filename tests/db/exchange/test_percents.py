"""What a number in a column of percents means is judged by the column and how it is shown, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.db.exchange.conftest import Office

# cells, number format, what the records hold
COLUMNS: list[tuple[list[Any], str | None, list[float]]] = [
    ([1, 1, 1], "0%", [100, 100, 100]),
    ([1, 0.35, 0.005], "0.00%", [100, 35, 0.5]),
    ([1, 1, 1], None, [1, 1, 1]),
    ([1, 20, 60], None, [1, 20, 60]),
    ([0.2, 0.6, 1], None, [20, 60, 100]),
    ([0.5, 20, 60], "0.0", [0.5, 20, 60]),
    (["100%", "35 %", "1%"], None, [100, 35, 1]),
    ([1, 0.5, 0.2], '0" %"', [100, 50, 20]),  # the sign is only text there: judged by the values
]


def workbook(path: Path, cells: list[Any], shown: str | None) -> Path:
    """Deals with a probability each; the first sheet is not theirs, so that sheets are told apart."""
    with xlsxwriter.Workbook(path) as book:
        other = book.add_worksheet("说明")
        other.write(0, 2, 0.5, book.add_format({"num_format": "0%"}))
        sheet = book.add_worksheet("商机")
        style = book.add_format({"num_format": shown}) if shown else None
        for column, heading in enumerate(("商机名称", "金额", "赢率")):
            sheet.write(0, column, heading)
        for row, cell in enumerate(cells, start=1):
            sheet.write(row, 0, f"第{row}单")
            sheet.write(row, 1, 1)
            sheet.write(row, 2, cell, style)
    return path


@pytest.mark.parametrize(("cells", "shown", "expected"), COLUMNS)
def test_a_column_of_percents(
    office: Office, tmp_path: Path, cells: list[Any], shown: str | None, expected: list[float]
) -> None:
    office.load("opportunity", workbook(tmp_path / "deals.xlsx", cells, shown))
    found = office.records("opportunity", fields=("probability",), sort="id")
    assert [each["probability"] for each in found] == expected


def test_what_was_assumed_is_shown_and_can_be_changed(office: Office, tmp_path: Path) -> None:
    made = office.start("opportunity", workbook(tmp_path / "deals.xlsx", [1, 1, 1], None))
    index = next(s for s, each in enumerate(made["proposal"]["sheets"]) if each["use"])
    assert made["proposal"]["sheets"][index]["columns"][2]["reading"]["unit"] is None
    patch = {"name": "商机", "columns": [{"index": 2, "reading": {"unit": "100%"}}]}
    made = office.revise(made, {"sheets": [patch]})
    assert made["proposal"]["sheets"][index]["columns"][2]["reading"]["unit"] == "100%"
    made = office.revise(
        made, {"sheets": [{"name": "商机", "columns": [{"index": 2, "reading": {"unit": None}}]}]}
    )
    assert made["proposal"]["sheets"][index]["columns"][2]["reading"]["unit"] is None
    office.finish(office.revise(made, {"sheets": [patch]}))
    found = office.records("opportunity", fields=("probability",))
    assert [each["probability"] for each in found] == [100, 100, 100]
