"""Lists of days: tables in several hands, the State Council's notices as they were published, and what cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulou.kit.workdays import china
from bulou.people.calendar.lists import read_list, write_list

# 国办发明电〔2025〕7号 and 国办发明电〔2024〕12号, their lists.
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
"""
NOTICE_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""


@pytest.mark.parametrize(("text", "year"), [(NOTICE_2026, 2026), (NOTICE_2025, 2025)])
def test_a_notice_says_what_the_library_knows(text: str, year: int) -> None:
    found = read_list(text, year)
    assert found.wrong == ()
    by_kind = {
        kind: {date.fromisoformat(each["day"]) for each in found.days if each["kind"] == kind}
        for kind in ("free", "worked")
    }
    assert by_kind["free"] == {day for day in china().holidays if day.year == year}
    assert by_kind["worked"] == {day for day in china().workdays if day.year == year}


def test_a_notice_names_its_year_and_its_feasts() -> None:
    found = read_list(NOTICE_2026, 2027)
    names = {each["day"]: each["name"] for each in found.days}
    assert (names["2026-02-14"], names["2026-10-10"], names["2026-01-01"]) == ("春节", "国庆节", "元旦")


def test_a_notice_of_another_year_is_noticed_by_its_weekdays() -> None:
    found = read_list(NOTICE_2025, 2027)
    assert {each.code for each in found.wrong} == {"calendar.wrong_weekday"} and len(found.wrong) == 6
    assert found.days == ()


def test_a_range_may_begin_in_the_year_before() -> None:
    found = read_list("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
    assert [each["day"] for each in found.days] == ["2022-12-31", "2023-01-01", "2023-01-02"]
    found = read_list("元旦：12月31日至1月2日放假", 2022)
    assert [each["day"] for each in found.days] == ["2022-12-31", "2023-01-01", "2023-01-02"]


def test_a_table_is_read_in_several_hands() -> None:
    found = read_list(
        "\ufeffday,kind,name,hours\n"
        "2027-02-06 ~ 2027-02-08, 休, 春节\n"
        "2027/2/20\t上班\n"
        '"2027-12-24","worked","Half day","9:00-12:00"\n'
        "2027-12-25，free，Christmas\n",
        2027,
    )
    assert found.wrong == ()
    assert [(each["day"], each["kind"], each["name"], each["hours"]) for each in found.days] == [
        ("2027-02-06", "free", "春节", None),
        ("2027-02-07", "free", "春节", None),
        ("2027-02-08", "free", "春节", None),
        ("2027-02-20", "worked", None, None),
        ("2027-12-24", "worked", "Half day", [["09:00", "12:00"]]),
        ("2027-12-25", "free", "Christmas", None),
    ]
    assert read_list(write_list(found.days), 2000).days == found.days


WRONG = [
    ("2027-02-30, free", "calendar.no_such_day"),
    ("9999-02-01, free", "calendar.no_such_day"),
    ("2027-02-01, maybe", "calendar.unknown_kind"),
    ("2027-02-01 ~ 2027-12-01, free", "calendar.bad_range"),
    ("2027-02-05 ~ 2027-02-01, free", "calendar.bad_range"),
    ("2027-02-05, worked, x, 18:00-09:00", "calendar.bad_hours"),
    ("元旦：13月1日放假", "calendar.no_such_day"),
]


@pytest.mark.parametrize(("line", "code"), WRONG)
def test_a_line_that_cannot_be_is_named_and_the_others_are_read(line: str, code: str) -> None:
    found = read_list(f"2027-01-01, free\n{line}\n2027-01-02, free", 2027)
    assert [(each.line, each.code) for each in found.wrong] == [(2, code)]
    assert len(found.days) == 2


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789年月日至-~,，。：（）周一休班放假free \n", max_size=80))
def test_no_text_makes_it_fall_over(text: str) -> None:
    found = read_list(text, 2027)
    assert all(each["kind"] in ("free", "worked") for each in found.days)
