"""What somebody changed in a proposal, judged: every mistake is named by its place, `sheets.0.columns.2.field`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bulou.access.rights import may
from bulou.access.visible import visible
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.forms.values.dates import ORDERS
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.records.exchange.meaning import staff
from bulou.records.exchange.meaning.plan import OWNER, Plan, SheetPlan
from bulou.records.exchange.meaning.targets import of_form
from bulou.records.exchange.proposing.columns import UNITS
from bulou.records.exchange.running import lookup

FACTORS: Mapping[str, int] = {name: factor for factor, name in UNITS.items()}
ON_MATCH = ("fill", "overwrite", "skip", "create")
OWNERS = ("sheet", "column", "none")
LEAVE_EMPTY = ("", 0)  # of a label, of a name: the cell is to stay empty
MATCHABLE = frozenset({"text", "phone", "email", "link", "serial", "number", "date", "relation", "person"})
_LONGEST = 1_000  # characters of a label or name; cells may be longer, labels are not
_SHEET = frozenset({"name", "use", "heading_row", "columns", "owner"})
_COLUMN = frozenset({"index", "field", "reading", "choices", "links"})
_OPTIONS = frozenset({"match", "on_match", "create_missing", "existing_history", "owner"})
_MISSING = frozenset({"choices", "links", "people"})
_LARGEST = 2**53
Json = Mapping[str, Any]
Problems = Iterator[FieldProblem]


@dataclass(frozen=True, eq=False)
class Judging:
    """What judging needs. `last_row(sheet index)`: the number of the last row that holds anything."""

    tx: Tx
    actor: Actor
    form: Form
    catalog: Catalog
    last_row: Callable[[int], int]

    @property
    def targets(self) -> frozenset[str]:
        """What columns may fill for the actor: only what they may write."""
        return frozenset(each.key for each in fillable(self.actor, self.form))


def fillable(actor: Actor, form: Form) -> list[Any]:
    """What columns may fill for `actor`: only fields that they may write."""
    if staff.is_staff(form):
        return staff.targets(form)
    seen = visible(actor, form, "create")
    return of_form(form, lambda key: key in seen.fields)


def matchable(actor: Actor, form: Form) -> tuple[str, ...]:
    """The fields by which records may be recognised: comparable ones that the actor may read. By a hidden one
    its values could be guessed."""
    if staff.is_staff(form):
        return tuple(each.key for each in form.fields)
    seen = visible(actor, form)
    found = (each for each in form.fields if each.columns and each.kind.key in MATCHABLE)
    return tuple(each.key for each in found if each.key in seen.fields)


def problems(judging: Judging, plan: Plan, patch: Any) -> list[FieldProblem]:
    """What is wrong with `patch`: `{sheets, options, twins}`."""
    if not isinstance(patch, Mapping):
        return [FieldProblem("", "fields.not_an_object")]
    found: list[FieldProblem] = []
    for part, check in _CHECKS.items():
        found += check(judging, plan, patch.get(part))
    return found


def _list(place: str, value: Any) -> tuple[Sequence[Any], Sequence[FieldProblem]]:
    if value is None or isinstance(value, list | tuple):
        return value or (), ()
    return (), (FieldProblem(place, "fields.not_a_list"),)


def _objects(place: str, value: Any, known: frozenset[str]) -> Iterator[tuple[str, Json | FieldProblem]]:
    """The objects of a list with their places, or what is wrong with them."""
    items, wrong = _list(place, value)
    for problem in wrong:
        yield place, problem
    for at, each in enumerate(items):
        if not isinstance(each, Mapping):
            yield place, FieldProblem(f"{place}.{at}", "fields.not_an_object")
        elif strange := next((key for key in each if key not in known), None):
            yield place, FieldProblem(f"{place}.{at}.{str(strange)[:60]}", "fields.unknown")
        else:
            yield f"{place}.{at}", each


def _sheet_problems(judging: Judging, plan: Plan, sheets: Any) -> Problems:
    seen: set[str] = set()
    for place, each in _objects("sheets", sheets, _SHEET):
        if isinstance(each, FieldProblem):
            yield each
            continue
        name = each.get("name")
        sheet = plan.sheet(name) if isinstance(name, str) else None
        if sheet is None or sheet.name in seen:
            yield FieldProblem(f"{place}.name", "fields.unknown" if sheet is None else "fields.twice")
            continue
        seen.add(sheet.name)
        if not isinstance(each.get("use", True), bool):
            yield FieldProblem(f"{place}.use", "fields.not_yes_or_no")
        yield from _heading_problems(judging, f"{place}.heading_row", sheet, each.get("heading_row"))
        yield from _owner_problems(judging, f"{place}.owner", each.get("owner"))
        yield from _columns_problems(judging, f"{place}.columns", sheet, each.get("columns"))


def _heading_problems(judging: Judging, place: str, sheet: SheetPlan, row: Any) -> Problems:
    if row is None:
        return
    if type(row) is not int:
        yield FieldProblem(place, "fields.not_a_number")
    elif row < 0:
        yield FieldProblem(place, "fields.too_small", {"min": 0})
    elif row and row >= (last := judging.last_row(sheet.index)):
        yield FieldProblem(place, "fields.too_large", {"max": max(0, last - 1)})


def _owner_problems(judging: Judging, place: str, owner: Any) -> Problems:
    if owner is None:
        return
    if not isinstance(owner, Mapping):
        yield FieldProblem(place, "fields.not_an_object")
        return
    if owner.get("source", "none") not in OWNERS:
        yield FieldProblem(f"{place}.source", "fields.invalid")
    name = owner.get("name")
    if name is not None:
        yield from _text_problems(f"{place}.name", name)
    who = owner.get("person")
    yield from _person_problems(
        judging, f"{place}.person", who.get("id") if isinstance(who, Mapping) else who
    )


def _text_problems(place: str, text: Any) -> Problems:
    if not isinstance(text, str):
        yield FieldProblem(place, "fields.not_text")
    elif len(text) > _LONGEST:
        yield FieldProblem(place, "fields.too_long", {"max": _LONGEST})


def _person_problems(judging: Judging, place: str, id_: Any) -> Problems:
    if id_ is None:
        return
    if not _is_id(id_):
        yield FieldProblem(place, "fields.not_an_id")
        return
    state = judging.tx.value(select(person.c.state).where(person.c.id == id_, person.c.merged_into.is_(None)))
    if state is None:
        yield FieldProblem(place, "fields.unknown_record")
    elif state == "disabled":
        yield FieldProblem(place, "fields.person_disabled")


def _is_id(value: Any) -> bool:
    return type(value) is int and 0 < value < _LARGEST


def _columns_problems(judging: Judging, place: str, sheet: SheetPlan, columns: Any) -> Problems:
    indexes = {each.index for each in sheet.columns} or set(range(sheet.width))
    seen: set[int] = set()
    taken: set[str] = set()
    for at, each in _objects(place, columns, _COLUMN):
        if isinstance(each, FieldProblem):
            yield each
            continue
        index = each.get("index")
        if type(index) is not int:
            yield FieldProblem(f"{at}.index", "fields.not_a_number")
        elif index not in indexes or index in seen:
            yield FieldProblem(f"{at}.index", "fields.twice" if index in seen else "fields.unknown")
        else:
            seen.add(index)
            yield from _field_problems(judging, f"{at}.field", each.get("field"), taken)
            yield from _reading_problems(f"{at}.reading", each.get("reading"))
            yield from _label_problems(f"{at}.choices", each.get("choices"))
            field = each.get("field") or next(one.field for one in sheet.columns if one.index == index)
            yield from _name_problems(judging, f"{at}.links", each.get("links"), field)


def _field_problems(judging: Judging, place: str, key: Any, taken: set[str]) -> Problems:
    if key is None:
        return
    if not isinstance(key, str) or key not in judging.targets:
        yield FieldProblem(place, "fields.unknown")
    elif key in taken:
        yield FieldProblem(place, "fields.twice")
    else:
        taken.add(key)


def _reading_problems(place: str, reading: Any) -> Problems:
    if reading is None:
        return
    if not isinstance(reading, Mapping):
        yield FieldProblem(place, "fields.not_an_object")
        return
    if reading.get("order") not in (None, *ORDERS):
        yield FieldProblem(f"{place}.order", "fields.invalid")
    unit = reading.get("unit")
    known = unit is None or (isinstance(unit, str) and unit in FACTORS)
    if not known and not (type(unit) is int and unit in (1, 100, *UNITS)):
        yield FieldProblem(f"{place}.unit", "fields.invalid")


def _label_problems(place: str, labels: Any) -> Problems:
    for at, each in _objects(place, labels, frozenset({"raw", "key"})):
        if isinstance(each, FieldProblem):
            yield each
            continue
        yield from _text_problems(f"{at}.raw", each.get("raw"))
        if "key" not in each:
            yield FieldProblem(f"{at}.key", "fields.required")
        elif each["key"] is not None:
            yield from _text_problems(f"{at}.key", each["key"])


def _name_problems(judging: Judging, place: str, links: Any, field: str | None) -> Problems:
    for at, each in _objects(place, links, frozenset({"raw", "id"})):
        if isinstance(each, FieldProblem):
            yield each
            continue
        yield from _text_problems(f"{at}.raw", each.get("raw"))
        id_ = each.get("id")
        if "id" not in each:
            yield FieldProblem(f"{at}.id", "fields.required")
        elif id_ is not None and not _is_id(id_) and not (type(id_) is int and id_ == 0):
            yield FieldProblem(f"{at}.id", "fields.not_an_id")
        elif id_ and not _may_link(judging, field, id_):
            yield FieldProblem(f"{at}.id", "fields.unknown_record")


def _may_link(judging: Judging, field: str | None, id_: int) -> bool:
    bound = judging.form.get(field) if field and field != OWNER else None
    if field == OWNER or (bound is not None and bound.operand in ("person", "people")):
        return not list(_person_problems(judging, "", id_))
    target = judging.catalog.get(bound.target or "") if bound is not None else None
    if target is None:
        return False
    found = lookup.by_ids(judging.tx, judging.actor, target, [id_])
    return bool(found) and found[id_].seen


def _option_problems(judging: Judging, plan: Plan, options: Any) -> Problems:
    if options is None:
        return
    if not isinstance(options, Mapping):
        yield FieldProblem("options", "fields.not_an_object")
        return
    for key in options.keys() - _OPTIONS:
        yield FieldProblem(f"options.{str(key)[:60]}", "fields.unknown")
    yield from _match_problems(judging, options.get("match"))
    if options.get("on_match", "fill") not in ON_MATCH:
        yield FieldProblem("options.on_match", "fields.invalid")
    missing = options.get("create_missing")
    if missing is not None and not isinstance(missing, Mapping):
        yield FieldProblem("options.create_missing", "fields.not_an_object")
    for key, value in missing.items() if isinstance(missing, Mapping) else ():
        if key not in _MISSING:
            yield FieldProblem(f"options.create_missing.{str(key)[:60]}", "fields.unknown")
        elif not isinstance(value, bool):
            yield FieldProblem(f"options.create_missing.{key}", "fields.not_yes_or_no")
    if not isinstance(options.get("existing_history", False), bool):
        yield FieldProblem("options.existing_history", "fields.not_yes_or_no")
    yield from _default_owner_problems(judging, options.get("owner"))


def _default_owner_problems(judging: Judging, owner: Any) -> Problems:
    found = list(_person_problems(judging, "options.owner", owner))
    yield from found
    may_assign = may(judging.actor, judging.form.key, "assign")
    if not found and owner not in (None, judging.actor.person_id) and not may_assign:
        yield FieldProblem("options.owner", "fields.locked")


def _match_problems(judging: Judging, match: Any) -> Problems:
    items, wrong = _list("options.match", match)
    yield from wrong
    allowed = matchable(judging.actor, judging.form)
    for at, key in enumerate(items):
        if not isinstance(key, str) or key not in allowed:
            yield FieldProblem(f"options.match.{at}", "fields.unknown")
        elif key in items[:at]:
            yield FieldProblem(f"options.match.{at}", "fields.twice")


def _twin_problems(judging: Judging, plan: Plan, twins: Any) -> Problems:
    chosen: dict[int, str] = {}
    for place, each in _objects("twins", twins, frozenset({"sheet", "row", "choice"})):
        if isinstance(each, FieldProblem):
            yield each
            continue
        name, row, choice = each.get("sheet"), each.get("row"), each.get("choice")
        if not isinstance(name, str) or plan.sheet(name) is None:
            yield FieldProblem(f"{place}.sheet", "fields.unknown")
        elif type(row) is not int or not 0 < row < 2**31:
            yield FieldProblem(f"{place}.row", "fields.not_a_number")
        elif choice in (None, "create", "skip"):
            continue
        elif not _is_id(choice):
            yield FieldProblem(f"{place}.choice", "fields.invalid")
        else:
            chosen.setdefault(choice, f"{place}.choice")
    found = lookup.by_ids(judging.tx, judging.actor, judging.form, list(chosen))
    for id_, place in chosen.items():
        if id_ not in found or not found[id_].seen:
            yield FieldProblem(place, "fields.unknown_record")


_CHECKS: Mapping[str, Callable[[Judging, Plan, Any], Problems]] = {
    "sheets": _sheet_problems,
    "options": _option_problems,
    "twins": _twin_problems,
}
