"""Link: a web address."""

import re
import unicodedata
from typing import Any

from bulou.forms.fields.kind import CellContext, FieldKind, Reading, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError

LONGEST = 2000
SCHEMES = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_BARE = re.compile(r"[^\s/:@]+\.[^\s/:@]{2,}(?::\d{1,5})?(?:[/?#]\S*)?")


class Link(FieldKind):
    """An address that opens: http, https, mailto or tel; `www.example.com` becomes https."""

    key = "link"
    label = words("网址", "Link")
    group = "people"
    operators = TEXT_OPERATORS
    identity_dump = True

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        if _BARE.fullmatch(text):
            return f"https://{text}"
        scheme = _SCHEME.match(text)
        if scheme is None or any(character.isspace() for character in text):
            raise FieldError("fields.not_a_link")
        if scheme[1].lower() not in SCHEMES:
            raise FieldError("fields.bad_scheme", allowed=list(SCHEMES))
        if not text[scheme.end() :].strip("/"):
            raise FieldError("fields.not_a_link")
        return text

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if says_nothing(text):
            return Reading()
        return read_by_check(
            self, field, unicodedata.normalize("NFKC", text) if len(text) <= LONGEST else text
        )

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "https://www.example.com/a"


kinds.register(Link())
