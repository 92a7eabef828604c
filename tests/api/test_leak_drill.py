"""The leak drill: nobody is told what they may not know, at any door; and it does see what leaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bulou.api.doors import all_doors
from bulou.api.drill.coverage import excused
from bulou.api.drill.probe import Findings, Knocker, probes
from bulou.api.drill.run import drill, planted
from bulou.api.drill.scratch import FALLBACK, Definitions, scratch
from bulou.api.drill.world import World, known_to
from bulou.api.routes import lists, records, timeline
from bulou.apps.loader import read
from bulou.forms.fields.kind import kinds
from bulou.kit.errors import Forbidden
from bulou.kit.protocols import SYSTEM
from bulou.records import follow

TURNS = 6  # every so many people at a door
DEFINITIONS = Definitions(read("crm"), FALLBACK)


def test_nobody_is_told_what_they_may_not_know(
    db_url: str, dialect: str, tmp_path: Path, quick_reading: None
) -> None:
    first = 0 if dialect == "sqlite" else TURNS // 2  # other people on the other database
    drilled = drill(tmp_path, DEFINITIONS, turns=TURNS, first=first, url=db_url)
    assert [dataclasses.astuple(leak) for leak in drilled.findings.leaks.values()] == []
    assert drilled.findings.faults == []
    assert drilled.unplantable == {}
    knocked = {door for _, door in drilled.findings.knocks}
    doors = {door.key for _, door in all_doors()} - {name.removeprefix("door:") for name in excused()}
    assert doors - knocked == set(), "a probe covers these and does not knock"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A planted workspace in which doors are then broken."""
    with scratch(tmp_path_factory.mktemp("drill"), DEFINITIONS) as made:
        yield planted(made, DEFINITIONS)


def found(world: World, probe: str, person: str) -> set[tuple[str, str]]:
    """(door, how) of the leaks that one person finds with one probe."""
    findings = Findings()
    who = world.cast[person]
    probes[probe].knock(Knocker(world, who, known_to(world, who), findings))
    return {(leak.door, leak.how) for leak in findings.leaks.values()}


def as_system(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same reader with everybody's rights: (tx, actor, …)."""
    return lambda tx, _actor, *rest, **named: function(tx, SYSTEM, *rest, **named)


def test_it_sees_a_row_that_leaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(world, "lists", "own") == set()
    monkeypatch.setattr(lists, "everywhere", as_system(lists.everywhere))
    assert found(world, "lists", "own") == {("search_everywhere", "in the answer")}


def test_it_sees_a_field_that_leaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(world, "one_record", "half") == set()
    monkeypatch.setattr(timeline.history, "entries", as_system(timeline.history.entries))
    assert ("get_history", "in the answer") in found(world, "one_record", "half")


def test_it_sees_a_mask_that_covers_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(world, "one_record", "masked") == set()
    monkeypatch.setattr(type(kinds["phone"]), "mask", lambda self, field, dumped: str(dumped))
    assert ("get_record", "in the answer") in found(world, "one_record", "masked")


def test_it_sees_a_count_that_answers_questions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = records.query.page

    def counting_all(tx: Any, actor: Any, form: Any, asked: Any) -> Any:
        everything = honest(tx, SYSTEM, form, dataclasses.replace(asked, count="exact", fields=("id",)))
        page = honest(tx, actor, form, dataclasses.replace(asked, filter=None, colours=None))
        return SimpleNamespace(json={**page.json, "total": everything.json["total"]})

    monkeypatch.setattr(records.query, "page", counting_all)
    assert ("list_records", "answers differ") in found(world, "questions", "half")


def test_it_sees_that_a_record_is_admitted_to_exist(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = follow.follow

    def admitting(tx: Any, actor: Any, form: Any, id_: int) -> None:
        if id_ < 1000 and actor.person_id == world.cast["own"].id:
            raise Forbidden(action="follow", form=form.key)
        honest(tx, actor, form, id_)

    assert found(world, "writes", "own") == set()
    monkeypatch.setattr(timeline.follow, "follow", admitting)
    assert ("follow_record", "tells that it exists") in found(world, "writes", "own")
