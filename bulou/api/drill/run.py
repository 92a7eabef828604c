"""The drill itself: everybody at every door, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulou.api.drill.cast import assemble, give_rights
from bulou.api.drill.hanging import hang
from bulou.api.drill.planting import plant_records
from bulou.api.drill.probe import Findings, Knocker, probes
from bulou.api.drill.scratch import Definitions, Scratch, scratch
from bulou.api.drill.world import World, known_to
from bulou.forms import catalog

Progress = Callable[[str, int, int], None]  # what, how many are done, of how many


@dataclass(eq=False)
class Drilled:
    """A whole drill: its findings, and in what it was held."""

    findings: Findings
    people: list[str]
    forms: list[str]
    marks: int
    records: int
    unplantable: dict[str, str]
    seconds: float = 0.0

    @property
    def tight(self) -> bool:
        """True when nobody was told what they may not know, and every door could answer."""
        return not self.findings.leaks and not self.findings.faults


def planted(made: Scratch, definitions: Definitions) -> World:
    """A scratch workspace with everybody in it and marks in everything."""
    cast = assemble(made, definitions.app)
    forms = made.do(lambda tx: {form.key: form for form in catalog.load(tx)}, write=False)
    world = World(made, cast, forms)
    plant_records(world)
    made.do(lambda tx: give_rights(tx, _named(world)))
    hang(world)
    world.beside.setdefault("object", []).extend((kind, key) for kind, key, _ in definitions.app.objects)
    return world


def _named(world: World) -> dict[str, list[Any]]:
    """By form, the titles of every other record: what conditions of grants name."""
    found: dict[str, list[Any]] = {}
    for mark in world.marks.all():
        form = world.forms[mark.form]
        if mark.field == form.title and mark.record % 2 and "in" in form.by_key[form.title].kind.operators:
            found.setdefault(mark.form, []).append(mark.value)
    return found


def knock(
    world: World, findings: Findings, *, turns: int = 1, first: int = 0, progress: Progress | None = None
) -> None:
    """Everybody at every door; with more `turns`, each door is left to every so many of the people,
    beginning with others for another `first`."""
    everybody, found = world.cast.people, list(probes)
    for place, person in enumerate(everybody):
        known = known_to(world, person)
        for at, probe in enumerate(found):
            if turns > 1 and (at + place + first) % turns:
                continue
            probe.knock(Knocker(world, person, known, findings, turn=place, probe=probe.key))
            if probe.changes:
                known = known_to(world, person)
        if progress is not None:
            progress(person.key, place + 1, len(everybody))


def drill(
    folder: Path,
    definitions: Definitions,
    *,
    turns: int = 1,
    first: int = 0,
    url: str = "",
    progress: Progress | None = None,
) -> Drilled:
    """Hold the drill in `folder` (or in the empty, migrated database of `url`)."""
    began = time.monotonic()
    with scratch(folder, definitions, url) as made:
        world = planted(made, definitions)
        findings = Findings()
        knock(world, findings, turns=turns, first=first, progress=progress)
        return Drilled(
            findings,
            [person.key for person in world.cast.people],
            list(world.forms),
            len(world.marks.by_token),
            len(world.things),
            world.unplantable,
            time.monotonic() - began,
        )
