"""E-mail address."""

import re
import unicodedata
from typing import Any

from bulou.forms.fields.kind import CellContext, FieldKind, Reading, covered, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError

LONGEST = 254
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@.<>()\[\],;:\"\\]{1,63}\.)+[^\s@.<>()\[\],;:\"\\]{2,63}"
)
_BETWEEN = re.compile(r"[、,，;；/\s|]+")


class Email(FieldKind):
    """One address."""

    key = "email"
    label = words("邮箱", "E-mail")
    group = "people"
    operators = TEXT_OPERATORS
    identity_dump = True

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        if not _ADDRESS.fullmatch(text):
            raise FieldError("fields.not_an_email")
        return text

    def mask(self, field: FieldDef, dumped: Any) -> str:
        name, _, host = str(dumped).rpartition("@")
        return f"{covered(name, 1, 0)}@{host}"

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if says_nothing(text):
            return Reading()
        if len(text) > 4 * LONGEST:
            return Reading(problem="fields.not_an_email")
        text = unicodedata.normalize("NFKC", text).removeprefix("mailto:")
        whole = read_by_check(self, field, text)
        if not whole.problem:
            return whole
        found = [part for part in _BETWEEN.split(text) if _ADDRESS.fullmatch(part)]
        if not found:
            return whole
        rest = {"rest": found[1:]}
        return Reading(
            found[0], note="cells.more_than_one" if found[1:] else "cells.text_dropped", params=rest
        )

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "lin.chen@example.com"


kinds.register(Email())
