"""Location: a point on the earth and what the place is called."""

import math
import re
import unicodedata
from decimal import Decimal
from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.money import as_decimal, from_scaled, to_scaled

DECIMALS = 6  # about ten centimetres
LONGEST = 200
_PAIR = re.compile(r"(-?\d{1,3}(?:\.\d{1,20})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,20})?)(?=$|[)\]\s])")


class Location(FieldKind):
    """A point: JSON `{lat, lng, address}` in degrees, WGS 84 as browsers tell it.

    The columns are `<key>` (what it is called, else the degrees), `<key>_lat` and `<key>_lng` times 10^6.
    """

    key = "location"
    label = words("定位", "Location")
    group = "people"
    operators = ("contains", "not_contains", "empty", "not_empty")

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        key = field.key
        return (Col(key, "text"), Col(f"{key}_lat", "integer"), Col(f"{key}_lng", "integer"))

    def check(self, field: FieldDef, value: Any) -> tuple[str, int, int] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, dict) or not value.keys() <= {"lat", "lng", "address"}:
            raise FieldError("fields.not_a_location")
        lat, lng = _degrees(value.get("lat"), 90), _degrees(value.get("lng"), 180)
        address = checked_text(value.get("address"), longest=LONGEST)
        return address or _plain(lat, lng), lat, lng

    def dump(self, field: FieldDef, stored: Any) -> dict[str, Any] | None:
        if not stored or stored[0] is None:
            return None
        if isinstance(stored, str):  # reached over a relation: what it is called
            return {"lat": None, "lng": None, "address": stored}
        text, lat, lng = stored
        place = {"lat": from_scaled(lat, DECIMALS), "lng": from_scaled(lng, DECIMALS)}
        return {**place, "address": None if text == _plain(lat, lng) else text}

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = unicodedata.normalize("NFKC", cell_text(cell)[: 2 * LONGEST])
        if says_nothing(text):
            return Reading()
        found = list(_PAIR.finditer(text))
        if len(found) != 1:
            return Reading(problem="fields.not_a_location")
        first, second = (float(number) for number in found[0].groups())
        lat, lng = (
            (second, first) if abs(first) > 90 else (first, second)
        )  # longitude first, as maps in China have it
        around = (text[: found[0].start()] + text[found[0].end() :]).strip(" ()[],;")
        value = {"lat": lat, "lng": lng, "address": around or None}
        try:
            self.check(field, value)
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)
        return Reading(value)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        if not value:
            return None
        point = f"{value['lat']}, {value['lng']}" if value.get("lat") is not None else ""
        return (
            f"{value['address']} ({point})"
            if value.get("address") and point
            else value.get("address") or point
        )

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored[0] if stored and stored[0] != _plain(stored[1], stored[2]) else None

    def sample(self, field: FieldDef) -> dict[str, Any]:
        return {"lat": 31.230416, "lng": 121.473701, "address": "人民广场"}


def _degrees(value: Any, most: int) -> int:
    number = as_decimal(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if number is None or not math.isfinite(number) or abs(number) > most:
        raise FieldError("fields.not_a_location")
    return to_scaled(Decimal(number), DECIMALS)


def _plain(lat: int, lng: int) -> str:
    """The degrees as text, for points that nobody gave a name."""
    return f"{from_scaled(lat, DECIMALS):.6f}, {from_scaled(lng, DECIMALS):.6f}"


kinds.register(Location())
