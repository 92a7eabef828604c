"""A condition in words: which records an export took, which a role's grant covers, what a rule asks for."""

from collections.abc import Mapping
from typing import Any

from bulou.forms.form import Form
from bulou.kit.money import told
from bulou.kit.words import say
from bulou.records.audited.names import Names
from bulou.records.printing.shown import currency_of
from bulou.words import sentence

MOST = 12  # values of one comparison that are written out


def in_words(names: Names, form: Form | None, condition: Any, most: int = MOST) -> str:
    """The condition as a sentence; what is no condition is told as it is."""
    if not isinstance(condition, Mapping):
        return str(condition)
    for joint in ("and", "or"):
        if isinstance(condition.get(joint), list):
            parts = [in_words(names, form, each, most) for each in condition[joint]]
            between = sentence(f"told.joint.{joint}", {}, names.locale) or f" {joint} "
            return between.join(
                _inside(names, part) if len(parts) > 1 and _is_group(each) else part
                for part, each in zip(parts, condition[joint], strict=True)
            )
    if "not" in condition:
        inner = in_words(names, form, condition["not"], most)
        return sentence("told.not", {"clause": inner}, names.locale) or inner
    if "field" in condition:
        return _comparison(names, form, condition, most)
    return str(dict(condition))


def _inside(names: Names, part: str) -> str:
    return sentence("told.inside", {"clause": part}, names.locale) or f"({part})"


def _is_group(condition: Any) -> bool:
    return isinstance(condition, Mapping) and bool({"and", "or"} & condition.keys())


def _comparison(names: Names, form: Form | None, leaf: Mapping[str, Any], most: int) -> str:
    field, op, value = str(leaf["field"]), str(leaf.get("op", "")), leaf.get("value")
    said = {"field": names.field(form, field), "op": names.word("op", op) or op, "value": ""}
    if value is None or op in ("empty", "not_empty"):
        return sentence("told.clause.bare", said, names.locale) or ""
    said["value"] = _value(names, *_end(form, field), value, most)
    return sentence("told.clause.value", said, names.locale) or ""


def _end(form: Form | None, path: str) -> tuple[Form | None, str]:
    """The form and the key of it that a path ends in; a first part that is none of the form's is left out."""
    parts = path.split(".")
    if form is not None and len(parts) > 1 and form.operand_type(parts[0]) is None:
        parts = parts[1:]
    for key in parts[:-1]:
        form = form.relation(key) if form is not None and form.operand_type(key) else None
    return form, parts[-1]


def _value(names: Names, form: Form | None, field: str, value: Any, most: int) -> str:
    if isinstance(value, Mapping) and "relative" in value:
        return sentence(f"told.day.{value['relative']}", {"n": value.get("n", "")}, names.locale) or ""
    values = value if isinstance(value, list | tuple) else [value]
    shown = [_one(names, form, field, each) for each in values[:most]]
    if len(values) <= most:
        return names.joined(shown)
    more = {"words": names.joined(shown), "n": len(values)}
    return sentence("told.and_more", more, names.locale) or names.joined(shown)


def _one(names: Names, form: Form | None, field: str, value: Any) -> str:
    if form is not None and isinstance(value, str):
        if field == "stage" and (stage := form.definition.stage(value)):
            return say(stage.label, names.locale)
        definition = form.definition.field(field)
        for choice in (definition.options.get("choices") or ()) if definition else ():
            if choice.get("key") == value:
                return say(choice.get("label") or {}, names.locale) or value
    kind = form.operand_type(field) if form is not None else None
    if isinstance(value, bool):
        return sentence("print.yes" if value else "print.no", {}, names.locale) or ""
    if isinstance(value, int) and kind in ("person", "people"):
        return names.person(value)
    if isinstance(value, int) and kind in ("department", "departments"):
        return names.department(value)
    if isinstance(value, str) and kind in ("person", "people", "department", "departments"):
        return names.word("who", value) or value
    if isinstance(value, int | float):
        return _number(form, field, value)
    return str(value)


def _number(form: Form | None, field: str, value: float) -> str:
    bound = form.by_key.get(field) if form is not None else None
    kind = bound.behaves.key if bound is not None else ""
    if bound is not None and kind == "money":
        return told(value, currency_of(bound, value))
    return f"{value:g}%" if kind == "percent" else f"{value:,}"
