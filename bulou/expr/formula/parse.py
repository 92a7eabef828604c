"""From text to a tree that is not checked yet; whatever is wrong is told with its position."""

import re
from functools import cache
from typing import TYPE_CHECKING

from bulou.expr.formula.problems import BadFormula, BadSyntax, Place, TooLongText, Unfinished
from bulou.expr.formula.tree import Node

if TYPE_CHECKING:
    from lark import Lark

MAX_TEXT = 10_000  # code points

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# What the parser's terminals are to people; the rest are written as they are.
SPOKEN = {
    "NUMBER": "value",
    "TEXT": "value",
    "NAME": "value",
    "BRACED": "value",
    "MINUS": "operator",
    "PLUS": "operator",
    "TIMES": "operator",
    "OVER": "operator",
    "CARET": "operator",
    "AMPERSAND": "operator",
    "EQUAL": "operator",
    "COMPARE": "operator",
    "PERCENT": "operator",
    "OPEN": "(",
    "CLOSE": ")",
    "COMMA": ",",
}


def parse(text: str) -> Node:
    """The tree of `text`, its names as written and its types open. BadFormula."""
    if len(text) > MAX_TEXT:
        raise TooLongText(most=MAX_TEXT)
    odd = _UNSTORABLE.search(text)
    if odd:
        raise BadSyntax(_place(text, odd.start()), found="", expected=[])
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]
        return tree
    except UnexpectedCharacters as error:
        at: int = error.pos_in_stream  # type: ignore[assignment]  # the library says None, and sets it
        raise BadSyntax(_place(text, at), found=text[at : at + 1], expected=_spoken(error.allowed)) from None
    except UnexpectedToken as error:
        expected = _spoken(error.accepts or error.expected)
        if error.token.type == "$END":
            raise Unfinished(_place(text, len(text)), expected=expected) from None
        place = _place(text, error.token.start_pos or 0, len(error.token))
        raise BadSyntax(place, found=str(error.token)[:60], expected=expected) from None
    except VisitError as error:
        if isinstance(error.orig_exc, BadFormula):
            raise error.orig_exc from None
        raise
    except UnexpectedInput:
        raise Unfinished(_place(text, len(text)), expected=["value"]) from None


@cache
def _parser() -> "Lark":
    """Made when it is first asked for: the library is not needed to start."""
    from bulou.expr.formula.grammar import make_parser

    return make_parser()


def _place(text: str, offset: int, length: int = 1) -> Place:
    before = text[:offset]
    return Place(offset, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1, length)


def _spoken(names: object) -> list[str]:
    found = {SPOKEN.get(str(name), "") for name in names} if isinstance(names, set | frozenset) else set()
    return sorted(found - {""})
