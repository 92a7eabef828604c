"""Doors of those who configure: closed to everybody else, whatever is put into their addresses."""

import re
from typing import Any

from bulou.api.doors import Door, all_doors
from bulou.api.drill.probe import Knocker, Probe, doors, probes

BLANK = re.compile(r"{(\w+)}")
HEAVY = frozenset({"export_app", "stream_events"})  # slow, and the same for all who may ask
DOORS = tuple(door for _, door in all_doors() if door.scope == "configure" and not door.public)
BODIES: dict[str, Any] = {"begin_looking": {"person": 1}}


def knock(k: Knocker) -> None:
    """Who may configure only reads; everybody else tries everything."""
    may = k.person.admin or k.person.key == "configurer"
    for door in DOORS:
        if (may and (door.method != "GET" or door.key in HEAVY)) or (door.by_hand and door.method != "GET"):
            if not may and door.by_hand:
                k.ask(door.key, file=("drill.csv", b"a,b\n1,2\n", {"form": "x"}), **_blanks(k, door, 0))
            continue
        for at in range(2 if "{" in door.path else 1):
            body = None if door.method in ("GET", "DELETE") else BODIES.get(door.key, {})
            query = (
                {"person": "1", "form": next(iter(k.world.forms)), "record": "1"}
                if door.method == "GET"
                else None
            )
            k.ask(door.key, json=body, query=query, **_blanks(k, door, at))


def _blanks(k: Knocker, door: Door, at: int) -> dict[str, Any]:
    """Every blank with something that is there."""
    things = k.world.things
    thing = things[(k.turn * 5 + at * 11) % len(things)]
    values: dict[str, Any] = {"form": thing.form, "id": thing.id, "key": "sales", "version": 1, "twin_id": 1}
    for kind, part in (("public", "/public/"), ("template", "/print-templates/")):
        there = k.world.beside.get(kind, ())
        if part in door.path and there:
            values |= dict(zip(("form", "id"), there[(k.turn + at) % len(there)], strict=True))
    return {name: values.get(name, 1) for name in BLANK.findall(door.path)}


probes.register(Probe("administration", doors(*(door.key for door in DOORS)), knock))
