"""Reading: rows and fields a reader may see, in order, page by page, with titles and locks."""

from __future__ import annotations

from typing import Any

import pytest

from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.records import query
from bulou.records.query import Query
from tests.db.records.world import World


def page(world: World, form: str, by: str = "boss", **asked: Any) -> query.Page:
    return world.do(lambda tx: query.page(tx, world.people[by], catalogs.load(tx)[form], Query(**asked)))


def ids(world: World, form: str, by: str = "boss", **asked: Any) -> list[int]:
    return [item["id"] for item in page(world, form, by, **asked).items]


def walk(world: World, form: str, limit: int, by: str = "boss", **asked: Any) -> list[int]:
    """Every id, page by page."""
    found, cursor = [], None
    while True:
        one = page(world, form, by, limit=limit, cursor=cursor, **asked)
        found += [item["id"] for item in one.items]
        if one.next is None:
            return found
        cursor = one.next


def test_a_record_is_read_with_titles_rows_and_rights(world: World) -> None:
    firm = world.create("firm", {"name": "恒味食品", "industry": "food", "tags": ["b", "a"]})
    mate = world.create("member", {"name": "沈国良", "phone": "13902255229", "firm": firm})
    deal = world.create(
        "deal",
        {"name": "二期", "firm": firm, "amount": 1234.5, "members": [mate], "close_on": "2026-12-18",
         "lines": [{"item": "GP-8", "price": 100}, {"item": "CW", "count": 2}]},
    )  # fmt: skip
    found = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    lines = found.pop("lines")
    assert [(line["item"], line["count"], line["price"]) for line in lines] == [
        ("GP-8", 1, 100),
        ("CW", 2, None),
    ]
    assert found["firm"] == {"id": firm, "title": "恒味食品"}
    assert found["members"] == [{"id": mate, "title": "沈国良"}]
    assert (found["title"], found["version"], found["amount"], found["close_on"]) == (
        "二期",
        1,
        1234.5,
        "2026-12-18",
    )
    assert found["owner"] == {"id": 1, "title": "boss"} and found["department"] == {"id": 1, "title": "总部"}
    assert found["created_at"] == "2026-11-20T16:00:00+08:00"
    assert found["_may"] == ["change", "delete", "assign"] and found["_followed"] is False
    assert "_missing" not in found and found["heat"]["cause"] == "no_next_step"


def test_a_page_holds_what_was_asked_for(world: World) -> None:
    firm = world.create("firm", {"name": "恒味", "industry": "food"})
    deal = world.create("deal", {"name": "二期", "firm": firm, "amount": 5000})
    got = page(world, "deal", fields=("amount", "firm.industry", "firm.name", "owner.department", "members"))
    assert got.items == [
        {"id": deal, "version": 1, "title": "二期", "amount": 5000, "firm.industry": "food", "firm.name": "恒味",
         "owner.department": {"id": 1, "title": "总部"}, "members": []}
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sort", ["amount", "-amount", "-amount,id", "name,-amount", "stage", "firm", "-close_on", "title", None]
)
@pytest.mark.parametrize("by", ["boss", "mia", "head"])
def test_pages_follow_one_another_without_gaps_or_repeats(world: World, sort: str | None, by: str) -> None:
    firms = [world.create("firm", {"name": name}) for name in ("乙", "甲")]
    for at in range(13):
        values = {
            "name": f"单{at % 4}",
            "amount": None if at % 3 == 0 else at % 5 * 10,
            "close_on": None if at % 2 else "2026-12-01",
        }
        values["firm"] = firms[at % 2] if at % 4 else None
        world.create("deal", {**values, "owner": 2 if at % 2 else 3})
    whole = ids(world, "deal", by, sort=sort, limit=200)
    assert len(whole) == {"boss": 13, "mia": 6, "head": 13}[by]
    assert walk(world, "deal", 3, by, sort=sort) == whole
    if sort == "-amount":
        amounts = [world.row("deal", id_)["amount"] for id_ in whole]
        assert amounts == sorted(amounts, key=lambda x: -1 if x is None else x, reverse=True)


FILTERS: list[tuple[Any, str | None, list[str]]] = [
    # filter, search, names found
    (None, None, ["c", "b", "a"]),
    ({"field": "amount", "op": "ge", "value": 200}, None, ["c", "b"]),
    ({"field": "firm.industry", "op": "eq", "value": "food"}, None, ["a"]),
    ({"field": "owner", "op": "eq", "value": "me"}, None, ["c", "b", "a"]),
    ({"field": "members.phone", "op": "eq", "value": "13902255229"}, None, ["a"]),
    ({"field": "amount", "op": "ge", "value": 100}, "a", ["a"]),
]


@pytest.mark.parametrize(("filter_", "search", "names"), FILTERS)
def test_filters_and_search_combine(world: World, filter_: Any, search: str | None, names: list[str]) -> None:
    firm = world.create("firm", {"name": "恒味", "industry": "food"})
    mate = world.create("member", {"name": "沈", "phone": "13902255229"})
    for name, amount, more in (("a", 100, {"firm": firm, "members": [mate]}), ("b", 200, {}), ("c", 300, {})):
        world.create("deal", {"name": name, "amount": amount, **more})
    got = page(world, "deal", filter=filter_, search=search, count="capped")
    assert [item["title"] for item in got.items] == names
    assert got.total == {"value": len(names), "exact": True}


