"""What other floors add to the one door: guards, gates, limits on what one person holds, timeline entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError, Conflict
from bulou.records import contributed, write
from bulou.records.contributed import Write
from bulou.records.timeline import timeline
from bulou.records.timeline.source import Before, Entry, Look, sources
from bulou.records.write import Command
from tests.db.records.world import World


class Locked(Conflict):
    """Refused by the test."""

    code = "test.locked"


@dataclass
class Refuses:
    """Refuses what its rule says, and remembers how often it was asked."""

    key: str
    rule: Any
    asked: int = 0

    def judge(self, tx: Any, who: Any, form: Any, writes: Sequence[Write]) -> Mapping[int, AppError]:
        self.asked += 1
        return {at: Locked() for at, each in enumerate(writes) if self.rule(each)}


RULES: list[tuple[str, Any, str, dict[str, Any], bool]] = [
    # registry, what it refuses, action, values, refused
    ("guards", lambda w: "amount" in w.changed, "change", {"amount": 7}, True),
    ("guards", lambda w: "amount" in w.changed, "change", {"name": "b"}, False),
    ("guards", lambda w: w.action == "delete", "delete", {}, True),
    ("guards", lambda w: w.action == "create" and w.values["name"] == "z", "create", {"name": "z"}, True),
    (
        "gates",
        lambda w: (w.before.get("stage"), w.values["stage"]) == ("need", "offer"),
        "change",
        {"stage": "offer"},
        True,
    ),
    ("gates", lambda w: True, "change", {"name": "b"}, False),
    (
        "gates",
        lambda w: w.values["stage"] == "offer",
        "create",
        {"name": "z", "amount": 5, "stage": "offer"},
        True,
    ),
    ("holdings", lambda w: w.values["owner"] == 2, "change", {"owner": 2}, True),
    ("holdings", lambda w: True, "change", {"owner": None}, False),
    ("holdings", lambda w: w.values["owner"] == 1, "create", {"name": "z"}, True),
]


@pytest.mark.parametrize(("registry", "rule", "action", "values", "refused"), RULES)
def test_a_contributed_no_is_a_no(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    registry: str,
    rule: Any,
    action: Any,
    values: dict[str, Any],
    refused: bool,
) -> None:
    deal = world.create("deal", {"name": "a", "amount": 5})
    events = len(world.events())
    kind = Refuses("test", rule)
    monkeypatch.setattr(getattr(contributed, registry), "_kinds", {"test": kind})
    id_ = None if action == "create" else deal
    [outcome] = world.apply("deal", [Command(action, id_, values)])
    assert getattr(outcome.error, "code", None) == ("test.locked" if refused else None)
    assert (len(world.events()) == events) is refused


def test_guards_are_asked_once_for_a_chunk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Refuses("test", lambda w: w.values["name"] == "3")
    monkeypatch.setattr(contributed.guards, "_kinds", {"test": kind})
    outcomes = world.apply("deal", [Command("create", values={"name": str(at)}) for at in range(9)])
    assert [outcome.ok for outcome in outcomes] == [at != 3 for at in range(9)] and kind.asked == 1
    with pytest.raises(AppError):
        world.do(lambda tx: write.create(tx, world.who(), "deal", {"name": "3"}))


class Rings:
    """Somebody rang at fixed hours."""

    key = "ring"

    def count(self, look: Look) -> int:
        return 2

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        rung = [
            Entry(f"2026-11-20T0{hour}:00:00.000Z", hour, "ring", 2, data={"hour": hour}) for hour in (9, 7)
        ]
        return [each for each in rung if before is None or before.holds(each.at, each.id)][:limit]


def test_other_floors_add_to_the_timeline(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = world.create("deal", {"name": "a"})
    kinds = {source.key: source for source in sources}
    monkeypatch.setattr(sources, "_kinds", {**kinds, "ring": Rings()})
    page = world.do(lambda tx: timeline(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    assert [item["kind"] for item in page["items"]] == ["ring", "created", "ring"]
    assert page["items"][0]["by"] == {"id": 2, "title": "mia"} and page["counts"]["ring"] == 2
