"""Choices: several of a list of options."""

import re
from collections.abc import Mapping
from typing import Any

from bulou.forms.fields.choice import checked_option, find_option, label_of, read_other, shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import MOST_OPTIONS, OTHER, ChoiceOptions, in_order, other_text
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError

_BETWEEN = re.compile(r"[、,，;；/\n|]")


class MultipleChoice(FieldKind):
    """Several options; stored `|a|b|` in the order of the definition, with `other` its text in `<key>_other`."""

    key = "choices"
    label = words("多选", "Choices")
    operand = "choices"
    operators = ("any", "all", "none", "empty", "not_empty")
    options_model = ChoiceOptions
    sortable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        keys = Col(field.key, "text")
        return (keys, Col(f"{field.key}_other", "text")) if self.options(field).other else (keys,)

    def check(self, field: FieldDef, value: Any) -> Any:
        if value is None or value == "":
            return None
        if not isinstance(value, list | tuple):
            raise FieldError("fields.not_a_list")
        if len(value) > MOST_OPTIONS:
            raise FieldError("fields.too_many", max=MOST_OPTIONS, count=len(value))
        options: ChoiceOptions = self.options(field)
        texts = [text for each in value if options.other and (text := other_text(each)) is not None]
        listed = [
            checked_option(options, each) for each in value if not (texts and isinstance(each, Mapping))
        ]
        keys = in_order([*listed, *([OTHER] if texts else ())], options)
        stored = f"|{'|'.join(keys)}|" if keys else None
        if not options.other or stored is None:
            return stored
        return stored, next(filter(None, texts), None)

    def dump(self, field: FieldDef, stored: Any) -> list[Any]:
        keys, text = stored if isinstance(stored, tuple) else (stored, None)
        found: list[Any] = keys.strip("|").split("|") if keys else []
        return [{OTHER: text} if each == OTHER and text is not None else each for each in found]

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text, options = cell_text(cell), self.options(field)
        if len(text) > 4000:
            return Reading(problem="fields.unknown_option", params={"option": shown(text)})
        whole = find_option(options, text)
        if whole:
            return Reading([whole])
        found: list[Any] = []
        for part in filter(None, map(str.strip, _BETWEEN.split(text))):
            key = find_option(options, part)
            if key is None and options.other and not says_nothing(part):
                other = read_other(part)
                if other.problem or any(isinstance(each, Mapping) for each in found):
                    return (
                        other
                        if other.problem
                        else Reading(problem="fields.unknown_option", params={"option": shown(part)})
                    )
                found.append(other.value)
                continue
            if key is None and not says_nothing(part):
                return Reading(problem="fields.unknown_option", params={"option": shown(part)})
            if key:
                found.append(key)
        keys = in_order([each for each in found if isinstance(each, str)], options)
        return Reading([*keys, *(each for each in found if each and not isinstance(each, str))] or None)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        options: ChoiceOptions = self.options(field)
        return "、".join(label_of(options, each, context.locale) for each in value or ()) or None

    def sample(self, field: FieldDef) -> list[str]:
        return [choice.key for choice in self.options(field).choices if not choice.archived][:2]


kinds.register(MultipleChoice())
