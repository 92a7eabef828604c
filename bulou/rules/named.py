"""What the people and departments that definitions, trials and rehearsals name by their ids are called."""

from collections.abc import Iterator, Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.people.register import register

MOST = 500
PEOPLE = frozenset({"person", "people", "not_told"})
DEPARTMENT = "department"


def names_in(tx: Tx, *told: Any) -> dict[str, dict[str, str]]:
    """`{people: {id: name}, departments: {id: name}}` of every id that the JSON values name; ids are text."""
    people: set[int] = set()
    departments: set[int] = set()
    for value in told:
        for key, id_ in _ids(value):
            (departments if key == DEPARTMENT else people).add(id_)
    known = register(tx)
    return {
        "people": {str(id_): known.people[id_].name for id_ in sorted(people)[:MOST] if id_ in known.people},
        "departments": {
            str(id_): known.departments[id_].name
            for id_ in sorted(departments)[:MOST]
            if id_ in known.departments
        },
    }


def _ids(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in PEOPLE or key == DEPARTMENT:
                ids = each if isinstance(each, list) else [each]
                yield from ((key, id_) for id_ in ids if isinstance(id_, int) and not isinstance(id_, bool))
            yield from _ids(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _ids(each)
