"""Whether a definition makes sense: every reference leads somewhere, every option and condition is valid."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from bulou.expr.compare import ready
from bulou.expr.conditions import BadCondition, Context, UnknownField, leaves, parse
from bulou.forms.check_words import word_problems
from bulou.forms.columns import RESERVED, system_columns
from bulou.forms.fields.detail import NESTED
from bulou.forms.fields.kind import kinds
from bulou.forms.form import Form
from bulou.forms.formulas import formula_problems, row_problems, ruled_problems
from bulou.forms.layout import layout_problems
from bulou.forms.linked_check import linked_problems
from bulou.forms.lookups import lookup_problems, lookups_needed
from bulou.forms.model import Action, FieldDef, FormDef, FormRule, Gate
from bulou.forms.push_check import push_problems, push_shape_problems
from bulou.forms.retention import retention_problems
from bulou.forms.rollups import needed_elsewhere, rollup_problems
from bulou.forms.settle import columns_of
from bulou.forms.traits import TRAITS
from bulou.forms.twins_check import key_problems, twin_problems
from bulou.forms.view_definition import shape_problems as view_problems
from bulou.kit.errors import FieldError, FieldProblem
from bulou.kit.ids import is_key

MOST_FIELDS, MOST_STAGES = 500, 50
NOT_UNIQUE = {
    *(
        "switch",
        "choices",
        "tags",
        "relations",
        "people",
        "departments",
        "detail",
        "file",
        "image",
        "signature",
    ),
    *("long_text", "rich_text", "percent", "rating", "slider", "date_range", "address", "location", "colour"),
    *("rmb_capitals", "formula", "rollup", "lookup"),
}
NARROWED = {"choice", "choices"}
FILLED_IN = {"now", "today", "actor"}
TITLES = {"text", "number", "choice", "date", "datetime"}  # operand types that can stand for a record


def shape_problems(form: FormDef, known: Iterable[str]) -> list[FieldProblem]:
    """What is wrong with the definition by itself; `known` are the keys of all forms there will be."""
    return [
        *_names(form),
        *word_problems(form),
        *_fields(form, frozenset(known)),
        *_following(form),
        *_stages(form),
        *_mentions(form),
        *_traits(form),
        *layout_problems(form),
        *retention_problems(form),
        *key_problems(form, frozenset(NOT_UNIQUE)),
        *push_shape_problems(form),
    ]


def condition_problems(form: Form) -> list[FieldProblem]:
    """What is wrong with conditions (rules, gates, views, relations) and formulas, once every form is at hand."""
    return [
        *_conditions(form),
        *formula_problems(form),
        *row_problems(form),
        *rollup_problems(form),
        *lookup_problems(form),
        *needed_elsewhere(form),
        *lookups_needed(form),
        *ruled_problems(form),
        *linked_problems(form, _condition),
        *twin_problems(form, _condition),
        *push_problems(form, _condition),
    ]


def _problem(place: str, code: str, **params: Any) -> FieldProblem:
    return FieldProblem(place, f"forms.{code}", params)


def _names(form: FormDef) -> Iterator[FieldProblem]:
    if not is_key(form.key) or "__" in form.key or form.key in {"user", "department"}:
        yield _problem("key", "bad_key", key=form.key[:60])
    if not any(form.label.values()):
        yield _problem("label", "no_label")
    if len(form.fields) > MOST_FIELDS:
        yield _problem("fields", "too_many", max=MOST_FIELDS)
    title = form.field(form.title)
    if title is None or title.hidden:
        yield _problem("title", "unknown_field", field=form.title)
    elif title.kind in kinds_by_key() and not _can_be_a_title(title):
        yield _problem("title", "bad_title", field=form.title)


def _can_be_a_title(field: FieldDef) -> bool:
    several = (
        field.kind in ("rich_text", "location", "formula", "rollup", "lookup")
        or field.options.get("other") is True
    )
    return kinds[field.kind].operand in TITLES and not several


def kinds_by_key() -> frozenset[str]:
    """The keys of all field kinds."""
    return frozenset(kind.key for kind in kinds)


def _fields(form: FormDef, known: frozenset[str]) -> Iterator[FieldProblem]:
    yield from _twice("fields", [field.key for field in form.fields])
    columns: list[str] = [*system_columns(form)]
    for field in form.fields:
        place = f"fields.{field.key[:60]}"
        bad = list(_field(place, field, known))
        yield from bad
        if not bad:
            columns += columns_of(field)
            yield from _children(place, field, known)
    yield from (_problem(f"fields.{name}", "column_clash", column=name) for name in _repeats(columns))


def _field(place: str, field: FieldDef, known: frozenset[str]) -> Iterator[FieldProblem]:
    if not field.hidden and (not is_key(field.key) or "__" in field.key or field.key in RESERVED):
        yield _problem(place, "bad_key", key=field.key[:60])
    if field.kind not in kinds_by_key():
        yield _problem(f"{place}.kind", "unknown_kind", kind=field.kind[:60])
        return
    if not any(field.label.values()):
        yield _problem(f"{place}.label", "no_label")
    if field.unique and field.kind in NOT_UNIQUE:
        yield _problem(f"{place}.unique", "not_for_kind", kind=field.kind)
    if field.required and field.kind in (
        "formula",
        "rollup",
        "lookup",
    ):  # what is required is asked before results are worked out
        yield _problem(f"{place}.required", "not_for_kind", kind=field.kind)
    try:
        options = kinds[field.kind].options(field)
    except ValidationError as error:
        for each in error.errors(include_url=False)[:5]:
            path = ".".join(str(part) for part in each["loc"])
            yield _problem(f"{place}.options.{path}", "bad_option", reason=each["type"])
        return
    target = getattr(options, "target", None)
    if target is not None and target != "*" and target not in known:
        yield _problem(f"{place}.options.target", "unknown_form", form=target)
    yield from (
        _problem(f"{place}.options.forms", "unknown_form", form=name)
        for name in getattr(options, "forms", ())
        if name not in known
    )
    yield from _default(place, field)


def _following(form: FormDef) -> Iterator[FieldProblem]:
    """Fields that are worked out from another: it must be there, and hold money."""
    for field in form.shown:
        kind = kinds[field.kind] if field.kind in kinds_by_key() else None
        of = field.options.get("of") if kind is not None and kind.key == "rmb_capitals" else None
        target = form.field(str(of)) if of is not None else None
        if of is not None and (target is None or target.hidden or target.kind != "money"):
            yield _problem(f"fields.{field.key[:60]}.options.of", "unknown_field", field=str(of)[:60])


def _default(place: str, field: FieldDef) -> Iterator[FieldProblem]:
    if field.default is None or (isinstance(field.default, dict) and field.default.keys() & FILLED_IN):
        return
    try:
        kinds[field.kind].check(field, field.default)
    except FieldError as error:
        yield _problem(f"{place}.default", "bad_default", reason=error.code)


def _children(place: str, field: FieldDef, known: frozenset[str]) -> Iterator[FieldProblem]:
    if field.kind != "detail":
        if field.fields:
            yield _problem(f"{place}.fields", "not_for_kind", kind=field.kind)
        return
    if not field.fields:
        yield _problem(f"{place}.fields", "no_fields")
    yield from _twice(place, [child.key for child in field.fields])
    for child in field.fields:
        if child.kind in NESTED:
            yield _problem(f"{place}.{child.key}", "not_in_detail", kind=child.kind)
        else:
            yield from _field(f"{place}.{child.key[:60]}", child, known)


def _stages(form: FormDef) -> Iterator[FieldProblem]:
    stages = list(form.stages)
    yield from _twice("pipelines", [pipeline.key for pipeline in form.pipelines])
    yield from _twice("stages", [stage.key for stage in stages])
    if len(stages) > MOST_STAGES:
        yield _problem("stages", "too_many", max=MOST_STAGES)
    for pipeline in form.pipelines:
        if not pipeline.stages:
            yield _problem(f"pipelines.{pipeline.key}", "no_stages")
    for stage in stages:
        if not is_key(stage.key):
            yield _problem(f"stages.{stage.key[:60]}", "bad_key", key=stage.key[:60])
        for name, gate in (("enter", stage.enter), ("leave", stage.leave)):
            yield from _known(form, f"stages.{stage.key}.{name}", gate.fields)


def _mentions(form: FormDef) -> Iterator[FieldProblem]:
    yield from _known(form, "subtitle", form.subtitle, walk=True)
    for place, keys in (("figures", form.figures), ("match", form.match)):
        yield from _known(form, place, keys)
        yield from _stored(form, place, keys)
    above = form.field(form.child_of) if form.child_of else None
    if form.child_of and (above is None or above.kind != "relation"):
        yield _problem("child_of", "unknown_field", field=form.child_of[:60])
    elements = {element.key for element in form.elements}
    for section in form.sections:
        named = [key for key in section.fields if key not in elements]
        yield from _known(form, f"sections.{section.key}", named)
    yield from _twice("views", [view.key for view in form.views])
    yield from _twice("rules", [rule.key for rule in form.rules])
    for rule in form.rules:
        yield from _rule(form, rule)


def _rule(form: FormDef, rule: FormRule) -> Iterator[FieldProblem]:
    place = f"rules.{rule.key}"
    stages = {stage.key for stage in form.stages}
    for name in (*rule.entering, *rule.leaving):
        if name not in stages:
            yield _problem(place, "unknown_stage", stage=name)
    yield from _known(form, place, rule.changed)
    for action in rule.actions:
        yield from _known(form, place, (*action.fields, *((action.field,) if action.field else ())))
        if action.do == "set" and not action.field:
            yield _problem(place, "set_what")
        if action.do in {"warn", "refuse"} and not any(action.message.values()):
            yield _problem(place, "no_message")
        if action.do == "narrow":
            yield from _narrow(form, place, action)


def _narrow(form: FormDef, place: str, action: Action) -> Iterator[FieldProblem]:
    field = form.field(action.field or "")
    if field is None or field.kind not in NARROWED:
        yield _problem(place, "narrow_what")
        return
    choices = field.options.get("choices")
    known = {each.get("key") for each in choices or () if isinstance(each, Mapping)} | {"other"}
    for key in action.options:
        if key not in known:
            yield _problem(place, "unknown_option", field=field.key, option=key[:60])


def _traits(form: FormDef) -> Iterator[FieldProblem]:
    for name, slots in form.traits.items():
        wanted = TRAITS.get(name)
        if wanted is None:
            yield _problem(f"traits.{name[:60]}", "unknown_trait", trait=name[:60])
            continue
        for slot in wanted.required - slots.keys():
            yield _problem(f"traits.{name}", "missing_slot", slot=slot)
        for slot in slots.keys() - wanted.required - wanted.optional:
            yield _problem(f"traits.{name}", "unknown_slot", slot=slot)
        yield from _known(form, f"traits.{name}", slots.values())
        yield from _stored(form, f"traits.{name}", slots.values())
        for slot, kinds_ in wanted.kinds.items():
            field = form.field(slots.get(slot, ""))
            if field is not None and field.kind not in kinds_:
                yield _problem(f"traits.{name}", "not_for_kind", kind=field.kind)


def _known(form: FormDef, place: str, keys: Iterable[str], walk: bool = False) -> Iterator[FieldProblem]:
    system = system_columns(form)
    for key in keys:
        head = key.split(".")[0] if walk else key
        field = form.field(head)
        if (field is None or field.hidden) and head not in system:
            yield _problem(place, "unknown_field", field=key[:60])


def _stored(form: FormDef, place: str, keys: Iterable[str]) -> Iterator[FieldProblem]:
    """What stands for a record must be its own: engines read it from the record's table."""
    for key in keys:
        field = form.field(key)
        if field is not None and field.kind in kinds_by_key() and not kinds[field.kind].stored:
            yield _problem(place, "not_for_kind", kind=field.kind)


