"""How workbook cells are read: amounts, days and phones as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bulou.forms.fields.kind import CellContext, kinds
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import new_key
from bulou.forms.values.dates import in_zone, readings, with_offset
from bulou.forms.values.numbers import factor_of, read_amount
from bulou.kit.errors import FieldError

AMOUNTS: list[tuple[Any, Any, str | None]] = [
    ("5万", 50_000, None),
    ("12 万元", 120_000, None),
    ("3w", 30_000, None),
    ("3.5W", 35_000, None),
    ("1.2亿", 120_000_000, None),
    ("1亿2000万", 120_000_000, None),
    ("1万5千", 15_000, None),
    ("3万5", 35_000, None),
    ("2百万", 2_000_000, None),
    ("3.5k", 3_500, None),
    ("五万", 50_000, None),
    ("一百二十万", 1_200_000, None),
    ("伍万元整", 50_000, None),
    ("¥50,000", 50_000, None),
    ("￥5万元", 50_000, None),
    ("50,000.00", 50_000, None),
    ("3,600,000元", 3_600_000, None),
    ("RMB 3000", 3_000, None),
    ("５００００", 50_000, None),
    ("２０万", 200_000, None),
    ("1.200.000,50", Decimal("1200000.50"), None),
    ("1 200 000", 1_200_000, None),
    ("1.5e5", 150_000, None),
    ("(500)", -500, None),
    ("-500", -500, None),
    (50000.0, 50_000, None),
    (0, 0, None),
    ("5万左右", 50_000, "cells.approximate"),
    ("约30万", 300_000, "cells.approximate"),
    ("50万+", 500_000, "cells.approximate"),
    ("50万（含税）", 500_000, "cells.text_dropped"),
    ("$1,234.5", Decimal("1234.5"), "cells.other_currency"),
]
NOTHING = ["", None, "-", "—", "/", "待定", "面议", "无", "暂无", "n/a", "N/A", "TBD", "？", "  "]
NO_AMOUNT = [
    "abc",
    "5-8万",
    "10~20万",
    "100,00",
    "3万万",
    "2026年2月9日",
    True,
    date(2026, 2, 9),
    float("nan"),
]


@pytest.mark.parametrize(("cell", "value", "note"), AMOUNTS)
def test_an_amount_is_read(cell: Any, value: Any, note: str | None) -> None:
    amount = read_amount(cell)
    assert amount is not None
    assert (amount.value, amount.note) == (value, note)


@pytest.mark.parametrize("cell", NOTHING)
def test_some_words_mean_nothing(cell: Any) -> None:
    assert read_amount(cell) is None
    for kind in ("date", "phone", "money", "percent", "email", "person"):
        read = _read(kind, cell)
        assert (read.value, read.problem, read.link) == (None, None, None)


@pytest.mark.parametrize("cell", NO_AMOUNT)
def test_what_is_no_amount_is_told(cell: Any) -> None:
    with pytest.raises(FieldError):
        read_amount(cell)


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("预算（万元）", 10_000),
        ("金额(k)", 1_000),
        ("预算 单位：万元", 10_000),
        ("合同额/万", 10_000),
        ("金额(元)", 1),
        ("预算", 1),
    ],
)
def test_a_heading_may_name_the_unit(heading: str, factor: int) -> None:
    assert factor_of(heading) == factor


def test_the_unit_of_the_heading_is_for_bare_numbers() -> None:
    context = CellContext(factor=10_000)
    assert [_read("money", cell, context).value for cell in (5, "5", "5万", "50000元")] == [50_000] * 4


DAYS: list[tuple[Any, str, str | None]] = [
    ("2026年2月9日", "2026-02-09", None),
    ("2026年02月09号", "2026-02-09", None),
    ("２０２６年２月９日", "2026-02-09", None),
    ("2026.2.9", "2026-02-09", None),
    ("2026/02/09", "2026-02-09", None),
    ("2026-02-09 14:30", "2026-02-09", None),
    ("2026-2-9（周一）", "2026-02-09", None),
    ("20260209", "2026-02-09", None),
    (20260209, "2026-02-09", None),
    (46062, "2026-02-09", None),
    (46062.6, "2026-02-09", None),
    ("46062", "2026-02-09", None),
    (datetime(2026, 2, 9, 8, 0), "2026-02-09", None),  # noqa: DTZ001
    (date(2026, 2, 9), "2026-02-09", None),
    ("9-Feb-26", "2026-02-09", None),
    ("Feb 9, 2026", "2026-02-09", None),
    ("13/02/2026", "2026-02-13", None),
    ("26-2-9", "2026-02-09", "cells.assumed_order"),
    ("09/02/2026", "2026-09-02", "cells.assumed_order"),
    ("2月9日", "2026-02-09", "cells.assumed_year"),
    ("2026年3月", "2026-03-01", "cells.assumed_day"),
]


@pytest.mark.parametrize(("cell", "day", "note"), DAYS)
def test_a_day_is_read(cell: Any, day: str, note: str | None) -> None:
    read = _read("date", cell)
    assert (read.value, read.note) == (day, note)


def test_the_order_of_a_column_decides() -> None:
    day_first = CellContext(day_first=True, year_first=False)
    assert _read("date", "20-10-16", day_first).value == "2016-10-20"
    assert _read("date", "01/03/2017", day_first).value == "2017-03-01"
    month_first = CellContext(day_first=False, year_first=False)
    assert _read("date", "01/03/2017", month_first).value == "2017-01-03"
    assert {order: str(day) for order, day in readings("20-10-16").items()} == {
        "YMD": "2020-10-16",
        "DMY": "2016-10-20",
    }


@pytest.mark.parametrize("cell", ["2026-02-30", "32/13/2026", "星期一", 2.9, True, "已加微信", "2026", 12])
def test_what_is_no_day_is_told(cell: Any) -> None:
    assert _read("date", cell).problem == "fields.not_a_date"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-02-09 14:30", "2026-02-09T14:30:00+08:00"),
        ("2026年2月9日 下午3点半", "2026-02-09T15:30:00+08:00"),
        ("2026-02-09T06:30:00Z", "2026-02-09T06:30:00Z"),
        ("2026/2/9", "2026-02-09T00:00:00+08:00"),
        (46062.5, "2026-02-09T12:00:00+08:00"),
    ],
)
def test_a_moment_is_in_the_workspaces_zone(cell: Any, moment: str) -> None:
    assert _read("datetime", cell).value == moment


def test_moments_are_kept_in_utc_and_told_with_an_offset() -> None:
    kind, field = kinds["datetime"], _field("datetime")
    stored = kind.check(field, with_offset("2026-02-09T10:00", "Asia/Shanghai"))
    assert stored == "2026-02-09T02:00:00.000Z"
    assert in_zone(stored, "Asia/Shanghai") == "2026-02-09T10:00:00+08:00"
    with pytest.raises(FieldError, match="no_offset"):
        kind.check(field, "2026-02-09T10:00")


PHONES: list[tuple[Any, str | None, str | None]] = [
    (13902255229, "13902255229", None),
    (1.3902255229e10, "13902255229", None),
    ("1.3902255229E+10", "13902255229", None),
    ("+86 139-0225-5229", "13902255229", None),
    ("8613902255229", "13902255229", None),
    ("１３９０２２５５２２９", "13902255229", None),
    (" 139 0225 5229 ", "13902255229", None),
    ("027-88886666", "027-88886666", None),
    ("13902255229/027-88886666", "13902255229", "cells.more_than_one"),
    ("13902255229、13800138000", "13902255229", "cells.more_than_one"),
    ("张三 13902255229", "13902255229", "cells.text_dropped"),
    ("12345", None, None),
    ("1.39E+10", None, None),
    ("见名片", None, None),
]


@pytest.mark.parametrize(("cell", "phone", "note"), PHONES)
def test_a_phone_is_read(cell: Any, phone: str | None, note: str | None) -> None:
    read = _read("phone", cell)
    assert (read.value, read.note) == (phone, note)
    assert (read.problem is None) == (phone is not None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("20%", 20), ("20.5％", 20.5), (0.2, 0.2), (1, 1), ("0.5%", 0.5), (20, 20), ("60 %", 60)],
)
def test_a_percent_is_read(cell: Any, value: float) -> None:
    assert _read("percent", cell).value == value


@pytest.mark.parametrize(("cell", "value"), [("20%", 20), (0.2, 20), (1, 100), ("0.5", 50), (0, 0)])
def test_a_percent_in_a_column_of_ratios_is_read(cell: Any, value: float) -> None:
    field = _field("percent")
    assert kinds["percent"].read_cell(field, cell, CellContext(factor=100)).value == value


def test_money_refuses_what_it_could_not_give_back() -> None:
    kind, field = kinds["money"], _field("money")
    assert kind.dump(field, kind.check(field, 0.1)) == 0.1
    assert kind.check(field, 9_999_999_999_999.99) == 999_999_999_999_999
    for value, code in (
        (0.001, "too_many_decimals"),
        (10**15, "too_precise"),
        (10**14, "too_large"),
        ("5", "not_a_number"),
    ):
        with pytest.raises(FieldError, match=code):
            kind.check(field, value)


def test_money_of_a_record_keeps_the_rate_it_was_counted_with() -> None:
    kind, field = kinds["money"], _field("money", currency="record")
    stored = kind.check(field, {"amount": 100, "currency": "usd", "rate": 7.1234, "rate_on": "2026-11-20"})
    assert stored == (10_000, "USD", 71_234, "2026-11-20")
    assert kind.dump(field, stored) == {
        "amount": 100,
        "currency": "USD",
        "base": 712.34,
        "rate_on": "2026-11-20",
    }
    with pytest.raises(FieldError, match="needs_rate"):
        kind.check(field, {"amount": 100, "currency": "USD"})


CHOICES = [
    {"key": "east", "label": {"zh-CN": "华东", "en-US": "East China"}, "aliases": ["华东区"]},
    {"key": "gtx", "label": {"zh-CN": "GTX Pro", "en-US": "GTX Pro"}},
]


@pytest.mark.parametrize("cell", ["华东", " 华东区 ", "EAST", "east china", "Ｅａｓｔ　China"])
def test_a_choice_is_found_by_label_alias_or_key(cell: str) -> None:
    assert _read("choice", cell, choices=CHOICES).value == "east"


def test_an_unknown_choice_is_told_with_its_text() -> None:
    read = _read("choice", "华西", choices=CHOICES)
    assert (read.problem, read.params) == ("fields.unknown_option", {"option": "华西"})
    assert _read("choices", "华东、GTXPro", choices=CHOICES).value == ["east", "gtx"]


def test_new_options_get_readable_keys() -> None:
    assert new_key("华西", ()) == "hua_xi"
    assert new_key("华西", {"hua_xi"}) == "hua_xi_2"
    assert new_key("GTX Pro!", ()) == "gtx_pro"
    assert new_key("？？", ()) == "option"


@pytest.mark.parametrize(
    ("cell", "value"), [("是", True), ("√", True), ("Y", True), (1, True), ("否", False), ("×", False)]
)
def test_a_switch_is_read(cell: Any, value: bool) -> None:
    assert _read("switch", cell).value is value


def test_names_of_records_are_left_to_be_found() -> None:
    assert _read("person", " 王建国 ").link == "王建国"
    assert _read("relations", "甲、乙,丙;甲", target="account").links == ("甲", "乙", "丙")


def _field(kind: str, **options: Any) -> FieldDef:
    return FieldDef(key="field", kind=kind, label={"zh-CN": "字段"}, options=options)


def _read(kind: str, cell: Any, context: CellContext | None = None, **options: Any) -> Any:
    return kinds[kind].read_cell(_field(kind, **options), cell, context or CellContext(today="2026-11-21"))
