"""Address: a region of China down to the district, and the street."""

from typing import Any, Literal

from bulou.forms.fields.choice import shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.regions import read_address, region_names, regions
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError

LONGEST = 200
LEVELS = ("province", "city", "district")


class AddressOptions(Options):
    """`level`: how deep the region is asked for; `detail`: whether the street is."""

    level: Literal["province", "city", "district"] = "district"
    detail: bool = True


class Address(FieldKind):
    """A region and a street, each of which may be missing.

    JSON `{region, names, detail}`: `region` is a path such as `44/4403/440305`, `names` are told and not taken.
    The columns are `<key>` (the whole as text), `<key>_region` and `<key>_detail`.
    """

    key = "address"
    label = words("地址", "Address")
    group = "people"
    operand = "address"
    operators = ("below", "contains", "not_contains", "empty", "not_empty")
    options_model = AddressOptions

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        region = Col(f"{field.key}_region", "text", field.indexed)
        return (Col(field.key, "text"), region, Col(f"{field.key}_detail", "text"))

    def check(self, field: FieldDef, value: Any) -> tuple[str, str | None, str | None] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, dict) or not value.keys() <= {"region", "names", "detail"}:
            raise FieldError("fields.not_an_address")
        options: AddressOptions = self.options(field)
        region = _checked_region(value.get("region"), 1 + LEVELS.index(options.level))
        detail = checked_text(value.get("detail"), longest=LONGEST)
        if detail and not options.detail:
            raise FieldError("fields.not_an_address")
        names = "".join(region_names(region)) if region else ""
        return (names + (detail or ""), region, detail) if region or detail else None

    def dump(self, field: FieldDef, stored: Any) -> dict[str, Any] | None:
        if not stored or stored[0] is None:
            return None
        if isinstance(stored, str):  # reached over a relation: the whole text
            return {"region": None, "names": [], "detail": stored}
        _text, region, detail = stored
        known = region in regions().by_path
        return {"region": region, "names": region_names(region) if known else [], "detail": detail}

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if says_nothing(text):
            return Reading()
        if len(text) > 2 * LONGEST:
            return Reading(problem="fields.too_long", params={"max": LONGEST, "length": len(text)})
        found, options = read_address(text), self.options(field)
        deepest = 1 + LEVELS.index(options.level)
        region = "/".join(found.region.split("/")[:deepest]) if found.region else None
        dropped = region != found.region or (found.detail and not options.detail)
        value = {"region": region, "detail": (found.detail or None) if options.detail else None}
        try:
            if self.check(field, value) is None:
                return Reading(problem="fields.not_an_address")
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)
        return Reading(value, note="cells.text_dropped" if dropped else None)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return "".join((*value.get("names", ()), value.get("detail") or "")) if value else None

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored[0] if stored else None

    def sample(self, field: FieldDef) -> dict[str, Any]:
        options: AddressOptions = self.options(field)
        region = "/".join(["44", "4403", "440305"][: 1 + LEVELS.index(options.level)])
        detail = "科苑路 8 号" if options.detail else None
        return {"region": region, "names": region_names(region), "detail": detail}


def _checked_region(value: Any, deepest: int) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in regions().by_path or value.count("/") >= deepest:
        option = shown(value) if isinstance(value, str) else type(value).__name__
        raise FieldError("fields.unknown_option", option=option)
    return value


kinds.register(Address())
