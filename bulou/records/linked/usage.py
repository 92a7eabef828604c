"""Where fields are used by linked data: what picks copy, what linkages and queries ask, what buttons set."""

from collections.abc import Iterator
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.linked import Look, Where
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.usage import Usage, fields_in, users


class Linked:
    """Fills, linkages, queries and buttons, of the form and of others that read it."""

    key = "linked"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The form's own first."""
        yield from _own_uses(form)
        for other in catalogs.load(tx):
            yield from _far_uses(other.definition, form.key)


def _own_uses(form: FormDef) -> Iterator[Usage]:
    """Fields of the form itself: filled by a pick, compared in a look-up, set or asked for by a button."""
    for field, label in _fields(form):
        named = {str(each.get("put")) for each in _fills(field)}
        linkage = field.linkage
        for each in (linkage, field.offers):
            named |= {pair.of for pair in each.match} if each is not None else set()
        yield from (Usage("linked", form.key, field.key, label, key) for key in sorted(named))
    for element in form.elements:
        named = {pair.of for pair in element.query.match} if element.query is not None else set()
        if element.press is not None:
            named |= {each.field for each in element.press.sets} | fields_in(element.press.when)
        yield from (Usage("element", form.key, element.key, element.label, key) for key in sorted(named))


def _far_uses(form: FormDef, target: str) -> Iterator[Usage]:
    """Fields of `target` that fields and elements of `form` read; None for the form as such."""
    for field, label in _fields(form):
        if field.options.get("target") == target:
            taken = sorted({str(each.get("take")) for each in _fills(field)})
            yield from (Usage("linked", form.key, field.key, label, key) for key in taken)
        for each in (field.linkage, field.offers):
            if each is not None and each.form == target:
                named = _asked(each) | {each.take}
                yield from (
                    Usage("linked", form.key, field.key, label, key) for key in (None, *sorted(named))
                )
    for element in form.elements:
        query = element.query
        if query is not None and query.form == target:
            named = _asked(query) | set(query.columns)
            uses = (None, *sorted(named))
            yield from (Usage("element", form.key, element.key, element.label, key) for key in uses)


def _asked(look: Where) -> set[str]:
    sort = look.sort if isinstance(look, Look) else ()
    named = {pair.field for pair in look.match} | {key.removeprefix("-") for key in sort}
    return named | fields_in(look.filter)


def _fields(form: FormDef) -> Iterator[tuple[FieldDef, Any]]:
    """The fields and the columns of detail tables."""
    for field in form.shown:
        yield field, field.label
        yield from ((column, column.label) for column in field.fields if not column.hidden)


def _fills(field: FieldDef) -> list[Any]:
    found = field.options.get("fill") or ()
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list | tuple) else []


users.register(Linked())