def _twice(place: str, keys: Iterable[str]) -> Iterator[FieldProblem]:
    return (_problem(f"{place}.{key[:60]}", "twice", key=key[:60]) for key in _repeats(keys))


def _repeats(keys: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def _conditions(form: Form) -> Iterator[FieldProblem]:
    definition = form.definition
    for stage in definition.stages:
        for name, gate in (("enter", stage.enter), ("leave", stage.leave)):
            yield from _gate(form, f"stages.{stage.key}.{name}", gate)
    for rule in definition.rules:
        yield from _condition(form, f"rules.{rule.key}.when", rule.when)
    for view in definition.views:
        yield from _condition(form, f"views.{view.key}.filter", view.definition.get("filter"))
        yield from view_problems(f"views.{view.key}", dict(view.definition))
    for kept in definition.retention:
        yield from _condition(form, f"retention.{kept.key}.when", kept.when)
    for field in form.fields:
        target = form.relation(field.key)
        if target is not None and not target.read_only:
            condition = getattr(field.options, "filter", None)
            yield from _condition(target, f"fields.{field.key}.options.filter", condition)


def _gate(form: Form, place: str, gate: Gate) -> Iterator[FieldProblem]:
    yield from _condition(form, f"{place}.condition", gate.condition)


def _condition(form: Form, place: str, json: Any) -> Iterator[FieldProblem]:
    context = Context(datetime(2000, 1, 1, tzinfo=UTC))
    try:
        for leaf in leaves(parse(json)):
            type_, scale = operand_of(form, leaf.field)
            if type_ is None:
                raise UnknownField(leaf.at, field=leaf.field)
            ready(leaf, type_, scale, context)
    except UnknownField as error:
        yield _problem(place, "condition_field", **_plain(error.params))
    except BadCondition as error:
        yield _problem(place, "bad_condition", at=error.at, reason=error.code, **_plain(error.params))


def operand_of(form: Form, path: str) -> tuple[str | None, int]:
    """The operand type and scale at the end of a dotted path; (None, 0) when it leads nowhere."""
    *steps, last = path.split(".")
    at: Form | None = form
    for step in steps:
        at = at.relation(step) if at is not None else None
    return (at.operand_type(last), at.scale(last)) if at is not None else (None, 0)


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in params.items() if key not in {"at", "reason"}}
