"""Which record that is there already a step of a push proposes to use, and what it would fill in there."""

from collections.abc import Mapping
from typing import Any

from bulou.access.visible import may
from bulou.forms.carry import written
from bulou.forms.form import Form
from bulou.forms.pushes import PushStep
from bulou.forms.twins import SameBy
from bulou.kit.errors import FieldError
from bulou.records.linked.fill import values_of
from bulou.records.pushing.values import NOTHING, Source
from bulou.records.query.one import read, sees
from bulou.records.query.secure import secure_select, sight
from bulou.records.write.duplicates import matching


def existing(source: Source, target: Form, step: PushStep) -> int | None:
    """The id of the record that the source names, or that has one of the values; only one that the caller sees, who
    need not be able to make one."""
    if step.mode == "create":
        return None
    named = source.plain.get(step.through or "")
    if isinstance(named, int) and sees(source.tx, source.actor, target, named):
        return named
    for key in step.find:
        found = _with(source, target, key, _sought(source, target, step, key))
        if found is not None:
            return found
    return None


def _sought(source: Source, target: Form, step: PushStep, key: str) -> Any:
    """What the step would put into the field, whether or not the caller may write it."""
    put, bound = next((put for put in step.puts if put.put == key), None), target.get(key)
    value = NOTHING if put is None or bound is None else source.value(put, bound, target)
    return None if value is NOTHING else value


def _with(source: Source, target: Form, key: str, value: Any) -> int | None:
    """The first living record with this value that the caller sees and whose field they may read."""
    bound = target.get(key)
    if bound is None or value is None or not may(source.actor, target.key, "read"):
        return None
    try:
        stored = bound.kind.check(bound.definition, written(value))
    except FieldError:
        return None
    same = SameBy(key, (bound,))
    wanted = same.of({key: stored}.get)
    seen = sight(source.tx, source.actor, target)
    if wanted is None or key not in seen.fields:
        return None
    open_ = seen.when(key)
    where = [matching(same, [wanted]), *([] if open_ is None else [open_])]
    query = secure_select(seen, seen.of.c.id, where=where).order_by(seen.of.c.id).limit(1)
    row = source.tx.one(query)
    return None if row is None else int(row[0])


def brought(
    source: Source, target: Form, step: PushStep, id_: int, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Of `values` those that go into a record that is there: into what is empty, or wherever they differ.

    What the caller may not read there is left as it is: it may not be empty.
    """
    if step.existing == "leave":
        return {}
    plain = [key for key in values if (bound := target.get(key)) is not None and bound.columns]
    here = values_of(source.tx, source.actor, source.context, target, plain, [id_]).get(id_, {})
    whole = read(source.tx, source.actor, target, id_)
    found = {}
    for key, value in values.items():
        bound = target.get(key)
        if bound is None:  # its stage is its own
            continue
        if (bound.columns and key not in here) or (not bound.columns and key not in whole):
            continue
        now = here[key] if bound.columns else written(whole[key])
        if _empty(now) or (step.existing == "overwrite" and now != value and bound.operand != "rows"):
            found[key] = value
    return found


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
