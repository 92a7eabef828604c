"""Whom a rule means: people by name, role, field, as somebody's head, as a department's head."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import Field, model_validator
from sqlalchemy import select

from bulou.db.tables.people import department, person, role
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.people import roles
from bulou.people.heads import head_of
from bulou.people.register import register
from bulou.records.actions import Checking, Filling, Options

MOST = 200


class Whom(Options):
    """Exactly one of these: a person, everybody with a role, a field that holds people, the head of the person in a
    field, the head of a department."""

    person: int | None = None
    role: str | None = Field(default=None, max_length=60)
    field: str | None = Field(default=None, max_length=200)
    head_of: str | None = Field(default=None, max_length=200)
    department: int | None = None

    @model_validator(mode="after")
    def _one(self) -> "Whom":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("exactly one way to name people")
        return self


Read = Callable[[str], Any]


def people_of(tx: Tx, wanted: Sequence[Any], read: Read) -> list[int]:
    """The active people named, each once, at most `MOST`; `read(path)` gives a value with the runner's rights."""
    known = register(tx).people
    found: dict[int, None] = {}
    for whom in wanted:
        for id_ in _ids(tx, whom, read):
            entry = known.get(id_)
            if entry is not None and entry.state == "active" and not entry.gone:
                found[id_] = None
    return list(found)[:MOST]


def _ids(tx: Tx, whom: Whom, read: Read) -> Iterator[int]:
    if whom.person is not None:
        yield whom.person
    elif whom.role is not None:
        yield from roles.members(tx, whom.role)
    elif whom.field is not None:
        yield from _ids_in(read(whom.field))
    elif whom.head_of is not None:
        for id_ in _ids_in(read(whom.head_of)):
            query = select(head_of(person.c.id, person.c.department_id)).where(person.c.id == id_)
            head = tx.value(query)
            if head is not None:
                yield head
    elif whom.department is not None:
        head = tx.value(select(department.c.head_id).where(department.c.id == whom.department))
        if head is not None:
            yield head


def _ids_in(value: Any) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, int) and not isinstance(each, bool)]


def in_turn(people: Sequence[Whom], otherwise: Sequence[Whom]) -> Iterator[list[Whom]]:
    """Those named; then, one after the other, who stands in for them."""
    yield list(people)
    yield from ([each] for each in otherwise)


def first_there(fill: Filling, people: Sequence[Whom], otherwise: Sequence[Whom]) -> list[int]:
    """The active people named; else those of the first stand-in that has somebody. [] when nobody is there."""
    return next((found for some in in_turn(people, otherwise) if (found := fill.people(some))), [])


def check_people(checking: Checking, at: str, wanted: Sequence[Whom]) -> Iterator[FieldProblem]:
    """People who are gone, roles and departments that do not exist, fields that hold no people."""
    known = register(checking.tx)
    roles_named = [whom.role for whom in wanted if whom.role is not None]
    keys = {row[0] for row in checking.tx.rows(select(role.c.key))} if roles_named else set()
    for index, whom in enumerate(wanted):
        place = f"{at}.{index}"
        if whom.person is not None:
            entry = known.people.get(whom.person)
            if entry is None or entry.gone or entry.state == "disabled":
                yield FieldProblem(place, "rules.person_gone", {"id": whom.person})
        if whom.department is not None:
            entry = known.departments.get(whom.department)
            if entry is None or entry.gone:
                yield FieldProblem(place, "rules.department_gone", {"id": whom.department})
        if whom.role is not None and whom.role not in keys:
            yield FieldProblem(place, "rules.no_such_role", {"role": whom.role})
        path = whom.field or whom.head_of
        if path is not None:
            for problem in checking.needs_paths("{" + path + "}"):
                yield FieldProblem(place, problem.code, problem.params)


def paths_of(wanted: Sequence[Whom]) -> Iterator[str]:
    """The fields that are read to know who is meant."""
    yield from (path for whom in wanted if (path := whom.field or whom.head_of))
