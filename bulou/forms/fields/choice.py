"""Choice: one of a list of options."""

from collections.abc import Mapping
from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import OTHER, ChoiceOptions, other_text, said_otherwise
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.text import clean, unstorable


class SingleChoice(FieldKind):
    """One option; stored as its key.

    With `other` the columns are `<key>` and `<key>_other`; JSON is the key, or `{other: text}`.
    """

    key = "choice"
    label = words("单选", "Choice")
    operand = "choice"
    operators = ("eq", "ne", "in", "not_in", "empty", "not_empty")
    options_model = ChoiceOptions
    groupable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        key = Col(field.key, "text", field.indexed)
        return (key, Col(f"{field.key}_other", "text")) if self.options(field).other else (key,)

    def check(self, field: FieldDef, value: Any) -> Any:
        options: ChoiceOptions = self.options(field)
        if value is None or value == "":
            return None
        if not options.other:
            return checked_option(options, value)
        text = other_text(value)
        return (checked_option(options, value), None) if text is None else (OTHER, text or None)

    def dump(self, field: FieldDef, stored: Any) -> Any:
        if not isinstance(stored, tuple):
            return stored
        return {OTHER: stored[1]} if stored[1] is not None else stored[0]

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if not text:
            return Reading()
        key = find_option(self.options(field), text)
        if key is None and says_nothing(text):
            return Reading()
        if key is None and self.options(field).other:
            return read_other(text)
        if key is None:
            return Reading(problem="fields.unknown_option", params={"option": shown(text)})
        return Reading(key)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return label_of(self.options(field), value, context.locale) if value is not None else None

    def sample(self, field: FieldDef) -> str | None:
        return next((c.key for c in self.options(field).choices if not c.archived), None)


def label_of(options: ChoiceOptions, value: Any, locale: str) -> str:
    """What a cell of an export says: the option's label, `其他：…` for what is not listed."""
    if isinstance(value, Mapping):
        return f"{options.label_of(OTHER, locale)}：{value.get(OTHER)}"
    return options.label_of(value, locale)


def read_other(text: str) -> Reading:
    """What no option is meant by, as the text of `other`."""
    said = said_otherwise(text)
    try:
        found = other_text({OTHER: said})
    except FieldError as error:
        return Reading(problem=error.code, params=error.params)
    return Reading({OTHER: found}) if found else Reading()


def checked_option(options: ChoiceOptions, value: Any) -> str:
    """The key of a pickable option. FieldError: unknown_option."""
    if not isinstance(value, str):
        raise FieldError("fields.unknown_option", option=type(value).__name__)
    if value not in options.keys:
        raise FieldError("fields.unknown_option", option=shown(value))
    return value


def find_option(options: ChoiceOptions, text: str) -> str | None:
    """The option a cell names, archived ones aside."""
    if len(text) > 200:
        return None
    key = options.find(text)
    return key if key in options.keys else None


def shown(text: str) -> str:
    """A piece of foreign text that is safe to tell back."""
    return "" if unstorable(text[:40]) else clean(text[:40])


kinds.register(SingleChoice())
