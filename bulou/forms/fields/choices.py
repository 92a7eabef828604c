"""Choices: several of a list of options."""

import re
from typing import Any

from bulou.forms.fields.choice import checked_option, find_option, shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import MOST_OPTIONS, ChoiceOptions, in_order
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError

_BETWEEN = re.compile(r"[、,，;；/\n|]")


class MultipleChoice(FieldKind):
    """Several options; stored `|a|b|` in the order of the definition."""

    key = "choices"
    label = words("多选", "Choices")
    operand = "choices"
    operators = ("any", "all", "none", "empty", "not_empty")
    options_model = ChoiceOptions
    sortable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text"),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        if value is None or value == "":
            return None
        if not isinstance(value, list | tuple):
            raise FieldError("fields.not_a_list")
        if len(value) > MOST_OPTIONS:
            raise FieldError("fields.too_many", max=MOST_OPTIONS, count=len(value))
        options: ChoiceOptions = self.options(field)
        keys = in_order([checked_option(options, each) for each in value], options)
        return f"|{'|'.join(keys)}|" if keys else None

    def dump(self, field: FieldDef, stored: Any) -> list[str]:
        return stored.strip("|").split("|") if stored else []

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text, options = cell_text(cell), self.options(field)
        if len(text) > 4000:
            return Reading(problem="fields.unknown_option", params={"option": shown(text)})
        whole = find_option(options, text)
        if whole:
            return Reading([whole])
        found = []
        for part in filter(None, map(str.strip, _BETWEEN.split(text))):
            key = find_option(options, part)
            if key is None and not says_nothing(part):
                return Reading(problem="fields.unknown_option", params={"option": shown(part)})
            if key:
                found.append(key)
        return Reading(list(in_order(found, options))) if found else Reading()

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        options: ChoiceOptions = self.options(field)
        return "、".join(options.label_of(key, context.locale) for key in value or ()) or None

    def sample(self, field: FieldDef) -> list[str]:
        return [choice.key for choice in self.options(field).choices if not choice.archived][:2]


kinds.register(MultipleChoice())
