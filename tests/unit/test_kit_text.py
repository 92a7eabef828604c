"""Names, phones, tokens and numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.forms.values.strings import checked_text
from bulou.kit import money, tokens
from bulou.kit.phone import parse_phone, split_phones
from bulou.kit.pinyin import found_at, initials, sort_key
from bulou.kit.text import clean, name_core, name_key

PHONES = [
    ("13902255229", "13902255229", "13902255229"),
    ("+86 139-0225-5229", "13902255229", "13902255229"),
    ("１３９０２２５５２２９", "13902255229", "13902255229"),
    ("0086-13902255229", "13902255229", "13902255229"),
    ("8613902255229", "13902255229", "13902255229"),
    ("027-88886666", "027-88886666", "02788886666"),
    ("86 27 88886666", "027-88886666", "02788886666"),
    ("(0755) 2345678 转 801", "0755-2345678-801", "07552345678801"),
    ("0574-62608350转801", "0574-62608350-801", "057462608350801"),
    ("0574-62608350-801", "0574-62608350-801", "057462608350801"),
    ("88886666-8", "88886666-8", "888866668"),
    ("886-2-23456789", "+886223456789", "886223456789"),
    ("852 2345 6789", "+85223456789", "85223456789"),
    ("400-820-8820", "400-820-8820", "4008208820"),
    ("+1 650-555-1234", "+16505551234", "16505551234"),
]


@pytest.mark.parametrize(("raw", "text", "key"), PHONES)
def test_a_phone_is_read_however_it_is_written(raw: str, text: str, key: str) -> None:
    phone = parse_phone(raw)
    assert phone is not None
    assert (phone.text, phone.key) == (text, key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\ufeff \u2060",
        "\u3164",
        "\u2800\u2800",
        "\u202e\u200f",
        "\U000e0041",
        "\u00ad\ufe0f",
    ],
)
def test_what_nobody_would_see_is_empty(text: str) -> None:
    assert clean(text) == clean(text, lines=True) == ""
    assert checked_text(text, longest=10) is None


def test_invisible_characters_beside_visible_ones_stay() -> None:
    assert clean("\U0001f468\u200d\U0001f469\u200d\U0001f467") == "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("mark", ["\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\x07"])
def test_nothing_turns_the_text_around_it(mark: str) -> None:
    assert clean(f"{mark}gpj{mark}.exe") == clean(f"{mark}gpj.exe\n", lines=True) == "gpj.exe"
    assert clean("\u05d0\u05d1 \u200f12") == "\u05d0\u05d1 \u200f12", "what other scripts need stays"
    assert checked_text(f"{mark}13902255229", longest=20) == "13902255229"


@pytest.mark.parametrize(
    "raw", ["", "abc", "110", "12345", "待定", "139022552", "1390225522９9", "13902255229 张三"]
)
def test_what_is_no_phone_is_none(raw: str) -> None:
    assert parse_phone(raw) is None


@given(st.text(max_size=40))
def test_any_text_is_survived_and_a_phone_read_again_is_the_same(raw: str) -> None:
    phone = parse_phone(raw)
    if phone is not None:
        again = parse_phone(phone.text)
        assert again is not None
        assert again.key == phone.key


def test_a_cell_with_two_phones_is_split() -> None:
    assert split_phones("13902255229/027-88886666") == ["13902255229", "027-88886666"]


def test_names_are_the_same_without_spaces_width_and_case_but_not_without_legal_form() -> None:
    assert name_key("GTX Pro") == name_key("ＧＴＸpro") == "gtxpro"
    assert name_key("恒通有限公司") != name_key("恒通股份有限公司")
    assert name_core("恒通有限公司") == name_core("恒通股份有限公司") == "恒通"
    assert name_core("公司") == "公司"


def test_pinyin_tells_which_characters_were_meant() -> None:
    assert found_at("苏州恒味食品", "hw") == (2, 4)
    assert found_at("恒味（GP-8）线", "wgp8x") == (1, 9)
    assert found_at("恒味", "sp") is None and found_at("恒味", "") is None


def test_pinyin_finds_and_sorts() -> None:
    assert initials("苏州恒味GP-8") == "szhwgp8"
    assert sorted(["王", "陈", "安", "Bob"], key=sort_key) == ["安", "Bob", "陈", "王"]


@given(
    st.text(alphabet="恒味食品安徽ab12 -", max_size=12),
    st.text(alphabet="恒味食品安徽", min_size=1, max_size=4),
)
def test_chinese_phrases_match_exactly_where_like_would(text: str, query: str) -> None:
    indexed = tokens.tokens(text)
    phrase = tokens.query_phrases(query)[0]

    def at(start: int) -> bool:
        found = indexed[start : start + len(phrase)]
        if len(query) == 1:
            return bool(found) and found[0].startswith(query)
        return found == phrase

    assert any(at(i) for i in range(len(indexed))) == (query in text)


@pytest.mark.parametrize(
    ("value", "decimals", "stored"), [("0.005", 2, 1), ("-0.005", 2, -1), ("1.004", 2, 100), ("12", 0, 12)]
)
def test_decimals_round_half_away_from_zero(value: str, decimals: int, stored: int) -> None:
    assert money.to_scaled(Decimal(value), decimals) == stored


@given(st.integers(-(10**15), 10**15))
def test_scaled_numbers_survive_json(stored: int) -> None:
    value = money.from_scaled(stored, 2)
    assert money.to_scaled(money.as_decimal(value) or Decimal(0), 2) == stored
