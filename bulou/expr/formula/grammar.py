"""The grammar: Excel's operators and precedence, fields by name, Chinese punctuation taken as it is typed."""

from typing import Any

from lark import Lark, Token, Transformer, v_args

from bulou.expr.formula.problems import Place, TooDeepTree, TooManyNodes, TooPrecise
from bulou.expr.formula.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    Boolean,
    Call,
    Name,
    Node,
    Number,
    Operation,
    Text,
)

# As in Excel a sign binds tighter than `%` and `^`: -2^2 is 4; operators of one level bind to the left.
GRAMMAR = r"""
start: EQUAL? comparison
?comparison: concat | comparison (EQUAL | COMPARE) concat -> binary
?concat: sum | concat AMPERSAND sum -> binary
?sum: product | sum (PLUS | MINUS) product -> binary
?product: power | product (TIMES | OVER) power -> binary
?power: percent | power CARET percent -> binary
?percent: signed | percent PERCENT -> percent
?signed: atom | MINUS signed -> minus | PLUS signed -> plus
?atom: NUMBER -> number
     | TEXT -> text
     | NAME -> name
     | BRACED -> braced
     | NAME OPEN arguments CLOSE -> call
     | OPEN comparison CLOSE -> inner
arguments: (comparison (COMMA comparison)*)?

EQUAL: "==" | "="
COMPARE: "<>" | "!=" | "≠" | "<=" | "≤" | ">=" | "≥" | "<" | ">"
AMPERSAND: "&"
PLUS: "+"
MINUS: "-" | "−"
TIMES: "*" | "×"
OVER: "/" | "÷"
CARET: "^"
PERCENT: "%" | "％"
OPEN: "(" | "（"
CLOSE: ")" | "）"
COMMA: "," | "，"
NUMBER: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
TEXT: /"([^"]|"")*"|“[^”]*”/
NAME: /[^\W\d]\w*(\.[^\W\d]\w*){0,4}/
BRACED: /\{[^{}\n]{1,300}\}/
SPACE: /[ \t\r\n\u00a0\u3000]+/
%ignore SPACE
"""

OPERATORS = {
    "==": "=",
    "!=": "<>",
    "≠": "<>",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "×": "*",
    "÷": "/",
    "％": "%",
}


def place_of(token: Token) -> Place:
    """Where a token stands."""
    return Place(token.start_pos or 0, token.line or 1, token.column or 1, max(1, len(token)))


class Growing:
    """A node under way with how much of the limits it takes."""

    __slots__ = ("depth", "node", "size")

    size: int
    depth: int

    def __init__(self, node: Node, inner: tuple["Growing", ...] = ()) -> None:
        self.node = node
        self.size = 1 + sum(each.size for each in inner)
        self.depth = 1 + max((each.depth for each in inner), default=0)
        if self.size > MAX_NODES:
            raise TooManyNodes(node.place, most=MAX_NODES)
        if self.depth > MAX_DEPTH:
            raise TooDeepTree(node.place, most=MAX_DEPTH)


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Builds the tree while the parser reads: a formula beyond the limits is refused where it gets there."""

    def start(self, *parts: Any) -> Node:
        node: Node = parts[-1].node
        return node

    def arguments(self, *parts: Any) -> list[Growing]:
        return [part for part in parts if isinstance(part, Growing)]

    def binary(self, left: Growing, token: Token, right: Growing) -> Growing:
        return _operation(token, left, right)

    def percent(self, inner: Growing, token: Token) -> Growing:
        return _operation(token, inner)

    def minus(self, token: Token, inner: Growing) -> Growing:
        return _operation(token, inner)

    def plus(self, _token: Token, inner: Growing) -> Growing:
        return inner

    def inner(self, _open: Token, inner: Growing, _close: Token) -> Growing:
        return inner

    def number(self, token: Token) -> Growing:
        whole, _, part = str(token).partition(".")
        written = (whole.lstrip("0") or "0") + (f".{part}" if part.rstrip("0") else "")
        written = written.rstrip("0") if "." in written else written
        if len(written.replace(".", "").lstrip("0")) > MAX_DIGITS or len(written) > 2 * MAX_DIGITS:
            raise TooPrecise(place_of(token), most=MAX_DIGITS)
        return Growing(Number(written, place_of(token)))

    def text(self, token: Token) -> Growing:
        value = token[1:-1].replace('""', '"') if token[0] == '"' else token[1:-1]
        return Growing(Text(value, place_of(token)))

    def name(self, token: Token) -> Growing:
        if token.upper() in ("TRUE", "FALSE"):
            return Growing(Boolean(token.upper() == "TRUE", place_of(token)))
        return Growing(Name(str(token), "", place_of(token)))

    def braced(self, token: Token) -> Growing:
        return Growing(Name(token[1:-1].strip(), "", place_of(token)))

    def call(self, token: Token, _open: Token, args: list[Growing], _close: Token) -> Growing:
        if token.upper() in ("TRUE", "FALSE") and not args:
            return Growing(Boolean(token.upper() == "TRUE", place_of(token)))
        node = Call(str(token), tuple(arg.node for arg in args), "", place_of(token))
        return Growing(node, tuple(args))


def _operation(token: Token, *args: Growing) -> Growing:
    op = OPERATORS.get(str(token), str(token))
    return Growing(Operation(op, tuple(arg.node for arg in args), "", place_of(token)), args)


def make_parser() -> Lark:
    """The LALR parser; it answers the unchecked tree of a text."""
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer="contextual",
        transformer=_Build(),
        propagate_positions=False,
        cache=False,
    )
