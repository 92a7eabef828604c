"""Finding: two characters, pinyin initials, last digits, beginnings of words; never what may not be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.forms import catalog as catalogs
from bulou.kit.text import clean
from bulou.records import query
from bulou.records import write as writing
from bulou.records.query import Query
from bulou.records.search.everywhere import everywhere, pick
from bulou.records.write import Command
from tests.db.records.world import World

FIRMS = [
    {"name": "苏州恒味食品有限公司", "phone": "13902255229", "note": "老客户，用 GP-8 两台"},
    {"name": "湘里香食品", "phone": "0512-68881234", "industry": "food"},
    {"name": "Northwind Traders", "note": "恒味介绍来的"},
    {"name": "天目山笋业", "code": "TM-2026-07"},
]

FOUND: list[tuple[str, list[int]]] = [
    ("食品", [0, 1]), ("恒味", [0, 2]), ("味", [0, 2]), ("恒味食品", [0]), ("食品有限公司", [0]), ("味恒", []),
    ("szhw", [0]), ("hwsp", [0]), ("sp", [0, 1]), ("xlx", [1]), ("tms", [3]),
    ("5229", [0]), ("1234", [1]), ("139 0225 5229", [0]), ("0512-6888", [1]), ("13902255229", [0]), ("229", []),
    ("north", [2]), ("Trad", [2]), ("wind", []), ("gp-8", [0]), ("gp 8 食品", [0]), ("tm-2026", [3]),
    ("northwind 恒味", [2]), ("", [0, 1, 2, 3]), ("!!!", []), ("%", []), ("' OR 1=1 --", []), ('"', []),
]  # fmt: skip


@pytest.fixture
def firms(world: World) -> list[int]:
    return [world.create("firm", values) for values in FIRMS]


def listed(world: World, text: str, by: str = "boss", form: str = "firm") -> list[int]:
    asked = Query(search=text, sort="id", limit=200)
    page = world.do(lambda tx: query.page(tx, world.people[by], catalogs.load(tx)[form], asked))
    return [item["id"] for item in page.items]


def test_a_list_finds(world: World, firms: list[int]) -> None:
    assert {text: [firms.index(id_) for id_ in listed(world, text)] for text, _ in FOUND} == dict(FOUND)


def test_the_index_follows_every_write(world: World, firms: list[int]) -> None:
    world.change("firm", firms[0], {"name": "无锡恒味"})
    assert (
        listed(world, "苏州") == []
        and listed(world, "无锡") == [firms[0]]
        and listed(world, "wxhw") == [firms[0]]
    )
    assert listed(world, "gp-8") == [firms[0]]
    world.do(lambda tx: writing.delete(tx, world.who(), "firm", firms[0]))
    assert listed(world, "无锡") == []
    world.do(lambda tx: writing.restore(tx, world.who(), "firm", firms[0]))
    assert listed(world, "无锡") == [firms[0]]


def test_what_may_not_be_read_does_not_find(world: World, firms: list[int]) -> None:
    mine = world.create("firm", {"name": "我的恒味", "phone": "13800001111"}, by="mia")
    assert listed(world, "恒味", "mia") == [mine] and listed(world, "恒味", "leo") == []
    assert listed(world, "5229", "ann") == [] and listed(world, "恒味", "ann") == [firms[0], firms[2], mine]
    world.people["odd"] = _with_own_phones(world)
    assert listed(world, "5229", "odd") == [] and listed(world, "1111", "odd") == []
    own = world.create("firm", {"name": "奇", "phone": "13700005229"}, by="odd")
    assert listed(world, "5229", "odd") == [own] and listed(world, "恒味", "odd") == [
        firms[0],
        firms[2],
        mine,
    ]


def _with_own_phones(world: World) -> Any:
    """Sees every row without phones, and phones on rows of their own."""
    from dataclasses import replace

    grants = (
        {"form": "*", "actions": ["read"], "rows": "all", "fields": {"phone": "hidden"}},
        {"form": "*", "actions": ["read", "create"], "rows": "own"},
    )
    return replace(world.people["leo"], grants=grants, kept={})


EVERYWHERE: list[tuple[str, list[tuple[str, str, str]]]] = [
    # typed, (form, title, matched by)
    (
        "恒味",
        [
            ("deal", "恒味二期", "title"),
            ("firm", "苏州恒味食品有限公司", "title"),
            ("firm", "Northwind Traders", "text"),
        ],
    ),
    ("hw", [("deal", "恒味二期", "pinyin"), ("firm", "苏州恒味食品有限公司", "pinyin")]),
    ("5229", [("firm", "苏州恒味食品有限公司", "phone")]),
    ("湘里香食品", [("firm", "湘里香食品", "title")]),
]


@pytest.mark.parametrize(("text", "hits"), EVERYWHERE)
def test_the_one_box_finds_titles_first(
    world: World, firms: list[int], text: str, hits: list[tuple[str, str, str]]
) -> None:
    world.create("deal", {"name": "恒味二期", "firm": firms[0]})
    found = world.do(lambda tx: everywhere(tx, world.people["boss"], text))
    assert [(hit.form, hit.title, hit.matched) for hit in found] == hits
    assert [hit.mark and (hit.title or "")[slice(*hit.mark)] for hit in found] == [
        "恒味" if matched == "pinyin" else None for _form, _title, matched in hits
    ]
    assert world.do(lambda tx: everywhere(tx, world.people["leo"], text)) == []


def test_picking_a_relation(world: World, firms: list[int]) -> None:
    def picked(text: str, **more: Any) -> list[str | None]:
        hits = world.do(lambda tx: pick(tx, world.people["boss"], catalogs.load(tx)["firm"], text, **more))
        return [hit.title for hit in hits]

    assert picked("食品") == ["湘里香食品", "苏州恒味食品有限公司"]
    assert picked("恒味") == ["苏州恒味食品有限公司", "Northwind Traders"]
    assert len(picked("")) == 4 and picked("", limit=1) == ["天目山笋业"]
    assert picked("食品", filter_={"field": "industry", "op": "eq", "value": "food"}) == ["湘里香食品"]


HAN = st.text(st.sampled_from("恒味食品苏州天目山笋业香里湘 ，。aB1"), min_size=1, max_size=30)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(HAN, min_size=1, max_size=8),
    typed=st.text(st.sampled_from("恒味食品苏州天目"), min_size=1, max_size=4),
)
def test_chinese_finds_what_like_finds(world: World, texts: list[str], typed: str) -> None:
    values = [text for text in (clean(text) for text in texts) if text]
    outcomes = world.apply("firm", [Command("create", values={"name": "x", "note": text}) for text in values])
    made = {outcome.id: text for outcome, text in zip(outcomes, values, strict=True)}
    like = sorted(id_ for id_, text in made.items() if typed in text)
    assert [id_ for id_ in listed(world, typed) if id_ in made] == like
