"""Credit code: the unified social credit code of an organisation."""

from typing import Any

from bulou.forms.fields.kind import CellContext, FieldKind, Reading, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.codes import read_code, tidy
from bulou.forms.values.strings import checked_text
from bulou.kit.checksums import is_credit_code
from bulou.kit.errors import FieldError

LONGEST = 40


class CreditCode(FieldKind):
    """Eighteen characters of GB 32100, the last of which checks the others."""

    key = "credit_code"
    label = words("统一社会信用代码", "Credit code")
    group = "people"
    operators = TEXT_OPERATORS
    identity_dump = True

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        code = tidy(text)
        if not is_credit_code(code):
            raise FieldError("fields.not_a_credit_code")
        return code

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        found = read_code(cell)
        return found if isinstance(found, Reading) else read_by_check(self, field, found)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "91350100M000100Y43"


kinds.register(CreditCode())
