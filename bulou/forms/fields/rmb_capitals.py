"""RMB in capitals: an amount of the record spelled as cheques and contracts want it."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.money import DECIMALS
from bulou.forms.fields.text import read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text

LONGEST = 100


class CapitalsOptions(Options):
    """`of`: the key of the field with the amount."""

    of: str = Field(max_length=60)


class RmbCapitals(FieldKind):
    """`壹佰贰拾万零叁佰元零伍分`, written whenever the amount is."""

    key = "rmb_capitals"
    label = words("大写金额", "RMB in capitals")
    group = "linked"
    operators = ("contains", "not_contains", "eq", "empty", "not_empty")
    options_model = CapitalsOptions
    sortable = False
    computed = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text"),)

    def follows(self, field: FieldDef) -> str | None:
        return str(self.options(field).of)

    def work_out(self, field: FieldDef, followed: Any) -> str | None:
        amount = followed[0] if isinstance(followed, tuple) else followed
        return spelled(amount) if amount is not None else None

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_text(value, longest=LONGEST)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return read_by_check(self, field, cell_text(cell))

    def sample(self, field: FieldDef) -> str:
        return spelled(120_030_005)


def spelled(amount: int) -> str:
    """A stored amount of money in words.

    >>> spelled(120_030_005)
    '壹佰贰拾万零叁佰元零伍分'
    """
    import cn2an

    return str(cn2an.an2cn(str(Decimal(amount).scaleb(-DECIMALS)), "rmb"))


kinds.register(RmbCapitals())
