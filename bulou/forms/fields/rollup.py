"""Rollup: a figure about the records that point at this one, or about the rows of a detail table."""

from typing import Any, Literal

from pydantic import Field, model_validator

from bulou.forms.fields.kind import Options, kinds, words
from bulou.forms.fields.result import ResultKind, fixed_decimals
from bulou.forms.model import FieldDef

Function = Literal["count", "sum", "min", "max", "average", "distinct"]
Result = Literal["number", "money", "percent", "date", "datetime"]
COUNTING = frozenset({"count", "distinct"})


class RollupOptions(Options):
    """Of the records of form `source` whose relation `by` names this one, or of the rows of the own table `detail`:
    `function` of the field `of`, for those that meet `filter`; shown as a field of kind `result`."""

    source: str | None = None
    by: str | None = None
    detail: str | None = None
    function: Function = "count"
    of: str | None = None
    filter: Any = None
    result: Result = "number"
    decimals: int = Field(default=0, ge=0, le=6)
    unit: str | None = Field(default=None, max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, data: Any) -> Any:
        """Counts are whole numbers; money has two decimals."""
        if isinstance(data, dict) and data.get("function", "count") in COUNTING:
            data = {**data, "result": "number", "decimals": 0}
        return fixed_decimals(data, "number")


class Rollup(ResultKind):
    """A stored figure, kept right by every write of what it counts (decision 0061)."""

    key = "rollup"
    label = words("汇总", "Rollup")
    options_model = RollupOptions

    def grounds(self, field: FieldDef) -> frozenset[str]:
        detail = self.options(field).detail
        return frozenset({detail}) if detail else frozenset()


kinds.register(Rollup())
