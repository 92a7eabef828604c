"""Credit code: the unified social credit code of an organisation."""

from typing import Any

from bulou.forms.fields.id_number import IdNumber
from bulou.forms.fields.kind import kinds, words
from bulou.forms.model import FieldDef
from bulou.kit.checksums import is_credit_code


class CreditCode(IdNumber):
    """Eighteen characters of GB 32100, the last of which checks the others."""

    key = "credit_code"
    label = words("统一社会信用代码", "Credit code")
    wrong = "fields.not_a_credit_code"

    def is_right(self, code: str) -> bool:
        return is_credit_code(code)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "91350100M000100Y43"


kinds.register(CreditCode())
