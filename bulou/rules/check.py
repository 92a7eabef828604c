"""What is wrong with a definition, by the place of each problem: shapes, names, rights, steps without an end."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, UnknownField, leaves, parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.records.actions import Checking
from bulou.records.query.cells import layout
from bulou.records.query.secure import sight
from bulou.rules.definition import DEEPEST, MOST_STEPS, Placed, RuleDef, options_of, step_options, walk
from bulou.rules.subject import BEFORE
from bulou.rules.templates import LINK, PIECE, ROOTS, RUN, Named, placeholders, texts_in
from bulou.rules.trigger import triggers

MOST = 50  # problems told at once
CONDITIONS = frozenset({"if", "filter"})
SHAPES = {
    **dict.fromkeys(("missing", "string_too_short", "too_short"), "fields.required"),
    "extra_forbidden": "rules.no_such_option",
}


@dataclass(frozen=True)
class Ground:
    """What a definition is checked against; `actor`: with whose rights it would run."""

    tx: Tx
    catalog: Catalog
    actor: Actor
    form: Form | None
    definition: RuleDef
    made: frozenset[str]  # the ids of its steps


def problems_of(tx: Tx, actor: Actor, form_key: str | None, definition: RuleDef) -> list[FieldProblem]:
    """What keeps the definition from being published, at most `MOST`; [] when nothing does."""
    catalog = catalogs.load(tx)
    form = catalog.get(form_key) if form_key is not None else None
    if form_key is not None and (form is None or form.read_only):
        return [FieldProblem("form", "rules.no_such_form", {"form": form_key[:60]})]
    made = frozenset(str(placed.step.get("id")) for placed in walk(definition.steps, form_key) if placed.step)
    ground = Ground(tx, catalog, actor, form, definition, made)
    found = [*_trigger(ground), *_when(ground), *_runs_as(ground), *_steps(ground)]
    return found[:MOST]


def _trigger(ground: Ground) -> Iterator[FieldProblem]:
    kind = triggers.get(ground.definition.kind)
    if kind is None:
        yield FieldProblem("trigger.kind", "rules.no_such_trigger", {"kind": ground.definition.kind[:40]})
        return
    if kind.own_form and ground.form is None:
        yield FieldProblem("form", "rules.needs_form", {})
    if not kind.own_form and ground.form is not None:
        yield FieldProblem("form", "rules.takes_no_form", {})
    try:
        options = options_of(kind.options, ground.definition.trigger_options)
    except ValidationError as error:
        yield from shape_problems("trigger", error)
        return
    for problem in kind.check(ground.form, options):
        yield FieldProblem(_under("trigger", problem.field), problem.code, problem.params)
    for name in ("before", "after"):
        condition = getattr(options, name, None)
        if condition is not None and ground.form is not None:
            yield from _condition(ground, ground.form, f"trigger.{name}", condition)


def _when(ground: Ground) -> Iterator[FieldProblem]:
    when = ground.definition.when
    if when is None:
        return
    if ground.form is None:
        yield FieldProblem("when", "rules.needs_form", {})
        return
    yield from _condition(ground, ground.form, "when", when, before=True)


def _runs_as(ground: Ground) -> Iterator[FieldProblem]:
    if ground.form is not None and not may(ground.actor, ground.form.key, "read"):
        yield FieldProblem("runs_as", "rules.may_not_read", {"form": ground.form.key})


def _steps(ground: Ground) -> Iterator[FieldProblem]:
    home = ground.form.key if ground.form is not None else None
    placed = list(walk(ground.definition.steps, home))
    if not placed:
        yield FieldProblem("steps", "rules.no_steps", {})
    if len(placed) > MOST_STEPS:
        yield FieldProblem("steps", "rules.too_many_steps", {"max": MOST_STEPS})
        return
    seen: set[str] = set()
    for each in placed:
        yield from _step(ground, each)
        name = each.step.get("id")
        if name is not None and (not isinstance(name, str) or name in seen):
            yield FieldProblem(f"steps.{each.path}.id", "rules.twice", {"id": str(name)[:40]})
        seen.add(str(name))


def _step(ground: Ground, placed: Placed) -> Iterator[FieldProblem]:
    at = f"steps.{placed.path}"
    if placed.kind is None:
        yield FieldProblem(f"{at}.do", "rules.no_such_action", {"kind": str(placed.step.get("do"))[:40]})
        return
    if placed.depth > DEEPEST:
        yield FieldProblem(at, "rules.too_deep", {"max": DEEPEST})
    form = ground.catalog.get(placed.form) if placed.form is not None else None
    if placed.kind.needs_record and form is None:
        yield FieldProblem(at, "rules.needs_record", {})
        return
    values = step_options(placed.step)
    try:
        options = options_of(placed.kind.options, values)
    except ValidationError as error:
        yield from shape_problems(at, error)
        return
    checking = Checking(ground.tx, ground.catalog, ground.actor, form, _paths(ground, form))
    for problem in placed.kind.check(checking, options):
        yield FieldProblem(_under(at, problem.field), problem.code, problem.params)
    yield from _texts(
        ground, form, at, {key: each for key, each in values.items() if key not in placed.kind.blocks}
    )
    yield from _inner_conditions(ground, placed, form, at)


def _inner_conditions(ground: Ground, placed: Placed, form: Form | None, at: str) -> Iterator[FieldProblem]:
    for name in CONDITIONS & placed.step.keys():
        condition = placed.step[name]
        if condition is None:
            continue
        there = ground.catalog.get(str(placed.step.get("form"))) if name == "filter" else form
        if there is None:
            yield FieldProblem(f"{at}.{name}", "rules.needs_record", {})
        else:
            yield from _condition(ground, there, f"{at}.{name}", condition)


def _texts(ground: Ground, form: Form | None, at: str, values: Mapping[str, Any]) -> Iterator[FieldProblem]:
    for key, value in values.items():
        for text in texts_in(value):
            for problem in _paths(ground, form)(text):
                yield FieldProblem(f"{at}.{key}", problem.code, problem.params)


def _paths(ground: Ground, form: Form | None) -> Callable[[str], Iterator[FieldProblem]]:
    """A text → what its placeholders name in vain, of the record at hand and of all else."""

    def judge(text: str) -> Iterator[FieldProblem]:
        for name in placeholders(text):
            if not _names_something(ground, form, name):
                path = f"{name.root}.{name.path}" if name.root else name.path
                yield FieldProblem("", "rules.no_such_path", {"path": path[:80]})

    return judge


def _names_something(ground: Ground, form: Form | None, name: Named) -> bool:
    if name.root == "body":
        return ground.definition.kind == "webhook"
    if name.root == "run":
        return name.path in RUN
    if name.root == "steps":
        return name.path.split(".")[0] in ground.made
    if name.root == "before":
        kind = triggers.get(ground.definition.kind)
        return kind is not None and kind.knows_before and _readable(ground, ground.form, name.path)
    return _readable(ground, ground.form if name.root in ROOTS else form, name.path)


def _readable(ground: Ground, form: Form | None, path: str) -> bool:
    if form is None or not may(ground.actor, form.key, "read"):
        return False
    if path in ("id", "title", LINK):
        return True
    seen = sight(ground.tx, ground.actor, form)
    try:
        layout(seen, form, [path], seen.context.zone)
    except UnknownField:
        return False
    return True


def _condition(
    ground: Ground, form: Form, at: str, json: Any, *, before: bool = False
) -> Iterator[FieldProblem]:
    """What is wrong with a condition, as one who runs it could ask."""
    kind = triggers.get(ground.definition.kind)
    seen = sight(ground.tx, ground.actor, form)
    try:
        condition = parse(json)
        told = {leaf.field for leaf in leaves(condition) if leaf.field.startswith(BEFORE)}
        if told and not (before and kind is not None and kind.knows_before):
            raise UnknownField("", field=min(told))
        to_sql(
            parse(_without_texts(json)), lambda path: seen.operand(path.removeprefix(BEFORE)), seen.context
        )
    except BadCondition as error:
        yield FieldProblem(at, error.code, error.params)


def _without_texts(json: Any) -> Any:
    """The condition with something empty in the place of values that are filled in when it runs."""
    if isinstance(json, Mapping):
        if isinstance(json.get("value"), str) and PIECE.search(json["value"]):
            return {"field": json.get("field"), "op": "empty"}
        return {key: _without_texts(each) for key, each in json.items()}
    return [_without_texts(each) for each in json] if isinstance(json, list) else json


def shape_problems(at: str, error: ValidationError) -> Iterator[FieldProblem]:
    """The problems of options that are not as their model says."""
    for each in error.errors()[:10]:
        path = ".".join(str(part) for part in each["loc"])
        yield FieldProblem(_under(at, path), SHAPES.get(each["type"], "rules.bad_option"), {})


def _under(at: str, path: str) -> str:
    return f"{at}.{path}" if path else at
