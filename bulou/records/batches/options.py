"""Options that an import made: its undo takes them out of use again where no living record holds them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from bulou.db.tx import Tx
from bulou.forms import publish
from bulou.forms.catalog import load
from bulou.forms.form import BoundField, Form
from bulou.forms.model import FieldDef
from bulou.kit.protocols import Actor

Keys = dict[str, list[str]]  # field → keys of options


def retire(tx: Tx, actor: Actor, form_key: str, made: Mapping[str, Sequence[str]]) -> tuple[Keys, int]:
    """Archive the options `made` (keys by field): deleted records in the bin still show them, nobody can pick
    them, and the next import that needs one takes it up again. Which were, and how many are in use."""
    form = load(tx).get(form_key)
    idle: Keys = {}
    left = 0
    for bound, keys in _present(form, made):
        used = [each for each in keys if each in bound.options.keys]
        idle[bound.key] = [each for each in used if form and not _held(tx, form, bound, each)]
        left += len(used) - len(idle[bound.key])
    return _publish(tx, actor, form, idle, archived=True), left


def take_up(tx: Tx, actor: Actor, form_key: str, retired: Mapping[str, Sequence[str]]) -> Keys:
    """Put options into use again that an undo has retired, since it is undone itself; which were."""
    form = load(tx).get(form_key)
    found = {bound.key: keys for bound, keys in _present(form, retired)}
    return _publish(tx, actor, form, found, archived=False)


def _present(form: Form | None, keys: Mapping[str, Sequence[str]]) -> Iterator[tuple[BoundField, list[str]]]:
    """Those of the options that are still there, in use or not."""
    for key, wanted in keys.items() if form else ():
        bound = form.get(key) if form else None
        if bound is not None and bound.kind.key in ("choice", "choices"):
            yield bound, [each for each in wanted if each in bound.options.by_key]


def _publish(tx: Tx, actor: Actor, form: Form | None, keys: Keys, *, archived: bool) -> Keys:
    found = {key: some for key, some in keys.items() if some}
    if form is None or not found:
        return {}
    changed = {key: _archived(form.bound(key), set(some), archived) for key, some in found.items()}
    fields = tuple(changed.get(field.key, field) for field in form.definition.fields)
    publish.publish(tx, form.definition.model_copy(update={"fields": fields}), by=actor)
    return found


def _held(tx: Tx, form: Form, bound: BoundField, key: str) -> bool:
    column = bound.column
    several = bound.kind.key == "choices"
    holds = or_(column == key, column.contains(f"|{key}|", autoescape=True)) if several else column == key
    table = form.table
    query = select(table.c.id).where(table.c.deleted_at.is_(None), holds)  # visible: any holder counts
    return tx.value(query.limit(1)) is not None


def _archived(bound: BoundField, keys: set[str], archived: bool) -> FieldDef:
    definition = bound.definition
    choices: list[Any] = [
        {**each, "archived": archived} if each["key"] in keys else each
        for each in definition.options.get("choices", ())
    ]
    return definition.model_copy(update={"options": {**definition.options, "choices": choices}})
