"""Creating: what is kept, what is refused, what is left behind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from bulou.db.tables.records import stage_history
from bulou.kit.errors import AppError
from bulou.records.write import Command
from tests.db.records.world import World


def test_a_new_record_carries_its_defaults_owner_stage_and_trail(world: World) -> None:
    firm = world.create("firm", {"name": "苏州恒味食品有限公司", "phone": "139 0225 5229"}, by="mia")
    id_ = world.create("deal", {"name": "二期", "firm": firm, "amount": 286000}, by="mia")

    row = world.row("deal", id_)
    assert (row["owner"], row["department"], row["stage"], row["chance"]) == (2, 2, "need", 2000)
    assert (row["version"], row["created_via"], row["number"]) == (1, "api", "D-202611-0001")
    assert (row["amount"], row["budget_known"], row["category"]) == (28600000, 0, "pipeline")
    assert (row["title_sort"], row["probability_source"]) == ("er qi ", "stage")
    assert row["owner_since"] == row["stage_since"] == "2026-11-20T08:00:00.000Z"
    assert world.row("firm", firm)["phone__key"] == "13902255229"
    assert world.history("deal", id_) == [(1, "created", {})]
    assert world.events("deal") == ["record.created"]
    stay = world.rows(stage_history)[0]
    assert (stay["from_stage"], stay["stage"], stay["owner"], stay["amount"]) == (None, "need", 2, 28600000)


# who, form, values, status, code, {field: code} — nothing is written, no event is heard
REFUSED: list[tuple[str, str, dict[str, Any], int, str, dict[str, str]]] = [
    ("boss", "deal", {}, 422, "invalid", {"name": "fields.required"}),
    ("boss", "deal", {"name": "x", "color": 1}, 422, "invalid", {"color": "fields.unknown_field"}),
    ("boss", "deal", {"name": "x", "amount": -1}, 422, "invalid", {"amount": "fields.too_small"}),
    ("boss", "deal", {"name": ["x"], "amount": "x"}, 422, "invalid",
     {"name": "fields.not_text", "amount": "fields.not_a_number"}),
    ("boss", "deal", {"name": "x", "firm": 99}, 422, "invalid", {"firm": "fields.unknown_record"}),
    ("boss", "deal", {"name": "x", "members": [99]}, 422, "invalid", {"members": "fields.unknown_record"}),
    ("boss", "deal", {"name": "x", "owner": 99}, 422, "invalid", {"owner": "fields.unknown_record"}),
    ("boss", "deal", {"name": "x", "stage": "moon"}, 422, "invalid", {"stage": "stage.unknown"}),
    ("boss", "deal", {"name": "x", "stage": "offer"}, 422, "stage.gate", {"amount": "stage.field_missing"}),
    ("boss", "deal", {"name": "x", "stage": "lost"}, 422, "stage.gate", {"reason": "stage.field_missing"}),
    ("boss", "deal", {"name": "x", "amount": 2000000}, 422, "invalid", {"close_on": "fields.required"}),
    ("boss", "deal", {"name": "x", "amount": 99000000, "close_on": "2026-12-01"}, 422, "rules.refused",
     {"amount": "rules.refused_field"}),
    ("boss", "deal", {"name": "x", "lines": [{"count": 1}]}, 422, "invalid", {"lines.0.item": "fields.required"}),
    ("boss", "deal", {"name": "x", "lines": [{"item": "a", "size": 1}]}, 422, "invalid",
     {"lines.0.size": "fields.unknown_field"}),
    ("boss", "deal", {"name": "x", "lines": [{"id": 5, "item": "a"}]}, 422, "invalid",
     {"lines.0.id": "fields.unknown_row"}),
    ("boss", "firm", {"name": "x", "papers": [7]}, 422, "invalid", {"papers": "fields.unknown_file"}),
    ("boss", "note", {"about": {"form": "deal", "id": 9}}, 422, "invalid", {"about": "fields.unknown_record"}),
    ("boss", "note", {"about": {"form": "moon", "id": 9}}, 422, "invalid", {"about": "fields.unknown_record"}),
    ("mia", "deal", {"name": "x", "owner": 3}, 403, "access.forbidden", {}),
    ("ann", "deal", {"name": "x"}, 403, "access.forbidden", {}),
    ("boss", "user", {"name": "x"}, 403, "records.read_only", {}),
]  # fmt: skip


@pytest.mark.parametrize(("by", "form", "values", "status", "code", "problems"), REFUSED)
def test_what_is_refused_leaves_nothing(
    world: World, by: str, form: str, values: dict[str, Any], status: int, code: str, problems: dict[str, str]
) -> None:
    with pytest.raises(AppError) as caught:
        world.create(form, values, by)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert {each.field: each.code for each in caught.value.problems} == problems
    assert world.events() == []


def test_somebody_elses_record_cannot_be_pointed_at(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"}, by="leo")
    with pytest.raises(AppError) as caught:
        world.create("deal", {"name": "x", "firm": firm}, by="mia")
    assert [(each.field, each.code) for each in caught.value.problems] == [("firm", "fields.unknown_record")]


TWINS: list[tuple[str, str, Any, str | None]] = [
    # the first one's owner, who comes second, what the second is told
    ("boss", "boss", "沈国良", "沈国良"),
    ("leo", "mia", None, None),
]


@pytest.mark.parametrize(("first", "second", "title", "_told"), TWINS)
def test_a_twin_is_named_to_those_who_may_see_it(
    world: World, first: str, second: str, title: Any, _told: str | None
) -> None:
    world.create("member", {"name": "沈国良", "phone": "139 0225 5229"}, by=first)
    with pytest.raises(AppError) as caught:
        world.create("member", {"name": "沈", "phone": "+86 13902255229"}, by=second)
    problem = caught.value.problems[0]
    assert (problem.field, problem.code, problem.params["title"]) == ("phone", "fields.taken", title)


def test_one_rows_refusal_does_not_refuse_the_others(world: World) -> None:
    rows = [
        {"name": "a", "phone": "13902255229"},
        {"name": ""},
        {"name": "b", "phone": "13902255229"},
        {"name": "c"},
    ]
    outcomes = world.apply("member", [Command("create", values=row) for row in rows])
    assert [outcome.ok for outcome in outcomes] == [True, False, False, True]
    assert [p.code for o in outcomes if o.error for p in o.error.problems] == [
        "fields.required",
        "fields.taken",
    ]
    assert world.events("member") == ["record.created", "record.created"]


def test_read_only_computed_and_echoed_values_are_left_out(world: World) -> None:
    outcome = world.apply("deal", [Command("create", values={
        "name": "x", "number": "D-1", "id": 7, "version": 9, "created_at": "2020-01-01", "title": "y", "_may": []})])[0]  # fmt: skip
    assert outcome.ok and sorted(outcome.stripped) == [
        "_may",
        "created_at",
        "id",
        "number",
        "title",
        "version",
    ]
    assert world.row("deal", outcome.id or 0)["number"] == "D-202611-0001"


def test_serial_numbers_are_given_in_blocks_and_only_at_the_real_save(world: World) -> None:
    world.apply("deal", [Command("create", values={"name": name}) for name in ("a", "", "b")])
    world.later(days=20)
    last = world.create("deal", {"name": "c"})
    numbers = world.do(lambda tx: [row[0] for row in tx.rows(text("SELECT number FROM f_deal ORDER BY id"))])
    assert numbers == ["D-202611-0001", "D-202611-0002", "D-202612-0001"]
    assert world.row("deal", last)["number"] == "D-202612-0001"


def test_a_warning_does_not_refuse(world: World) -> None:
    outcome = world.apply("deal", [Command("create", values={"name": "x", "amount": 5})])[0]
    assert outcome.ok and [(each.rule, each.message) for each in outcome.warnings] == [("small", "金额很小")]


def test_hidden_fields_keep_quiet(world: World) -> None:
    firm = world.create("firm", {"name": "恒味", "industry": "retail"})
    outcome = world.apply(
        "deal", [Command("create", values={"name": "x", "firm": firm, "secret": "geheim"})]
    )[0]
    assert outcome.stripped == ("secret",) and world.row("deal", outcome.id or 0)["secret"] is None


EXISTING: list[tuple[dict[str, Any], tuple[Any, ...], list[tuple[Any, ...]]]] = [
    # values, (stage, stage_since, chance, closed_on), stays (from, stage, entered, left, seconds)
    (
        {"stage": "won", "opened_on": "2026-10-01", "closed_on": "2026-10-11", "amount": 5},
        ("won", "2026-10-10T16:00:00.000Z", 10000, "2026-10-11"),
        [(None, "need", "2026-09-30T16:00:00.000Z", "2026-10-10T16:00:00.000Z", 864000),
         ("need", "won", "2026-10-10T16:00:00.000Z", None, None)],
    ),
    (
        {"stage": "lost", "closed_on": "2026-10-11"},
        ("lost", "2026-10-10T16:00:00.000Z", 0, "2026-10-11"),
        [(None, "lost", "2026-10-10T16:00:00.000Z", None, None)],
    ),
    (
        {"stage": "sign", "opened_on": "2026-10-01"},
        ("sign", "2026-09-30T16:00:00.000Z", 8000, None),
        [(None, "sign", "2026-09-30T16:00:00.000Z", None, None)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected", "stays"), EXISTING)
def test_existing_history_takes_stages_as_found_and_lists_what_is_missing(
    world: World, values: dict[str, Any], expected: tuple[Any, ...], stays: list[tuple[Any, ...]]
) -> None:
    from bulou.forms import catalog as catalogs
    from bulou.records import query

    id_ = world.create("deal", {"name": "x", **values}, existing_history=True, via="import")
    row = world.row("deal", id_)
    assert (row["stage"], row["stage_since"], row["chance"], row["closed_on"]) == expected
    kept = world.rows(stage_history)
    assert [(s["from_stage"], s["stage"], s["entered_at"], s["left_at"], s["seconds"]) for s in kept] == stays
    assert {stay["imported"] for stay in kept} == {1}
    told = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["deal"], id_))
    missing = {"won": None, "lost": ["reason"], "sign": ["members"]}[values["stage"]]
    assert (told["_missing"]["fields"] if missing else told.get("_missing")) == missing
    if missing:
        with pytest.raises(AppError) as caught:  # the next move is gated in full
            world.change("deal", id_, {"stage": "sign" if values["stage"] == "lost" else "won"})
        assert caught.value.code == "stage.gate"
