"""Options that a file uses and the form does not have yet, made in one publication before the rows go in."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import publish
from bulou.forms.catalog import load
from bulou.forms.form import BoundField
from bulou.forms.model import FieldDef
from bulou.forms.values.choices import MOST_OPTIONS, new_key
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, fold
from bulou.records.exchange.meaning import choices
from bulou.records.exchange.rights import may_add_options

_LONGEST = 60  # characters; a longer text is no label
_MOST_NEW = 100  # in one field; more are no list of options but free text


def make(tx: Tx, actor: Actor, form_key: str, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Add the options `wanted` (labels by field key) that are missing; the keys that were added, by field.

    Fields whose options `actor` may not add, and fields that would get more than a list can hold, stay as
    they are: their cells are then refused one by one.
    """
    form = load(tx)[form_key]
    changed: dict[str, FieldDef] = {}
    added: dict[str, list[str]] = {}
    for key, labels in wanted.items():
        bound = form.get(key)
        if bound is None or not may_add_options(actor, bound):
            continue
        fresh = new_options(bound, labels)
        if fresh:
            changed[key] = _with(bound, fresh)
            added[key] = [each["key"] for each in fresh]
    if changed:
        fields = tuple(changed.get(field.key, field) for field in form.definition.fields)
        publish.publish(tx, form.definition.model_copy(update={"fields": fields}), by=actor)
    return added


def new_options(bound: BoundField, labels: Sequence[str]) -> list[dict[str, Any]]:
    """The options that would be added for `labels`; none when they are too many to be options."""
    known = choices.options_of(bound)
    taken = set(bound.options.by_key)
    retired = {
        fold(text): each for each in bound.options.choices if each.archived for text in each.label.values()
    }
    fresh: dict[str, dict[str, Any]] = {}
    for label in labels:
        text = clean(label)
        if not text or len(text) > _LONGEST or choices.key_of(known, text) is not None or fold(text) in fresh:
            continue
        if old := retired.get(fold(text)):  # taken out of use, as by an undo: taken up again
            fresh[fold(text)] = {**old.model_dump(mode="json"), "archived": False}
            continue
        key = new_key(text, taken)
        taken.add(key)
        fresh[fold(text)] = {"key": key, "label": {"zh-CN": text, "en-US": text}}
    if len(fresh) > _MOST_NEW or len(taken) > MOST_OPTIONS:
        return []
    return list(fresh.values())


def _with(bound: BoundField, fresh: list[dict[str, Any]]) -> FieldDef:
    definition = bound.definition
    again = {each["key"] for each in fresh}
    present = [each for each in definition.options.get("choices", ()) if each["key"] not in again]
    return definition.model_copy(update={"options": {**definition.options, "choices": [*present, *fresh]}})
