"""Whatever a cell holds: readers never raise, what they read is accepted, and cells survive the spool."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.apps import loader
from bulou.forms.catalog import of_definitions
from bulou.forms.fields.kind import CellContext
from bulou.records.exchange import cells_out
from bulou.records.exchange.files.cells import BadCell, pack, tidy, unpack
from bulou.records.exchange.files.spool import Spool, SpooledSheet, read_rows, write_sheet
from bulou.records.exchange.meaning.dates import column, judge
from bulou.records.exchange.meaning.plan import ColumnPlan
from bulou.records.exchange.meaning.reading import reader
from bulou.records.exchange.meaning.targets import of_form
from bulou.records.exchange.meaning.wording import likeness, plain

FORMS = of_definitions(list(loader.read("crm").forms))
CONTEXT = CellContext(today="2026-11-21")
TEXT = st.text(max_size=60) | st.sampled_from(
    [
        "5万",
        "3w",
        "¥50,000",
        "待定",
        "20-10-16",
        "2026年2月30日",
        "１３９０２２５５２２９",
        "1e308",
        "０",
        "=1+1",
        "null",
    ]
)
CELLS = st.one_of(
    TEXT,
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
TARGETS = [(form.key, target.key) for form in FORMS for target in of_form(form)]


@given(raw=CELLS, place=st.sampled_from(TARGETS))
@settings(max_examples=400, deadline=None)
def test_every_reader_reads_every_cell_and_gives_what_its_field_takes(
    raw: Any, place: tuple[str, str]
) -> None:
    form = FORMS[place[0]]
    reading = reader(form, ColumnPlan(0, "x", place[1]), CONTEXT).read(tidy(raw))
    bound = form.get(place[1])
    if reading.problem is None and reading.value is not None and bound is not None:
        bound.kind.check(bound.definition, bound.kind.localise(reading.value, CONTEXT.zone))
    assert not (reading.problem and reading.value is not None)


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cells_survive_the_spool(rows: list[list[Any]], tmp_path: Path) -> None:
    cells = [[tidy(cell) for cell in row] for row in rows]
    count, width, chunks = write_sheet(tmp_path, 0, enumerate(cells, start=1))
    sheet = SpooledSheet(0, "a", False, (), count, width, tuple(chunks))
    spool = Spool(tmp_path, "a", "xlsx", 1, "", (sheet,))
    assert [repr(found) for _number, found in read_rows(spool, sheet)] == [
        repr(_settled(row)) for row in cells
    ]


def _settled(row: list[Any]) -> list[Any]:
    """Numbers that JSON has no word for are nothing."""
    return [
        None if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")) else cell
        for cell in row
    ]


@given(cell=CELLS.map(tidy))
def test_packing_is_undone_by_unpacking(cell: Any) -> None:
    again = unpack(pack(cell))
    assert repr(again) == repr(cell)


@given(text=st.text(max_size=30))
def test_no_text_of_a_csv_export_begins_like_a_formula(text: str) -> None:
    assert not str(cells_out.for_csv(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(heading=st.text(max_size=40), name=st.text(max_size=40))
def test_likeness_is_a_share_and_certain_of_the_same_words(heading: str, name: str) -> None:
    assert 0.0 <= likeness(heading, [name]) <= 1.0
    if plain(heading):
        assert likeness(heading, [heading]) == 1.0


@pytest.mark.parametrize(
    ("columns", "orders"),
    [
        ([["20-10-16", "25-10-16", "01-03-17"]], ["DMY"]),
        ([["03/25/2026", "04/13/2026"]], ["MDY"]),
        ([["2026-03-01", "2026/4/2"]], [None]),
        ([["16-10-20", "16-10-25", "17-01-03"]], ["YMD"]),
        # alone the first column could be either; beside the second it is day first: it never comes later
        ([["05-06-17", "07-06-17", "09-06-17", "11-06-17", "10-06-17"], ["15-06-17"] * 5], ["DMY", "DMY"]),
        ([["待定", None, 46082]], [None]),
    ],
)
def test_the_order_of_days_is_that_of_the_column(columns: list[list[Any]], orders: list[str | None]) -> None:
    judged = judge({at: column(list(enumerate(cells, 1))) for at, cells in enumerate(columns)})
    assert [judged[at].order for at in range(len(columns))] == orders


def test_cells_of_readers_are_made_plain() -> None:
    assert tidy("  ") is None
    assert tidy(13905551234.0) == 13905551234
    assert isinstance(tidy(13905551234.0), int)
    assert tidy(date(2026, 5, 9)) == date(2026, 5, 9)
    assert isinstance(tidy("x" * 200_000), BadCell)
