"""A condition in words: which records an export took, or which a role's grant covers."""

from collections.abc import Mapping
from typing import Any

from bulou.forms.form import Form
from bulou.kit.words import say
from bulou.records.audited.names import Names

MOST = 12  # values of one comparison that are written out


def in_words(names: Names, form: Form | None, condition: Any) -> str:
    """The condition as a sentence; what is no condition is told as it is."""
    if not isinstance(condition, Mapping):
        return str(condition)
    for joint in ("and", "or"):
        if isinstance(condition.get(joint), list):
            parts = [in_words(names, form, each) for each in condition[joint]]
            return f" {names.word('logic', joint)} ".join(
                f"({part})" if len(parts) > 1 and " " in part and _is_group(each) else part
                for part, each in zip(parts, condition[joint], strict=True)
            )
    if "not" in condition:
        return f"{names.word('logic', 'not')} ({in_words(names, form, condition['not'])})"
    if "field" in condition:
        return _comparison(names, form, condition)
    return str(dict(condition))


def _is_group(condition: Any) -> bool:
    return isinstance(condition, Mapping) and bool({"and", "or", "not"} & condition.keys())


def _comparison(names: Names, form: Form | None, leaf: Mapping[str, Any]) -> str:
    field, op, value = str(leaf["field"]), str(leaf.get("op", "")), leaf.get("value")
    said = [names.field(form, field), names.word("op", op) or op]
    if value is not None and op not in ("empty", "not_empty"):
        said.append(_value(names, form, field, value))
    return " ".join(said)


def _value(names: Names, form: Form | None, field: str, value: Any) -> str:
    if isinstance(value, Mapping) and "relative" in value:
        return f"{value['relative']}{f' ({number})' if (number := value.get('n')) else ''}"
    values = value if isinstance(value, list | tuple) else [value]
    shown = [_one(names, form, field, each) for each in values[:MOST]]
    return ", ".join(shown) + ("…" if len(values) > MOST else "")


def _one(names: Names, form: Form | None, field: str, value: Any) -> str:
    if form is not None and isinstance(value, str):
        if field == "stage" and (stage := form.definition.stage(value)):
            return say(stage.label, names.locale)
        definition = form.definition.field(field)
        for choice in (definition.options.get("choices") or ()) if definition else ():
            if choice.get("key") == value:
                return say(choice.get("label") or {}, names.locale) or value
    kind = form.operand_type(field) if form is not None else None
    if isinstance(value, int) and kind in ("person", "people"):
        return names.person(value)
    if isinstance(value, int) and kind in ("department", "departments"):
        return names.department(value)
    return str(value)
