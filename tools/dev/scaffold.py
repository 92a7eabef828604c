"""`./dev new KIND NAME`: writes the files a new kind consists of, from the patterns in tools/dev/new."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tools.dev.places import ROOT, Stop

PATTERNS = Path(__file__).parent / "new"
VERSIONS = "bulou/db/migrations/versions"
DECISIONS = "docs/decisions"


@dataclass(frozen=True)
class Made:
    """One file of a kind: its pattern, and its place with `$name` and `$number` open."""

    pattern: str
    place: str


# Kind → its files.
KINDS: dict[str, tuple[Made, ...]] = {
    "field": (
        Made("field.py.txt", "bulou/forms/fields/$name.py"),
        Made("field.tsx.txt", "web/src/kinds/fields/$name.tsx"),
        Made("field_test.py.txt", "tests/unit/test_field_$name.py"),
    ),
    "route": (
        Made("route.py.txt", "bulou/api/routes/$name.py"),
        Made("route_test.py.txt", "tests/api/test_$name.py"),
    ),
    "migration": (Made("migration.py.txt", f"{VERSIONS}/v${{number}}_$name.py"),),
    "decision": (Made("decision.md.txt", f"{DECISIONS}/$number-$dashed.md"),),
}
NUMBERED: dict[str, Callable[[], int]] = {
    "migration": lambda: _highest(VERSIONS, r"v(\d{4})_"),
    "decision": lambda: _highest(DECISIONS, r"(\d{4})-"),
}


def command(_name: str, arguments: list[str]) -> int:
    """The command line of `new`."""
    if len(arguments) != 2 or arguments[0] not in KINDS:
        raise Stop(f"type ./dev new KIND NAME; KIND is one of {', '.join(KINDS)}")
    kind, name = arguments
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Stop("a NAME is small letters, digits and _, such as barcode or bank_account")
    words = _words(kind, name)
    places = [(made, ROOT / Template(made.place).substitute(words)) for made in KINDS[kind]]
    taken = [place for _, place in places if place.exists()]
    if taken:
        raise Stop(f"{taken[0].relative_to(ROOT)} is there already")
    for made, place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = (PATTERNS / made.pattern).read_text(encoding="utf-8")
        place.write_text(Template(text).substitute(words), encoding="utf-8")
        print(place.relative_to(ROOT))
    return 0


def _words(kind: str, name: str) -> dict[str, str]:
    """What the patterns leave open."""
    last = NUMBERED[kind]() if kind in NUMBERED else 0
    spoken = name.replace("_", " ")
    return {
        "name": name,
        "dashed": name.replace("_", "-"),
        "Name": "".join(word.capitalize() for word in name.split("_")),
        "spoken": spoken,
        "Spoken": spoken.capitalize(),
        "number": f"{last + 1:04}",
        "previous": f"{last:04}",
    }


def _highest(folder: str, pattern: str) -> int:
    numbers = (re.match(pattern, path.name) for path in (ROOT / folder).iterdir())
    return max((int(found[1]) for found in numbers if found), default=0)
