"""Text: one line, optionally the name of a company or a person."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, field_validator

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, covered, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import DASHES, cell_text, checked_text
from bulou.kit import pinyin
from bulou.kit.errors import FieldError
from bulou.kit.text import fold, name_core, name_key
from bulou.kit.tokens import pinyin_token

TEXT_OPERATORS = (
    "eq", "ne", "contains", "not_contains", "starts", "ends", "in", "not_in", "empty", "not_empty",
)  # fmt: skip


class TextOptions(Options):
    """`name`: whose name it is, which adds comparable keys; `pattern`: a regular expression for the whole."""

    max_length: int = Field(default=255, ge=1, le=2000)
    min_length: int = Field(default=0, ge=0, le=2000)
    name: Literal["company", "person"] | None = None
    pattern: str | None = Field(default=None, max_length=200)

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        if value:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from error
        return value


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Text(FieldKind):
    """One line of text."""

    key = "text"
    label = words("单行文本", "Text")
    operators = TEXT_OPERATORS
    options_model = TextOptions
    groupable = True
    identity_dump = True

    def derived_columns(self, field: FieldDef) -> tuple[Col, ...]:
        if not field.options.get("name"):
            return ()
        return (Col(f"{field.key}__key", "text", True), Col(f"{field.key}__core", "text", True))

    def derived(self, field: FieldDef, stored: Any) -> Mapping[str, Any]:
        if not field.options.get("name"):
            return {}
        key = (name_key(stored) or None) if stored else None
        core = (name_core(stored) or None) if stored else None
        return {f"{field.key}__key": key, f"{field.key}__core": core}

    def check(self, field: FieldDef, value: Any) -> str | None:
        options: TextOptions = self.options(field)
        text = checked_text(value, longest=options.max_length)
        if text is None:
            return None
        if len(text) < options.min_length:
            raise FieldError("fields.too_short", min=options.min_length, length=len(text))
        if options.pattern and not _compiled(options.pattern).fullmatch(text):
            raise FieldError("fields.pattern", pattern=options.pattern)
        return text

    def mask(self, field: FieldDef, dumped: Any) -> str:
        text = str(dumped)
        return covered(text, 2, 2 if len(text) > 6 else 0) if len(text) > 3 else covered(text, 1, 0)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if len(text) <= 6 and fold(text) in DASHES:
            return Reading()
        return read_by_check(self, field, text)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def search_tokens(self, field: FieldDef, stored: Any) -> list[str]:
        found = super().search_tokens(field, stored)
        initials = pinyin_token(pinyin.initials(stored)) if stored and field.options.get("name") else None
        return [*found, initials] if initials else found

    def sample(self, field: FieldDef) -> str:
        options: TextOptions = self.options(field)
        return ("恒味食品GP-8" * (1 + options.min_length // 8))[: options.max_length]


def read_by_check(kind: FieldKind, field: FieldDef, text: Any) -> Reading:
    """The Reading of a value that is judged by the kind's own check."""
    try:
        return Reading(kind.check(field, text))
    except FieldError as error:
        return Reading(problem=error.code, params=error.params)


kinds.register(Text())
