"""The language of templates: Jinja without anything that reaches beyond the values passed in."""

from collections.abc import Callable
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bulou.records.printing.child.pictures import readable
from bulou.records.printing.child.values import (
    EMPTY,
    Row,
    Rows,
    Value,
    bare,
    cells_of,
    number,
    part_of,
    pictures_of,
)

LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
KEPT_FILTERS = (
    "upper",
    "lower",
    "trim",
    "length",
    "round",
    "abs",
    "default",
    "join",
    "int",
    "first",
    "last",
)
LONGEST_TEXT = 1_000_000  # characters that a filter makes
WIDEST = 180  # millimetres of a picture


class Sandbox(ImmutableSandboxedEnvironment):
    """No calls, no attributes but fields, no other templates; text cannot be multiplied."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, template: DocxTemplate | None = None) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, loader=None, optimized=False)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in KEPT_FILTERS} | _filters(template)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a record or row, or what a loop knows of itself."""
        return self._part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same, by brackets."""
        return self._part(obj, argument)

    def _part(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, LoopContext) and name in LOOP:
            return getattr(obj, name)
        if isinstance(obj, Value | Row) and isinstance(name, str):
            return part_of(obj, name)
        raise SecurityError("print.no_attribute")

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing may be called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`*` and `%` of numbers only; `**` could fill the memory."""
        if operator == "**":
            raise SecurityError("print.no_power")
        left, right = number(left), number(right)
        return left * right if operator == "*" else left % right


FORBIDDEN = (
    nodes.Call,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Macro,
    nodes.CallBlock,
    nodes.Block,
    nodes.FilterBlock,
    nodes.EvalContextModifier,  # `autoescape false` would let values be XML
)


def _filters(template: DocxTemplate | None) -> dict[str, Callable[..., Any]]:
    def picture(value: Any, width: Any = 40) -> Any:
        """The picture of an image or signature field, `width` millimetres wide."""
        found = pictures_of(value)
        if not found or template is None:
            return ""
        return InlineImage(template, readable(found[0]), width=Mm(max(5, min(WIDEST, number(width)))))

    return {
        "money": money,
        "capitals": in_capitals,
        "total": total,
        "picture": picture,
        "date": date,
        "replace": replaced,
    }


def replaced(value: Any, old: Any, new: Any = "") -> str:
    """Text with other words in it; what grows past all measure is refused before it is made."""
    text, gone, come = str(value), str(old), str(new)
    if len(text) + text.count(gone) * len(come) > LONGEST_TEXT:
        raise MemoryError
    return text.replace(gone, come)


def money(value: Any, decimals: Any = 2) -> str:
    """A number with thousands separated."""
    return f"{number(value):,.{max(0, min(8, int(number(decimals))))}f}"


def in_capitals(value: Any) -> str:
    """An amount in the capitals of contracts: 壹万贰仟元整."""
    import cn2an

    return "" if bare(value) is None else str(cn2an.an2cn(f"{number(value):.2f}", "rmb"))


def total(rows: Any, column: Any) -> Value:
    """The sum of a column of a detail table."""
    if not isinstance(rows, Rows):
        return EMPTY
    found = sum(number(cell) for cell in cells_of(rows, str(column)))
    return Value(f"{round(found, 8):,.2f}", round(found, 8))


def date(value: Any, pattern: Any = "") -> str:
    """A day in other words: `"年月日"` gives 2026年11月28日, `"/"` or `"."` what stands between."""
    text = str(value)[:10]
    parts = text.split("-")
    if len(parts) != 3 or not pattern:
        return text
    if pattern == "年月日":
        return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
    return str(pattern)[:3].join(parts)
