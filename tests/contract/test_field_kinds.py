"""The duty of every field kind that discovery finds, whatever it is."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.forms.fields.kind import CellContext, FieldKind, Reading, kinds
from bulou.forms.model import FieldDef
from bulou.kit.errors import FieldError
from bulou.kit.words import LOCALES
from tests.every_kind import every_field as fields_of_every_kind

OPERATORS = {
    "text": {
        "eq", "ne", "contains", "not_contains", "starts", "ends", "in", "not_in", "empty", "not_empty",
    },
    "number": {"eq", "ne", "gt", "ge", "lt", "le", "between", "empty", "not_empty"},
    "date": {
        "eq", "before", "after", "on_or_before", "on_or_after", "between", "relative", "empty", "not_empty",
    },
    "time": {
        "eq", "ne", "before", "after", "on_or_before", "on_or_after", "between", "empty", "not_empty",
    },
    "span": {"overlaps", "relative", "between", "before", "after", "empty", "not_empty"},
    "path": {"eq", "ne", "in", "not_in", "below", "empty", "not_empty"},
    "address": {"below", "contains", "not_contains", "empty", "not_empty"},
    "choice": {"eq", "ne", "in", "not_in", "empty", "not_empty"},
    "choices": {"any", "all", "none", "empty", "not_empty"},
    "switch": {"eq"},
    "person": {"eq", "ne", "in", "not_in", "empty", "not_empty"},
    "department": {"eq", "in", "below", "empty", "not_empty"},
    "record": {"eq", "ne", "in", "not_in", "empty", "not_empty"},
    "records": {"any", "all", "none", "empty", "not_empty"},
    "people": {"any", "all", "none", "empty", "not_empty"},
    "departments": {"any", "all", "none", "below", "empty", "not_empty"},
    "file": {"empty", "not_empty"},
    "rows": {"empty", "not_empty"},
}  # fmt: skip
OPERATORS["datetime"] = OPERATORS["date"]

FIELDS = fields_of_every_kind()
every_field = pytest.mark.parametrize(
    ("kind", "field"), FIELDS, ids=[f"{kind.key}-{dict(field.options)!s:.30}" for kind, field in FIELDS]
)

BAD = [
    True, 0, -1, 3.5, 10**14, -(10**15) + 1, 999999999999999.9, math.nan, math.inf, -math.inf, 2**63, -(2**70), 10**400, 1e308, 5e-324,
    "x", "\x00", "a\x00b", "\ud800", "\udfff x", "😀" * 50, "长" * 300_000, "a" * 10_000_000, "=1+1", "1" * 200,
    "2026-02-30", "２０２６-02-09", "2026-02-09T25:00:00Z", "2026-02-09T10:00:00+99:99", "9999-12-31T23:59:59-23:59",
    "javascript:alert(1)", "\u202e", "٣", [], [[]], [None], ["x"], [True], [1, 1], [2**64], list(range(6000)),
    {}, {"id": 1}, {"id": "x"}, {"form": "x\x00", "id": 1}, {"amount": "1", "currency": 5}, {"a": {"b": {"c": []}}},
    {"amount": 1e30, "currency": "USD", "rate": 1e30}, {"amount": 1, "currency": "USD", "rate": "x"},
    {"region": "44/4403/440305/1"}, {"region": "44/4499"}, {"detail": "\x00"}, {"region": None, "detail": ""}, {"lat": 91, "lng": 0}, {"lat": math.nan, "lng": 0}, {"lat": 1e-300, "lng": 10**30}, {"lat": True, "lng": 1}, "#12345", "11010519491331002X", {"other": "x"}, {"other": {}}, [{"other": "x"}, {"other": "y"}], [{"other": 1}, "hot"], ["a|b"], "<script>x", "<p>" * 5000, "&#0;&#xd800;", ["老客户", "老客户"], ["\x00"], ["长" * 50], {"start": "2026-02-09"}, {"start": "2026-02-09", "end": "2026-02-08"}, {"start": [], "end": {}}, "24:00", "9:30",
    [{"id": 0}], [{"item": {}}], [{"item": "a", "nope": 1}], [{"id": 1}, {"id": 1}], b"bytes", object(), (1, 2),
]  # fmt: skip
CELLS = [
    *BAD,
    None,
    "",
    "-",
    "待定",
    46062,
    46062.75,
    datetime(2026, 2, 9, 8, 0),  # noqa: DTZ001
    date(2026, 2, 9),
    "#REF!",
    "下午3点半", "25:61", "9.30", "12:00:00.5", time(9, 30), 0.395833,
    "上海/浦东新区/张江路 1 号", "朝阳路 12 号", "广东", "其他：农机", "冷、农机", "农机、渔机", "31.23,121.47", "121.47, 31.23", "1,2 3,4", "110105194912310021", 110105194912310020, 1.1e17, "FFF", "#老客户 #华东", "a|b", "2026.1.1-3.31", "2026年1月至3月", "2026-03-31~2026-01-01", "★★★☆☆", "4.5星", "9" * 60,
]  # fmt: skip


def test_every_kind_of_the_list_is_there() -> None:
    expected = (
        "text long_text number money percent date datetime choice choices switch phone email link person "
        "department relation relations detail file image serial time date_range rating slider tags people "
        "departments cascade address rich_text id_number credit_code colour location signature "
        "barcode rmb_capitals formula rollup lookup"
    )
    assert {kind.key for kind in kinds} >= set(expected.split())


@every_field
def test_it_speaks_both_languages_and_draws_its_panel(kind: FieldKind, field: FieldDef) -> None:
    assert {locale for locale in LOCALES if kind.label.get(locale)} == set(LOCALES)
    schema = kind.options_model.model_json_schema()
    assert schema["type"] == "object"
    assert schema.get("additionalProperties") is False


@every_field
def test_its_operators_are_known(kind: FieldKind, field: FieldDef) -> None:
    assert set(kind.operators) <= OPERATORS[kind.operand]
    assert kind.operators


@every_field
def test_its_sample_survives_check_and_dump(kind: FieldKind, field: FieldDef) -> None:
    sample = kind.sample(field)
    stored = kind.check(field, sample)
    again = kind.dump(field, stored)
    if kind.key == "detail":
        again = [{key: value for key, value in row.items() if key != "id"} for row in again]
    assert again == sample
    assert kind.check(field, kind.dump(field, stored)) == stored or kind.key == "detail"


@every_field
def test_what_it_stores_fits_its_columns(kind: FieldKind, field: FieldDef) -> None:
    columns = {col.name: col.type for col in (*kind.columns(field), *kind.derived_columns(field))}
    for stored in (kind.check(field, kind.sample(field)), None):
        spread = kind.spread(field, stored)
        assert spread.keys() == columns.keys()
        types = {"text": str, "integer": int}
        assert all(value is None or isinstance(value, types[columns[name]]) for name, value in spread.items())
        if kind.columns(field):
            assert kind.gather(field, spread) == stored
            assert kind.operand_column(field) in spread


@every_field
def test_empty_is_empty(kind: FieldKind, field: FieldDef) -> None:
    for value in (None, ""):
        assert not kind.check(field, value)
    assert not kind.dump(field, None)
    assert kind.search_tokens(field, None) == []


@every_field
def test_a_cell_it_writes_is_a_cell_it_reads(kind: FieldKind, field: FieldDef) -> None:
    context = CellContext(today="2026-11-21")
    sample = kind.sample(field)
    cell = kind.write_cell(field, _with_titles(kind, sample), context)
    assert cell is None or isinstance(cell, str | int | float | bool | date)
    if not kind.importable:
        assert kind.read_cell(field, "a.pdf", context).problem == "cells.not_importable"
        return
    read = kind.read_cell(field, cell, context)
    assert read.problem is None
    if read.link or read.links:
        assert (read.link or "、".join(read.links)) == cell
    elif kind.key == "money" and isinstance(sample, dict):
        assert read.value == {"amount": sample["amount"], "currency": "CNY"}
    else:
        assert kind.check(field, read.value) == kind.check(field, sample)


def _with_titles(kind: FieldKind, sample: Any) -> Any:
    if kind.operand in {"person", "department", "record"}:
        return {"id": 1, "title": "张伟"}
    if kind.operand in {"records", "people", "departments"}:
        return [{"id": 1, "title": "甲"}, {"id": 2, "title": "乙"}]
    if kind.operand == "file":
        return [{"id": 1, "name": "a.pdf"}]
    return sample


@every_field
def test_bad_input_is_told_as_a_field_error(kind: FieldKind, field: FieldDef) -> None:
    for value in BAD:
        _judge(kind, field, value)


@every_field
def test_no_cell_makes_it_fall_over(kind: FieldKind, field: FieldDef) -> None:
    context = CellContext(today="2026-11-21")
    for cell in CELLS:
        _read(kind, field, cell, context)


def _judge(kind: FieldKind, field: FieldDef, value: Any) -> None:
    try:
        stored = kind.check(field, value)
    except FieldError as error:
        assert error.code.startswith("fields.")
        assert error.at("field").field.startswith("field")
        return
    for column in kind.spread(field, stored).values():
        assert column is None or isinstance(column, str | int)
        if isinstance(column, str):
            column.encode()
            assert "\x00" not in column
        else:
            assert column is None or -(2**63) <= column < 2**63
    kind.dump(field, stored)


def _read(kind: FieldKind, field: FieldDef, cell: Any, context: CellContext) -> None:
    read = kind.read_cell(field, cell, context)
    assert isinstance(read, Reading)
    assert not (read.problem and read.value is not None)
    assert read.problem is None or read.problem.split(".")[0] in {"fields", "cells"}
    if read.value is not None:
        kind.check(field, read.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
spelt = st.text(
    alphabet="0123456789.,-/:~ 年月日时点分半万亿wkW元¥￥$()（）约多%eE+TZ上下午周一二三十百千", max_size=24
)


@every_field
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=anything)
def test_any_value_is_taken_or_refused(kind: FieldKind, field: FieldDef, value: Any) -> None:
    _judge(kind, field, value)


@every_field
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(cell=spelt | anything)
def test_any_cell_is_read_or_refused(kind: FieldKind, field: FieldDef, cell: Any) -> None:
    _read(kind, field, cell, CellContext(today="2026-11-21"))