REFUSED: list[tuple[dict[str, Any], str, int, str]] = [
    ({"filter": {"field": "nothing", "op": "eq", "value": 1}}, "boss", 422, "filter.unknown_field"),
    ({"filter": {"field": "phone", "op": "eq", "value": "1"}}, "ann", 422, "filter.unknown_field"),
    ({"sort": "phone"}, "ann", 422, "filter.unknown_field"),
    ({"fields": ("phone",)}, "ann", 422, "filter.unknown_field"),
    ({"sort": "tags"}, "boss", 422, "query.bad"),
    ({"limit": 500}, "boss", 422, "query.bad"),
    ({"cursor": "xyz"}, "boss", 422, "page.bad_cursor"),
]


@pytest.mark.parametrize(("asked", "by", "status", "code"), REFUSED)
def test_what_may_not_be_asked_is_refused(
    world: World, asked: dict[str, Any], by: str, status: int, code: str
) -> None:
    with pytest.raises(AppError) as caught:
        page(world, "firm", by, **asked)
    assert (caught.value.status, caught.value.code) == (status, code)


def test_what_may_not_be_seen_is_locked_or_absent(world: World) -> None:
    firm = world.create("firm", {"name": "恒味", "phone": "13902255229"}, by="mia")
    deal = world.create("deal", {"name": "二期", "firm": firm, "secret": "x"}, by="mia")
    world.change("deal", deal, {"owner": 3})

    leo = world.do(lambda tx: query.read(tx, world.people["leo"], catalogs.load(tx)["deal"], deal))
    assert leo["firm"] == {"id": firm, "title": None, "locked": True}
    assert ids(world, "deal", "mia") == [] and ids(world, "deal", "leo") == [deal]
    ann = world.do(lambda tx: query.read(tx, world.people["ann"], catalogs.load(tx)["deal"], deal))
    assert "secret" not in ann and ann["_may"] == []
    assert ids(world, "firm", "ann", search="5229") == [] and ids(world, "firm", "boss", search="5229") == [
        firm
    ]
    with pytest.raises(AppError) as caught:
        world.do(lambda tx: query.read(tx, world.people["mia"], catalogs.load(tx)["deal"], deal))
    assert (caught.value.status, caught.value.code) == (404, "records.not_found")


def test_neighbours_and_position(world: World) -> None:
    made = [
        world.create("deal", {"name": str(at), "amount": amount}) for at, amount in enumerate((5, None, 5, 9))
    ]
    order = ids(world, "deal", sort="-amount")
    assert order == [made[3], made[2], made[0], made[1]]
    for at, id_ in enumerate(order):
        found = world.do(lambda tx, id_=id_: query.neighbours(
            tx, world.people["boss"], catalogs.load(tx)["deal"], id_, Query(sort="-amount")))  # fmt: skip
        assert found == {
            "previous": order[at - 1] if at else None,
            "next": order[at + 1] if at < 3 else None,
            "position": at + 1,
            "total": 4,
        }


def test_related_records_with_totals(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"})
    for amount in (100, 250.5):
        world.create("deal", {"name": str(amount), "firm": firm, "amount": amount})
    world.create("member", {"name": "沈", "firm": firm})
    world.create("note", {"about": {"form": "firm", "id": firm}, "content": "打了电话"})
    found = world.do(lambda tx: query.related(tx, world.people["boss"], catalogs.load(tx)["firm"], firm))
    assert {(block["form"], block["field"]): (block["total"], block["sum"]) for block in found} == {
        ("deal", "firm"): (2, {"field": "amount", "value": 350.5}),
        ("member", "firm"): (1, None),
        ("note", "about"): (1, None),
    }
    assert [item["title"] for item in next(b for b in found if b["form"] == "deal")["items"]] == [
        "250.5",
        "100",
    ]


def test_a_board_counts_what_its_columns_list(world: World) -> None:
    for name, amount, more in (
        ("a", 100, {}),
        ("b", 200, {"stage": "offer"}),
        ("c", 50, {"stage": "lost", "reason": "price"}),
    ):
        world.create("deal", {"name": name, "amount": amount, **more})
    board = world.do(
        lambda tx: query.kanban(
            tx, world.people["boss"], catalogs.load(tx)["deal"], None, Query(fields=("amount", "heat"))
        )
    )
    columns = {
        c["stage"]: (c["count"], c["amount"], c["weighted"], [i["title"] for i in c["items"]])
        for c in board["columns"]
    }
    assert columns == {
        "need": (1, 100, 20.0, ["a"]), "offer": (1, 200, 80.0, ["b"]), "sign": (0, 0, 0.0, []),
        "won": (0, 0, 0.0, []), "lost": (1, 50, 0.0, ["c"]),
    }  # fmt: skip
    assert board["totals"] == {
        "count": 3,
        "amount": 350,
        "weighted": 100.0,
        "leaking": {"count": 2, "amount": 300},
    }
    assert board["columns"][0]["items"][0]["heat"]["cause"] == "no_next_step"
