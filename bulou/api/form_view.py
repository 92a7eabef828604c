"""A form as the caller may see it: what pages draw lists, records, boards and filters from."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bulou.access.grants import ACTIONS
from bulou.access.visible import may, visible
from bulou.api.linked_view import elements_view, linked_view, with_columns
from bulou.expr.formula import to_json
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import FieldKind, kinds
from bulou.forms.form import BoundField, Form
from bulou.forms.formulas import live_of, rows_worked_of, worked_of
from bulou.forms.lookups import BoundLookup
from bulou.forms.model import Gate, Pipeline
from bulou.forms.pushes import Push
from bulou.forms.ready_views import asked_beside
from bulou.forms.told_rules import told_rules
from bulou.forms.twins import twin_fields
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.records.query.looked_up import open_columns

Json = dict[str, Any]

# The system columns that pages know, with their names; the order is the order in pickers.
SYSTEM: Mapping[str, Words] = {
    "owner": {"zh-CN": "负责人", "en-US": "Owner"},
    "department": {"zh-CN": "所属部门", "en-US": "Department"},
    "stage": {"zh-CN": "阶段", "en-US": "Stage"},
    "stage_since": {"zh-CN": "进入阶段时间", "en-US": "In stage since"},
    "next_activity_at": {"zh-CN": "下次跟进", "en-US": "Next activity"},
    "last_activity_at": {"zh-CN": "最近跟进", "en-US": "Last activity"},
    "owner_since": {"zh-CN": "归属时间", "en-US": "Owned since"},
    "created_at": {"zh-CN": "创建时间", "en-US": "Created at"},
    "created_by": {"zh-CN": "创建人", "en-US": "Created by"},
    "updated_at": {"zh-CN": "更新时间", "en-US": "Updated at"},
    "updated_by": {"zh-CN": "更新人", "en-US": "Updated by"},
    "id": {"zh-CN": "编号", "en-US": "Number"},
    "batch_id": {"zh-CN": "导入批次", "en-US": "Import batch"},
}
LIKE = {
    "person": "person",
    "department": "department",
    "datetime": "datetime",
    "choice": "choice",
    "number": "number",
}
RESULT = {"result", "decimals", "unit"}  # what readers are told of a computed field's settings
WRITTEN = frozenset({"owner", "stage"})
SUMMED_NEVER = frozenset({"id", "batch_id"})


def form_view(actor: Actor, catalog: Catalog, form: Form) -> Json:
    """The FormView of ARCHITECTURE.md without its views; kept with the actor until the form changes."""
    known: tuple[Form, int, Json] | None = actor.kept.get((form_view, form.key))
    if known is None or known[0] is not form or known[1] != catalog.revision:
        known = actor.kept[(form_view, form.key)] = (form, catalog.revision, _make(actor, catalog, form))
    return known[2]


def _make(actor: Actor, catalog: Catalog, form: Form) -> Json:
    definition = form.definition
    seen = visible(actor, form)
    readable, masked = seen.fields, seen.masks
    writable = visible(actor, form, "change").fields | visible(actor, form, "create").fields
    shown = [field for field in form.fields if field.key in readable | masked]
    keys = {field.key for field in shown} | readable
    placed = keys | {element.key for element in definition.elements}
    return {
        "key": form.key,
        "version": definition.version,
        "label": definition.label,
        "plural": definition.plural,
        "icon": definition.icon,
        "title": form.title,
        "subtitle": [key for key in definition.subtitle if key in keys],
        "figures": [key for key in definition.figures if key in keys],
        "owned": form.owned,
        "child_of": definition.child_of,
        "fields": [_shown(actor, catalog, form, field, writable, readable, masked) for field in shown],
        "system": _system(form, readable, writable),
        "asked": asked_beside(form),
        "sections": [
            {**section.model_dump(mode="json"), "fields": [key for key in section.fields if key in placed]}
            for section in definition.sections
        ],
        "tabs": [tab.model_dump(mode="json") for tab in definition.tabs],
        "elements": elements_view(actor, form, readable),
        "pipelines": [pipeline_view(pipeline) for pipeline in definition.pipelines],
        "rules": told_rules(form, readable),
        "twins": twin_fields(form, writable),
        "traits": {name: dict(slots) for name, slots in definition.traits.items()},
        "actions": [action for action in ACTIONS if may(actor, form.key, action)],
        "buttons": list(definition.actions),
        "pushes": _pushes(actor, form),
        "related": _related(actor, catalog, form),
    }


def _system(form: Form, readable: frozenset[str], writable: frozenset[str]) -> list[Json]:
    """The system columns that the caller may read, in the order of pickers."""
    known = (key for key in SYSTEM if key in form.system and key in readable)
    return [system_view(form, key, key in writable) for key in known]


def _pushes(actor: Actor, form: Form) -> list[Json]:
    """What records may be pushed into; `stage`: the one that only this push leads to; `optional`: the steps that may be
    left out, for those who configure the form."""
    return [
        {
            "key": push.key,
            "label": push.label,
            "stage": push.stage if push.demands else None,
            **({"optional": _optional(push)} if may(actor, form.key, "configure") else {}),
        }
        for push in form.definition.pushes
    ]


def _optional(push: Push) -> list[Json]:
    return [{"key": step.key, "label": step.label, "form": step.form} for step in push.steps if step.optional]


def _field(actor: Actor, form: Form, field: BoundField, writable: bool, readable: frozenset[str]) -> Json:
    """A field with its formula and what it is linked with, as far as the caller may know them."""
    columns = open_columns(actor, form.details[field.key]) if field.key in form.details else None
    return {
        **with_columns(actor, form, field_view(form, field, writable, columns), readable),
        **_computed(form, field, readable),
        **linked_view(actor, form, field, readable),
    }


def _shown(
    actor: Actor,
    catalog: Catalog,
    form: Form,
    field: BoundField,
    writable: frozenset[str],
    readable: frozenset[str],
    masked: frozenset[str],
) -> Json:
    """A field. Where a mask of it is shown and it is never open, nothing can be asked of it."""
    view = _field(actor, form, field, field.key in writable, readable)
    if field.target in catalog and not may(actor, field.target or "", "read"):
        view["closed"] = True  # what it points at is out of sight in every row
    if field.key not in masked:
        return view
    closed: Json = {
        "operators": [],
        "sortable": False,
        "groupable": False,
        "summable": False,
        "required": False,
    }
    return {**view, "masked": True, **({} if field.key in readable else closed)}


def field_view(
    form: Form, field: BoundField, writable: bool, columns: Sequence[BoundField] | None = None
) -> Json:
    """One field with what its kind can do; of a detail table the `columns` that the reader knows, else all."""
    definition, kind = field.definition, field.behaves
    view: Json = {
        "key": field.key,
        "kind": definition.kind,
        "label": definition.label,
        "hint": definition.hint,
        "required": definition.required,
        "readonly": definition.readonly or field.kind.computed or not writable,
        "unique": definition.unique,
        "default": definition.default,
        "options": field.options.model_dump(mode="json"),
        "operators": list(kind.operators),
        "operand": kind.operand,
        "sortable": kind.sortable and (bool(field.columns) or not field.kind.stored),
        "groupable": kind.groupable,
        "summable": kind.summable,
    }
    if field.key in form.details:
        detail = form.detail(field.key)
        formulas = (*rows_worked_of(form).get(field.key, ()), *live_of(detail))
        inside = {each.key: to_json(each.tree) for each in formulas}
        view["fields"] = [_column(form, column, writable, inside) for column in columns or detail.fields]
    return view


def _column(form: Form, column: BoundField, writable: bool, inside: Mapping[str, Any]) -> Json:
    view = field_view(form, column, writable)
    if isinstance(column, BoundLookup):
        view["options"]["shows"] = _shows(column.shows)
    return {**view, "tree": inside[column.key]} if column.key in inside else view


def _computed(form: Form, field: BoundField, readable: frozenset[str]) -> Json:
    """What is told of a computed field: the tree of a formula, for a preview while somebody types; its text and
    tree are for those who may read all it asks for."""
    if isinstance(field, BoundLookup):
        return {"options": {**field.options.model_dump(mode="json"), "shows": _shows(field.shows)}}
    if field.kind.key == "rollup":
        return {"options": field.options.model_dump(mode="json", include=_told_of(field))}
    worked = next((each for each in worked_of(form) if each.bound is field), None)
    if worked is None:
        return {}
    options = field.options.model_dump(mode="json")
    if worked.heads <= readable:
        return {"tree": to_json(worked.tree)}
    return {"options": {**options, "formula": None}}


def _told_of(field: BoundField) -> set[str]:
    """What readers know of a rollup's settings. A total of own rows is foretold while somebody types, and whoever reads
    it reads the rows; what is gathered of other records is the business of those who design forms."""
    told = {"detail", "function", *RESULT}
    return told | {"of", "filter"} if field.options.detail else told


def _shows(field: BoundField | None) -> Json | None:
    """The field at the end of a lookup, as pages draw it: its kind and settings."""
    if field is None:
        return None
    told = RESULT if field.kind.fails else None
    return {"kind": field.kind.key, "options": field.options.model_dump(mode="json", include=told)}


def system_view(form: Form, key: str, writable: bool) -> Json:
    """One system column in the shape of a field."""
    operand = form.system[key] or "text"
    kind = LIKE[operand]
    options: Json = {}
    if key == "stage":
        options["choices"] = [
            {"key": stage.key, "label": stage.label, "colour": stage.colour, "aliases": list(stage.aliases)}
            for stage in form.definition.stages
        ]
    like = likeness(kind)
    return {
        "key": key,
        "kind": kind,
        "label": SYSTEM[key],
        "hint": {},
        "required": False,
        "readonly": key not in WRITTEN or not writable,
        "options": options,
        "operators": list(like.operators),
        "operand": operand,
        "sortable": like.sortable,
        "groupable": like.groupable or operand == "datetime",
        "summable": like.summable and key not in SUMMED_NEVER,
    }


@lru_cache(maxsize=16)
def likeness(kind: str) -> FieldKind:
    """The field kind that behaves as a system column does."""
    return kinds[kind]


def pipeline_view(pipeline: Pipeline) -> Json:
    """A pipeline with its stages and what their gates ask for."""
    return {
        "key": pipeline.key,
        "label": pipeline.label,
        "stages": [
            {
                "key": stage.key,
                "label": stage.label,
                "type": stage.type,
                "probability": stage.probability,
                "forecast_category": stage.forecast_category,
                "expected_days": stage.expected_days,
                "colour": stage.colour,
                "aliases": list(stage.aliases),
                "enter": gate_view(stage.enter),
                "leave": gate_view(stage.leave),
            }
            for stage in pipeline.stages
        ],
    }


def gate_view(gate: Gate) -> Json:
    """The fields that a gate asks for, and what it says."""
    return {"fields": list(gate.fields), "condition": gate.condition, "message": gate.message}


def _related(actor: Actor, catalog: Catalog, form: Form) -> list[Json]:
    """The forms the caller may read whose records point at records of this form."""
    return [
        {"form": other.key, "field": field.key, "label": other.definition.plural or other.definition.label}
        for other, field in catalog.related_to(form.key)
        if may(actor, other.key, "read") and field.key in visible(actor, other).fields
    ]
