"""ID number: a citizen's identity number with its check character."""

from typing import Any, ClassVar

from bulou.forms.fields.kind import CellContext, FieldKind, Reading, covered, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.codes import read_code, tidy
from bulou.forms.values.strings import checked_text
from bulou.kit.checksums import is_citizen_number
from bulou.kit.errors import FieldError

LONGEST = 40


class IdNumber(FieldKind):
    """Eighteen characters of GB 11643; not found by the search over everything, which is for names."""

    key = "id_number"
    label = words("身份证号", "ID number")
    group = "people"
    operators = TEXT_OPERATORS
    identity_dump = True
    wrong: ClassVar[str] = "fields.not_an_id_number"

    def is_right(self, code: str) -> bool:
        """Whether the last character agrees with the others."""
        return is_citizen_number(code)

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        code = tidy(text)
        if not self.is_right(code):
            raise FieldError(self.wrong)
        return code

    def mask(self, field: FieldDef, dumped: Any) -> str:
        return covered(str(dumped), 4, 4)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        found = read_code(cell)
        return found if isinstance(found, Reading) else read_by_check(self, field, found)

    def sample(self, field: FieldDef) -> str:
        return "11010519491231002X"


kinds.register(IdNumber())
