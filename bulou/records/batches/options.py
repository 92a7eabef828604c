"""Options that an import made: its undo takes them out of use again where no living record holds them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from bulou.db.tx import Tx
from bulou.forms import publish
from bulou.forms.catalog import load
from bulou.forms.form import BoundField, Form
from bulou.forms.model import FieldDef
from bulou.kit.protocols import Actor


def retire(tx: Tx, actor: Actor, form_key: str, made: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Archive the options `made` (keys by field): deleted records in the bin still show them, nobody can pick
    them, and the next import that needs one takes it up again. How many were, and how many are in use."""
    form = load(tx).get(form_key)
    if form is None:
        return 0, 0
    changed: dict[str, FieldDef] = {}
    gone = left = 0
    for key, keys in made.items():
        bound = form.get(key)
        if bound is None or bound.kind.key not in ("choice", "choices"):
            continue
        idle = {each for each in keys if each in bound.options.keys and not _held(tx, form, bound, each)}
        left += len([each for each in keys if each in bound.options.keys]) - len(idle)
        gone += len(idle)
        if idle:
            changed[key] = _archived(bound, idle)
    if changed:
        fields = tuple(changed.get(field.key, field) for field in form.definition.fields)
        publish.publish(tx, form.definition.model_copy(update={"fields": fields}), by=actor)
    return gone, left


def _held(tx: Tx, form: Form, bound: BoundField, key: str) -> bool:
    column = bound.column
    several = bound.kind.key == "choices"
    holds = or_(column == key, column.contains(f"|{key}|", autoescape=True)) if several else column == key
    table = form.table
    query = select(table.c.id).where(table.c.deleted_at.is_(None), holds)  # visible: any holder counts
    return tx.value(query.limit(1)) is not None


def _archived(bound: BoundField, keys: set[str]) -> FieldDef:
    definition = bound.definition
    choices: list[Any] = [
        {**each, "archived": True} if each["key"] in keys else each
        for each in definition.options.get("choices", ())
    ]
    return definition.model_copy(update={"options": {**definition.options, "choices": choices}})
