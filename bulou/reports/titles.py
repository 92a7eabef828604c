"""What grouped values are called: options, stages, people, departments, records."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.query import titles
from bulou.reports.groups import Group

LINKED = ("person", "department", "record")


def titled(tx: Tx, actor: Actor, form: Form, group: Group, values: Sequence[Any]) -> Mapping[Any, str | None]:
    """Titles by stored value; {} for plain values. A record the actor may not see has no title."""
    owner, key = at_end(form, group.dimension.field)
    if owner is None:
        return {}
    if group.type in LINKED:
        target = owner.relation(key)
        ids = [value for value in values if value is not None]
        return titles(tx, actor, target, ids) if target is not None and ids else {}
    if group.type == "choice":
        return _labels(owner, key, actor.locale)
    return {}


def rank(form: Form, group: Group) -> dict[Any, int]:
    """The places of options and stages in their definition; {} for everything else."""
    owner, key = at_end(form, group.dimension.field)
    if owner is None or group.type != "choice":
        return {}
    return {value: at for at, value in enumerate(_labels(owner, key, ""))}


def at_end(form: Form, path: str) -> tuple[Form | None, str]:
    """The form that the last part of a path belongs to, and that part."""
    *walk, key = form.expand(path).split(".")
    current: Form | None = form
    for step in walk:
        current = current.relation(step) if current is not None else None
    return current, key


def _labels(form: Form, key: str, locale: str) -> Mapping[Any, str]:
    if key == "stage" and form.staged:
        return {stage.key: say(stage.label, locale) for stage in form.definition.stages}
    field = form.get(key)
    choices = getattr(field.options, "choices", ()) if field is not None else ()
    return {choice.key: say(choice.label, locale) for choice in choices}
