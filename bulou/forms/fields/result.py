"""What computed kinds share: they behave as the kind of their result, beside the code of what went wrong."""

from collections.abc import Mapping
from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds
from bulou.forms.fields.text import TEXT_OPERATORS
from bulou.forms.model import FieldDef

ERROR = "__error"  # behind the key: the column of error codes
NUMERIC = ("number", "money", "percent")


def fixed_decimals(data: Any, default: str) -> Any:
    """Settings as given, with the decimals that the result dictates: money has two, what is no number none."""
    if not isinstance(data, Mapping):
        return data
    result = data.get("result", default)
    fixed = {"money": 2} if result in NUMERIC else {result: 0}
    return {**data, "decimals": fixed[result]} if result in fixed else dict(data)


class ResultKind(FieldKind):
    """A computed value; its options have `result` and `decimals`. JSON `{"error": "#DIV/0"}` where it has none.

    Stored as (value, code of the error): one of them is null, both when the result is empty. The columns are
    `<key>` and `<key>__error`; conditions may ask for the code by that name.
    """

    group = "linked"
    operators = TEXT_OPERATORS
    computed = True
    importable = False
    fails = True

    def like(self, field: FieldDef) -> FieldKind:
        return kinds[self.options(field).result]

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        shown = self._as_result(field)
        (first,) = self.like(field).columns(shown)
        return (first, Col(f"{field.key}{ERROR}", "text"))

    def gather(self, field: FieldDef, values: Mapping[str, Any]) -> Any:
        found = (values.get(field.key), values.get(f"{field.key}{ERROR}"))
        return None if found == (None, None) else found

    def check(self, field: FieldDef, value: Any) -> Any:
        stored = self.like(field).check(self._as_result(field), value)
        return None if stored is None else (stored, None)

    def dump(self, field: FieldDef, stored: Any) -> Any:
        value, error = stored if isinstance(stored, tuple | list) else (stored, None)
        return {"error": error} if error else self.like(field).dump(self._as_result(field), value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return Reading() if cell is None or cell == "" else Reading(problem="cells.not_importable")

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        if isinstance(value, dict):
            return value.get("error")
        return self.like(field).write_cell(self._as_result(field), value, context)

    def sample(self, field: FieldDef) -> Any:
        return self.like(field).sample(self._as_result(field))

    def _as_result(self, field: FieldDef) -> FieldDef:
        """The field as one of its result's kind; made once per definition."""
        known: FieldDef | None = field.__dict__.get("_as_result")
        if known is None:
            options = self.options(field)
            given: dict[str, Any] = {"decimals": options.decimals} if options.result in NUMERIC else {}
            if options.result == "percent":
                given |= {"decimals": min(4, options.decimals), "min": None, "max": None}
            known = field.model_copy(update={"kind": options.result, "options": given})
            field.__dict__["_as_result"] = known  # as cached_property does: no part of the definition's value
        return known
