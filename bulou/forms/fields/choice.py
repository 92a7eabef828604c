"""Choice: one of a list of options."""

from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import ChoiceOptions
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.text import clean, unstorable


class SingleChoice(FieldKind):
    """One option; stored as its key."""

    key = "choice"
    label = words("单选", "Choice")
    operand = "choice"
    operators = ("eq", "ne", "in", "not_in", "empty", "not_empty")
    options_model = ChoiceOptions
    groupable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        if value is None or value == "":
            return None
        return checked_option(self.options(field), value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if not text:
            return Reading()
        key = find_option(self.options(field), text)
        if key is None and says_nothing(text):
            return Reading()
        if key is None:
            return Reading(problem="fields.unknown_option", params={"option": shown(text)})
        return Reading(key)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return self.options(field).label_of(value, context.locale) if value is not None else None

    def sample(self, field: FieldDef) -> str | None:
        return next((c.key for c in self.options(field).choices if not c.archived), None)


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
