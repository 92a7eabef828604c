"""How each operand type compares; one file per family."""

from collections.abc import Mapping

from bulou.expr.types.address import ADDRESS
from bulou.expr.types.choice import CHOICE
from bulou.expr.types.choices import CHOICES
from bulou.expr.types.clock import TIME
from bulou.expr.types.comparison import Comparison, Stored
from bulou.expr.types.moment import DATE, DATETIME
from bulou.expr.types.number import NUMBER
from bulou.expr.types.opened import OPENED
from bulou.expr.types.path import PATH
from bulou.expr.types.person import DEPARTMENT, DEPARTMENTS, PEOPLE, PERSON
from bulou.expr.types.presence import FILE, ROWS
from bulou.expr.types.record import RECORD, RECORDS
from bulou.expr.types.span import SPAN
from bulou.expr.types.switch import SWITCH
from bulou.expr.types.text import TEXT

TYPES: Mapping[str, Comparison] = {
    "text": TEXT,
    "number": NUMBER,
    "date": DATE,
    "datetime": DATETIME,
    "time": TIME,
    "span": SPAN,
    "path": PATH,
    "address": ADDRESS,
    "choice": CHOICE,
    "choices": CHOICES,
    "switch": SWITCH,
    "person": PERSON,
    "department": DEPARTMENT,
    "people": PEOPLE,
    "departments": DEPARTMENTS,
    "record": RECORD,
    "records": RECORDS,
    "file": FILE,
    "rows": ROWS,
    "opened": OPENED,
}

OPERATORS = frozenset(op for type_ in TYPES.values() for op in {*type_.operators, *type_.aliases})

__all__ = ["OPERATORS", "TYPES", "Comparison", "Stored"]
