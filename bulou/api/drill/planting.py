"""Planting records of every form: everybody owns some, tied to other people's, with marks in all their values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from typing import Any

import orjson

from bulou.api.drill.cast import ADMIN, Person
from bulou.api.drill.marking import MARKS, READ_BACK, UNMARKED, Marked, marked, word
from bulou.api.drill.marks import Mark, tokens_in
from bulou.api.drill.pictures import dot
from bulou.api.drill.world import MOMENTS, Thing, World
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.fields.kind import kinds
from bulou.forms.form import Form
from bulou.forms.model import FieldDef
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import actors
from bulou.records import files, query, write
from bulou.records.write import Who

Json = dict[str, Any]
TRIES = 8
OWN_SHORT = 3  # records that are near in time, so that what asks for dates of now finds some
RELATIONS = ("relation", "relations")
PICTURES = ("image", "signature")


@dataclass(frozen=True)
class Sown:
    """What a record was given: values by key, and the marks in them."""

    values: Json
    marks: dict[str, Marked]


def plant_records(world: World) -> None:
    """A record of every form for everybody and one for nobody, then ties, then other values."""
    owners: list[Person | None] = [*world.cast.owners, None]
    for form in world.forms.values():
        stages = cycle(form.stages or [None])
        for index, owner in enumerate(owners):
            _plant(world, form, owner, index, next(stages))
    for form in world.forms.values():
        _tie(world, form)
    for form in world.forms.values():
        _change(world, form)
    for form in world.forms.values():
        _read_back(world, form)


def _plant(world: World, form: Form, owner: Person | None, index: int, stage: str | None) -> None:
    by = owner or world.cast[ADMIN]
    sown = _sow(world, form, by, index)
    values = {**sown.values, **({"stage": stage} if stage else {})}
    if "owner" in form.system:
        values["owner"] = owner.id if owner else None
    made = _create(world, form, by, values)
    if isinstance(made, str):
        world.unplantable.setdefault(form.key, made)
        return
    world.things.append(Thing(form.key, made, owner.id if owner else None))
    for key, each in sown.marks.items():
        for token in each.tokens:
            world.marks.add(Mark(form.key, made, key, key.split(".")[0], token, each.value))


def _sow(world: World, form: Form, by: Person, index: int) -> Sown:
    values: Json = {}
    marks: dict[str, Marked] = {}
    for bound in form.fields:
        definition = bound.definition
        if definition.kind == "detail":
            row, within = _row(world, definition)
            values[bound.key] = [row]
            marks |= {f"{bound.key}.{key}": each for key, each in within.items()}
            continue
        value, mark = _value(world, form, by, definition, index)
        if value is not None:
            values[bound.key] = value
        if mark is not None:
            marks[bound.key] = mark
    return Sown(values, marks)


def _row(world: World, definition: FieldDef) -> tuple[Json, dict[str, Marked]]:
    found = {column.key: marked(column, world.marks.number()) for column in definition.fields}
    row = {key: each.value for key, each in found.items() if each is not None}
    for column in definition.fields:
        if column.kind in UNMARKED and kinds[column.kind].target is None:
            row[column.key] = kinds[column.kind].sample(column)
    return row, {key: each for key, each in found.items() if each is not None}


def _value(
    world: World, form: Form, by: Person, definition: FieldDef, index: int
) -> tuple[Any, Marked | None]:
    kind = definition.kind
    if kind in READ_BACK or kind in RELATIONS or kinds[kind].computed:
        return (
            _target(world, definition, index) if kind in RELATIONS and definition.required else None
        ), None
    if kind in ("file", *PICTURES):
        return _upload(world, by, definition)
    if kind in ("date", "datetime") and index % OWN_SHORT == 0:
        today = world.scratch.clock()
        return (f"{today:%Y-%m-%d}" if kind == "date" else today.isoformat()), None
    found = marked(definition, world.marks.number())
    if found is not None:
        return found.value, found
    if kinds[kind].target == "user":
        return (by.id if kind == "person" else [by.id]), None
    if kinds[kind].target is not None or kind in ("people", "departments"):
        place = world.cast.departments["west"]
        return (place if kind == "department" else [by.id if kind == "people" else place]), None
    if kind in MARKS and kind not in ("choice", "choices"):
        return _small(definition), None
    return kinds[kind].sample(definition), None


def _small(definition: FieldDef) -> Any:
    """A value for settings that leave no room for a mark."""
    options = kinds[definition.kind].options(definition)
    least, most = getattr(options, "min", None), getattr(options, "max", None)
    if most is not None or least is not None:
        return least if least is not None else most
    return None


def _upload(world: World, by: Person, definition: FieldDef) -> tuple[Any, Marked]:
    name, inside = word(world.marks.number()), word(world.marks.number())
    types = getattr(kinds[definition.kind].options(definition), "types", ())
    picture = definition.kind in PICTURES
    ending = "png" if picture else next(iter(types), "txt")
    id_ = uploaded(world, by, f"{name}.{ending}", dot(world.marks.count) if picture else inside.encode())
    return [id_], Marked(None, (name,) if picture else (name, inside))


def uploaded(world: World, by: Person, name: str, content: bytes) -> int:
    """A file that somebody has uploaded."""
    received = files.receive(world.scratch.app.state.site.files, name, iter([content]))
    assert by.id is not None
    person_id = by.id
    return int(world.scratch.do(lambda tx: files.keep(tx, actors.load(tx, person_id), received))["id"])


def _target(world: World, definition: FieldDef, index: int) -> Any:
    """Another form's record for a relation, None while there is none."""
    wanted = str(kinds[definition.kind].options(definition).target)
    there = world.of(wanted) if wanted != "*" else [each for each in world.things if not each.deleted]
    if not there:
        return None
    found = there[(index * 7 + 3) % len(there)]
    one: Any = {"form": found.form, "id": found.id} if wanted == "*" else found.id
    return [one] if definition.kind == "relations" else one


