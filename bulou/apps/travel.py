"""What of a view or a public form cannot travel: ids of people, departments and records mean others elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bulou.forms.columns import SYSTEM_OPERANDS
from bulou.forms.fields.kind import kinds
from bulou.forms.model import FieldDef, FormDef

Json = dict[str, Any]
Left = list[dict[str, str]]  # `{path, code}`: what stayed behind, and what it named
Forms = Mapping[str, FormDef]
LEFT = "left_out"  # in a file: what stayed behind where it came from
NAMING = {
    "person": "person",
    "people": "person",
    "department": "department",
    "departments": "department",
    "record": "record",
    "records": "record",
    "file": "file",
}
OURS = {"person": "user", "people": "user", "department": "department", "departments": "department"}
DEEPEST = 10  # of lookups of lookups; deeper ones lead in a circle
CODES = frozenset(NAMING.values())


def cleaned(kind: str, body: Mapping[str, Any], forms: Forms) -> tuple[Json, Left]:
    """The body as it may leave or arrive, and what was taken out of it."""
    clean = CLEANERS.get(kind)
    left = _told(body.get(LEFT))
    plain = {key: value for key, value in body.items() if key != LEFT}
    if clean is None or not isinstance(plain.get("definition"), Mapping):
        return plain, left
    definition, more = clean(dict(plain["definition"]), str(plain.get("form")), forms)
    return {**plain, "definition": definition}, left + [each for each in more if each not in left]


def _told(left: Any) -> Left:
    """What a file says was taken out of it, as far as it says that."""
    found = left if isinstance(left, list) else []
    return [
        {"path": str(each["path"])[:200], "code": str(each["code"])}
        for each in found[:200]
        if isinstance(each, Mapping) and each.get("code") in CODES and "path" in each
    ]


def _view(definition: Json, form: str, forms: Forms) -> tuple[Json, Left]:
    left: Left = []

    def strip(condition: Any, path: str) -> Any:
        return _stripped(condition, lambda key: operand_of(forms, form, key), path, left)

    if definition.get("filter") is not None:
        definition["filter"] = strip(definition["filter"], "filter")
    if isinstance(definition.get("colours"), list):
        kept = []
        for at, each in enumerate(definition["colours"]):
            there = each.get("filter") if isinstance(each, Mapping) else None
            under = strip(there, f"colours.{at}") if there is not None else None
            kept += [{**each, "filter": under}] if under is not None else []
        definition["colours"] = kept
    return definition, left


def _public(definition: Json, form: str, forms: Forms) -> tuple[Json, Left]:
    left: Left = []
    owner = definition.pop("owner", None)
    if isinstance(owner, Mapping) and owner.get("people"):
        left.append({"path": "owner", "code": "person"})
    if isinstance(fixed := definition.get("fixed"), Mapping):
        named = {key: NAMING.get(operand_of(forms, form, str(key)) or "") for key in fixed}
        definition["fixed"] = {key: value for key, value in fixed.items() if named[key] is None}
        left += [{"path": f"fixed.{key}", "code": code} for key, code in named.items() if code]
    tracking = definition.get("tracking")
    if isinstance(tracking, Mapping) and isinstance(tracking.get("codes"), list):
        code = NAMING.get(operand_of(forms, form, str(tracking.get("field"))) or "")
        codes = [dict(each) if isinstance(each, Mapping) else each for each in tracking["codes"]]
        for at, each in enumerate(codes if code else ()):
            if isinstance(each, dict) and each.pop("value", None) is not None:
                left.append({"path": f"tracking.codes.{at}.value", "code": str(code)})
        definition["tracking"] = {**tracking, "codes": codes}
    return definition, left


CLEANERS: Mapping[str, Callable[[Json, str, Forms], tuple[Json, Left]]] = {
    "view": _view,
    "public_form": _public,
}


def operand_of(forms: Forms, form: str, path: str) -> str | None:
    """The operand type of a field, by its path over relations; None where there is no such field."""
    first, _, rest = path.partition(".")
    field = next(iter(_fields(forms, form, first)), None)
    if field is not None and field.kind == "lookup":
        way = (str(field.options.get("relation")), str(field.options.get("field")), rest)
        return None if path.count(".") > DEEPEST else operand_of(forms, form, ".".join(filter(None, way)))
    kind = kinds.get(field.kind) if field is not None else None
    operand = kind.operand if kind is not None else SYSTEM_OPERANDS.get(first)
    if not rest:
        return "record" if first in ("id", "batch_id") and field is None else operand
    target = field.options.get("target") if field else None
    return operand_of(forms, str(target or OURS.get(operand or "")), rest)


def _fields(forms: Forms, form: str, key: str) -> Iterator[FieldDef]:
    return (field for field in (forms[form].fields if form in forms else ()) if field.key == key)


def _stripped(condition: Any, operand: Callable[[str], str | None], path: str, left: Left) -> Any:
    """The condition without leaves that name somebody or something by id; None where nothing is left."""
    if not isinstance(condition, Mapping):
        return condition
    for group in ("and", "or"):
        if isinstance(condition.get(group), list):
            parts = [_stripped(each, operand, path, left) for each in condition[group]]
            kept = [each for each in parts if each is not None]
            return {**condition, group: kept} if kept else None
    if "not" in condition:
        inner = _stripped(condition["not"], operand, path, left)
        return None if inner is None else {**condition, "not": inner}
    return _leaf(condition, operand, path, left)


def _leaf(leaf: Mapping[str, Any], operand: Callable[[str], str | None], path: str, left: Left) -> Any:
    field, value = str(leaf.get("field")), leaf.get("value")
    found = operand(field)
    code = NAMING.get(found or "", "record" if found is None else None)
    values = value if isinstance(value, list) else [value]
    ids = [each for each in values if not isinstance(each, str | dict | bool) and each is not None]
    if code is None or not ids:
        return leaf
    left.append({"path": f"{path}.{field}", "code": code})
    words = [each for each in values if isinstance(each, str)]
    return {**leaf, "value": words} if words else None
