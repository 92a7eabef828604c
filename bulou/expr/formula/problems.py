"""What can be wrong with a formula as it is written; every error says where: line, column, offset, length."""

from collections.abc import Sequence
from dataclasses import dataclass

from bulou.kit.errors import FieldProblem, Invalid


@dataclass(frozen=True)
class Place:
    """Where something stands in the text: `line` and `column` from 1, `offset` from 0, in code points."""

    offset: int
    line: int
    column: int
    length: int = 1


NOWHERE = Place(0, 1, 1, 0)


class BadFormula(Invalid):
    """Base: params carry `line`, `column`, `offset` and `length` of what is wrong."""

    code = "formula.syntax"

    def __init__(self, place: Place = NOWHERE, **params: object) -> None:
        where = {
            "line": place.line,
            "column": place.column,
            "offset": place.offset,
            "length": place.length,
        }
        super().__init__(problems=[FieldProblem("text", self.code, {**params, **where})], **params, **where)
        self.place = place


class BadSyntax(BadFormula):
    """Something stands where it cannot stand. `found`; `expected`: kinds of things that could."""

    code = "formula.syntax"


class Unfinished(BadFormula):
    """The text ends too early. `expected`: kinds of things that could follow."""

    code = "formula.unfinished"


class TooLongText(BadFormula):
    """The text is longer than is read at all. `most` code points."""

    code = "formula.too_long"


class TooManyNodes(BadFormula):
    """The formula has more parts than is allowed. `most`."""

    code = "formula.too_many_nodes"


class TooDeepTree(BadFormula):
    """The formula is nested deeper than is allowed. `most` levels."""

    code = "formula.too_deep"


class TooPrecise(BadFormula):
    """A number with more than 28 digits. `most`."""

    code = "formula.too_precise"


class UnknownName(BadFormula):
    """No such field, or one that the caller may not read: both look the same. `name`, `near`."""

    code = "formula.unknown_field"


class UnknownFunction(BadFormula):
    """There is no function of this name. `name`, `near`."""

    code = "formula.unknown_function"


class WrongCount(BadFormula):
    """A function got too few or too many arguments. `function`, `given`, `least`, `most` (None: any number)."""

    code = "formula.wrong_count"


class WrongType(BadFormula):
    """A value of the wrong type. `function` (or operator), `number` of the argument, `expected`, `found`."""

    code = "formula.wrong_type"


class NotHere(BadFormula):
    """A function that this place does not allow: NOW and OLD stand only in conditions. `function`."""

    code = "formula.not_here"


class ListResult(BadFormula):
    """The result is a list, and one value is needed. `found`."""

    code = "formula.list_result"


class Cycle(Invalid):
    """Computed fields ask for one another in a circle. `path`: the fields, first and last the same."""

    code = "formula.cycle"

    def __init__(self, path: Sequence[str]) -> None:
        shown = " → ".join(path)
        super().__init__(problems=[FieldProblem(path[0], self.code, {"path": shown})], path=shown)
        self.path = tuple(path)