def _who(tx: Tx, by: Person) -> Who:
    assert by.id is not None
    return Who(actors.load(tx, by.id), "page", existing_history=True, trusted=True)


def _create(world: World, form: Form, by: Person, values: Json) -> int | str:
    """The new record's id; what the form refuses is left away, and why it takes nothing is told."""
    given, why = dict(values), ""
    for _ in range(TRIES):
        try:
            return world.scratch.do(partial(_created, form.key, by, given))
        except AppError as error:
            why = f"{error.code} {[(each.field, each.code) for each in error.problems]}"
            wrong = {each.field.split(".")[0] for each in error.problems} & given.keys()
            if not wrong:
                break
            given = {key: value for key, value in given.items() if key not in wrong}
    return why


def _created(form: str, by: Person, values: Json, tx: Tx) -> int:
    made = write.create(tx, _who(tx, by), catalog.load(tx)[form], values)
    assert made.id is not None
    return made.id


def put(world: World, form: Form, thing: Thing, values: Mapping[str, Any], by: Person | None = None) -> bool:
    """Change a record, whatever its rules allow; whether it was."""
    who = by or world.cast[ADMIN]
    try:
        world.scratch.do(
            lambda tx: write.change(tx, _who(tx, who), catalog.load(tx)[form.key], thing.id, values)
        )
    except AppError:
        return False
    return True


def _tie(world: World, form: Form) -> None:
    """Every relation points at somebody else's record."""
    for index, thing in enumerate(world.of(form.key)):
        for bound in form.fields:
            if bound.definition.kind in RELATIONS and not bound.kind.computed:
                value = _target(world, bound.definition, index + len(bound.key))
                if value is not None:
                    put(world, form, thing, {bound.key: value})


def _change(world: World, form: Form) -> None:
    """The title and two other values become others: what they were is history, and still a secret."""
    plain = [each.definition for each in form.fields if each.definition.kind in MARKS]
    chosen = [each for each in plain if each.key == form.title] + plain[-2:]
    for thing in world.of(form.key)[::2]:
        for definition in {each.key: each for each in chosen}.values():
            made = marked(definition, world.marks.number())
            if made is not None and put(world, form, thing, {definition.key: made.value}):
                for token in made.tokens:
                    key = definition.key
                    world.marks.add(Mark(form.key, thing.id, key, key, token, made.value))


def _read_back(world: World, form: Form) -> None:
    """What the product worked out itself becomes a mark where no other record has the like; so do masks."""
    computed = [each for each in form.fields if each.kind.computed or each.definition.kind in READ_BACK]
    found: dict[str, list[Mark]] = {}
    for thing in world.of(form.key):
        told = world.scratch.do(partial(_read, form, thing), write=False)
        for key in (*(each.key for each in computed), *MOMENTS):
            for token in tokens_in(orjson.dumps(told.get(key)).decode()):
                found.setdefault(token, []).append(Mark(form.key, thing.id, key, key, token))
        for mark in _masks(form, thing, told):
            found.setdefault(mark.token, []).append(mark)
    for token, marks in found.items():
        records = {mark.record for mark in marks}
        if len(records) == 1 and (marks[0].mask or token not in world.marks.by_token):
            world.marks.add(marks[0])
        elif token in world.marks.by_token and not marks[0].mask:
            for mark in marks:  # a value that came from elsewhere may be known by either way
                world.marks.add(replace(mark, value=None))


def _read(form: Form, thing: Thing, tx: Tx) -> Json:
    return query.read(tx, SYSTEM, form, thing.id)


def _masks(form: Form, thing: Thing, told: Mapping[str, Any]) -> Iterator[Mark]:
    for bound in form.fields:
        value = told.get(bound.key)
        if value is None or bound.kind.computed or bound.definition.kind not in MARKS:
            continue
        mask = bound.kind.mask(bound.definition, value)
        if sum(character not in "*" for character in mask) >= len("1391234"):
            yield Mark(form.key, thing.id, bound.key, bound.key, mask, mask=True)
