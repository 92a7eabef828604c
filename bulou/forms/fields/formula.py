"""Formula: a value worked out from the record's other fields, stored beside the code of what went wrong."""

from typing import Any, Literal

from pydantic import Field, model_validator

from bulou.expr.formula import BadFormula
from bulou.expr.formula.parse import parse
from bulou.expr.formula.tree import Name, nodes
from bulou.forms.fields.kind import Options, kinds, words
from bulou.forms.fields.result import ResultKind, fixed_decimals
from bulou.forms.model import FieldDef

Result = Literal["number", "money", "percent", "text", "date", "datetime", "switch"]


class FormulaOptions(Options):
    """`formula`: the text, fields by key; `result`: the kind of field it behaves as; `decimals` of numbers."""

    formula: str = Field(default='""', min_length=1, max_length=10_000)
    result: Result = "text"
    decimals: int = Field(default=2, ge=0, le=6)
    unit: str | None = Field(default=None, max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _decimals(cls, data: Any) -> Any:
        return fixed_decimals(data, "text")


def paths_in(formula: str) -> frozenset[str]:
    """The paths that a formula asks for and their first keys; none where it cannot be read."""
    try:
        paths = {node.path for node in nodes(parse(formula)) if isinstance(node, Name)}
    except BadFormula:
        return frozenset()
    return frozenset(paths | {path.split(".")[0] for path in paths})


def names_in(formula: str) -> frozenset[str]:
    """The first keys of the paths that a formula asks for; none where it cannot be read."""
    return frozenset(path for path in paths_in(formula) if "." not in path)


class Formula(ResultKind):
    """A value worked out by a formula."""

    key = "formula"
    label = words("公式", "Formula")
    options_model = FormulaOptions

    def grounds(self, field: FieldDef) -> frozenset[str]:
        known: frozenset[str] | None = field.__dict__.get("_grounds")
        if known is None:
            known = field.__dict__["_grounds"] = names_in(self.options(field).formula)
        return known


kinds.register(Formula())
