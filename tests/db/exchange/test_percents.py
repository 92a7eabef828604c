"""What a number in a column of percents means is judged by the column and how it is shown, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.binary import binary_workbook
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


# cells of a file that does not say how they are shown, heading, what the records hold, whether that is assumed
SILENT: list[tuple[list[Any], str, list[float], bool]] = [
    ([0.2, 1, 0.6], "赢率", [20, 100, 60], True),
    ([1, 0, 1], "赢率", [100, 0, 100], True),
    ([1, 0, 1], "赢率(%)", [1, 0, 1], False),
    ([1, 20, 60], "赢率", [1, 20, 60], False),
    ([0, 0, 0], "赢率", [0, 0, 0], False),
]


@pytest.mark.parametrize("ending", ["csv", "xlsb"])
@pytest.mark.parametrize(("cells", "heading", "expected", "assumed"), SILENT)
def test_where_the_file_says_nothing_values_and_heading_do(
    office: Office,
    tmp_path: Path,
    cells: list[Any],
    heading: str,
    expected: list[float],
    assumed: bool,
    ending: str,
) -> None:
    rows = [["商机名称", "金额", heading], *([f"第{at}单", 7, cell] for at, cell in enumerate(cells))]
    path = tmp_path / f"deals.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    else:
        path.write_bytes(binary_workbook(rows))
    made = office.start("opportunity", path)
    reading = made["proposal"]["sheets"][0]["columns"][2]["reading"]
    assert (reading["unit"], reading["assumed"]) == ("100%" if assumed else None, assumed)
    patch = {"columns": [{"index": 2, "reading": {"unit": reading["unit"]}}]}
    made = office.revise(made, {"sheets": [{"name": made["proposal"]["sheets"][0]["name"], **patch}]})
    assert made["proposal"]["sheets"][0]["columns"][2]["reading"]["assumed"] is False
    office.finish(made)
    found = office.records("opportunity", fields=("probability",), sort="id")
    assert [each["probability"] for each in found] == expected
