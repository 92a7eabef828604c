"""What of views, public forms and rules cannot travel: ids of people, departments, records mean others elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bulou.apps.rule_travel import Cleaning
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
GIVEN_TO = ("people", "weights", "duty")  # of an assignment rule: all of it names people
CODES = frozenset(NAMING.values())


def cleaned(kind: str, body: Mapping[str, Any], forms: Forms) -> tuple[Json, Left]:
    """The body as it may leave or arrive, and what was taken out of it."""
    clean = CLEANERS.get(kind)
    left = _told(body.get(LEFT))
    plain = {key: value for key, value in body.items() if key != LEFT}
    if kind == "pool":
        definition, more = _pool(plain, str(plain.get("form")), forms)
        return definition, left + [each for each in more if each not in left]
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


def _pool(body: Json, form: str, forms: Forms) -> tuple[Json, Left]:
    """A pool without people and departments by number: roles are all that its groups can travel by."""
    left: Left = []

    def strip(condition: Any, path: str) -> Any:
        return _stripped(condition, lambda key: operand_of(forms, form, key), path, left)

    made = {**body, **{key: strip(body[key], key) for key in ("when", "keep") if body.get(key) is not None}}
    for group in ("members", "admins"):
        if isinstance(said := made.get(group), Mapping):
            left += [
                {"path": f"{group}.{key}", "code": code}
                for key, code in (("people", "person"), ("departments", "department"))
                if said.get(key)
            ]
            made[group] = {key: value for key, value in said.items() if key == "roles"}
    for at, rule in enumerate(rules := list(made.get("assign") or ())):
        if not isinstance(rule, Mapping):
            continue
        if any(rule.get(name) for name in GIVEN_TO):
            left.append({"path": f"assign.{at}", "code": "person"})
        plain = {key: each for key, each in rule.items() if key not in GIVEN_TO}
        if plain.get("when") is not None:
            plain["when"] = strip(plain["when"], f"assign.{at}.when")
        rules[at] = plain
    if rules:
        made["assign"] = rules
    return made, left


def _rule(definition: Json, form: str, forms: Forms) -> tuple[Json, Left]:
    left: Left = []

    def strip(condition: Any, home: str, path: str) -> Any:
        return _stripped(
            condition, lambda key: operand_of(forms, home, key.removeprefix("before.")), path, left
        )

    def code(home: str, key: str) -> str | None:
        return NAMING.get(operand_of(forms, home, key) or "")

    cleaning = Cleaning(strip, code, left)
    return cleaning.of(definition, form), left


CLEANERS: Mapping[str, Callable[[Json, str, Forms], tuple[Json, Left]]] = {
    "view": _view,
    "public_form": _public,
    "rule": _rule,
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
