"""One by one or all at once, by page, import or job: the same commands make the same records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.db.tables.records import history, stage_history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.records import query
from bulou.records.query import Query
from bulou.records.write import Command, apply
from tests.db.records.world import World

VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from(["", "a", "恒味 二期", "b" * 300])},
    optional={
        "amount": st.sampled_from([None, 0, 5.5, -1, 2000000, "x"]),
        "stage": st.sampled_from(["need", "offer", "sign", "won", "lost", "moon"]),
        "reason": st.sampled_from(["price", None, "nothing"]),
        "chance": st.sampled_from([None, 20, 55.5, 101]),
        "close_on": st.sampled_from([None, "2026-12-01", "gestern"]),
        "owner": st.sampled_from([1, 2, None, 99]),
        "members": st.sampled_from([[], [1], [2, 1], [99]]),
        "lines": st.sampled_from(
            [[], [{"item": "x"}], [{"item": "x"}, {"item": "y", "price": 3}], [{"count": 1}]]
        ),
        "odd": st.just(1),
    },
)
CHANGES = VALUES.map(lambda values: {key: value for key, value in values.items() if key != "name" or value})


class Undone(Exception):
    """Ends a trial without leaving anything."""


def trial(world: World, creates: list[dict[str, Any]], changes: list[dict[str, Any]], at_once: bool) -> Any:
    """What the commands did, told without ids of details; rolled back."""
    told: list[Any] = []

    def work(tx: Tx) -> None:
        who = world.who()
        forms = catalogs.load(tx)
        made = _carry(tx, who, [Command("create", values=values) for values in creates], at_once)
        ids = [outcome.id for outcome in made if outcome.ok]
        commands = [Command("change", id_, values) for id_, values in zip(ids, changes, strict=False)]
        changed = _carry(tx, who, commands, at_once)
        fields = ("name", "amount", "stage", "chance", "category", "closed_on", "close_on", "reason", "owner",
                  "department", "members", "lines", "probability_source", "last_activity_at", "heat")  # fmt: skip
        items = query.page(tx, who.actor, forms["deal"], Query(fields=fields, sort="id", limit=200)).items
        first = min([id_ for id_ in ids if id_ is not None], default=0)
        for item in items:
            item["id"] -= first
            item["lines"] = [{k: v for k, v in line.items() if k != "id"} for line in item["lines"]]
            item["members"] = [member["title"] for member in item["members"]]
        stays = tx.rows(stage_history.select().order_by(stage_history.c.record_id, stage_history.c.id))
        past = tx.rows(
            history.select().where(history.c.form == "deal").order_by(history.c.record_id, history.c.version)
        )
        told.extend(
            (
                items,
                [_error(outcome) for outcome in (*made, *changed)],
                [(stay.record_id - first, *stay[3:9], *stay[10:15]) for stay in stays],
                [(each.version, each.action) for each in past],
            )
        )
        raise Undone

    try:
        world.do(work)
    except Undone:
        pass
    return told


def _carry(tx: Tx, who: Any, commands: list[Command], at_once: bool) -> list[Any]:
    if at_once:
        return apply(tx, who, "deal", commands, partial=True)
    return [apply(tx, who, "deal", [command], partial=True)[0] for command in commands]


def _error(outcome: Any) -> Any:
    if outcome.error is None:
        return outcome.action, tuple(sorted(outcome.changed)), outcome.stripped, outcome.warnings
    return outcome.error.code, sorted((each.field, each.code) for each in outcome.error.problems)


@pytest.fixture
def mates(world: World) -> list[int]:
    """Two people to point at; they stay when a trial is rolled back."""
    return [world.create("member", {"name": name}) for name in ("沈", "马")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(creates=st.lists(VALUES, min_size=1, max_size=12), changes=st.lists(CHANGES, max_size=12))
def test_a_batch_does_what_single_writes_do(
    world: World, mates: list[int], creates: list[dict[str, Any]], changes: list[dict[str, Any]]
) -> None:
    assert mates == [1, 2]
    assert trial(world, creates, changes, True) == trial(world, creates, changes, False)
