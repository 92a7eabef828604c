"""Step 3b: a picked record brings its fields along, whoever picks it and by whichever door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bulou.forms.carry import written
from bulou.forms.form import BoundField
from bulou.kit.errors import FieldError
from bulou.records.linked.fill import filled
from bulou.records.write.links import existing
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import is_empty


@dataclass(frozen=True)
class Picked:
    """One pick: the values that it may change, those that stand, what the caller gave of them, and the id."""

    values: dict[str, Any]
    standing: Mapping[str, Any]
    given: frozenset[str]
    id: int


def fill_picked(chunk: Chunk) -> None:
    """Copy from records that are newly picked. What the same write gives by itself stands; so does what an undo
    brings back."""
    if chunk.who.trusted:
        return
    for bound in chunk.form.fields:
        if getattr(bound.options, "fill", ()):
            _fill(chunk, bound, chunk.form.by_key, _picks(chunk, bound.key))
    for key, detail in chunk.form.details.items():
        beside = {column.key: column for column in detail.fields}
        for column in detail.fields:
            if getattr(column.options, "fill", ()):
                _fill(chunk, column, beside, _row_picks(chunk, key, column.key))


def _picks(chunk: Chunk, key: str) -> Iterable[Picked]:
    for row in chunk.alive:
        id_ = row.after.get(key)
        if isinstance(id_, int) and id_ != row.before.get(key):
            yield Picked(row.after, {**row.before, **row.after}, _said(row), id_)


def _said(row: Row) -> frozenset[str]:
    """The keys that the caller gave a value for."""
    return frozenset(key for key in row.given if not is_empty(row.after.get(key)))


def _row_picks(chunk: Chunk, key: str, column: str) -> Iterable[Picked]:
    for row in chunk.alive:
        before = {each["id"]: each for each in row.before.get(key) or ()}
        for each in row.after.get(key) or ():
            old = before.get(each["id"]) or {}
            id_ = each.get(column)
            if isinstance(id_, int) and id_ != old.get(column):
                said = {
                    name for name, value in each.items() if not is_empty(value) and value != old.get(name)
                }
                yield Picked(each, each, frozenset(said), id_)


def _fill(chunk: Chunk, bound: BoundField, beside: Mapping[str, BoundField], picks: Iterable[Picked]) -> None:
    found = list(picks)
    if not found:
        return
    ids = {pick.id for pick in found}
    brought = filled(chunk.tx, chunk.who.actor, chunk.judge.context, chunk.form, bound, ids, beside)
    _leave_unseen(chunk, brought.values(), beside)
    for pick in found:
        for put, value in brought.get(pick.id, {}).items():
            empty = is_empty(pick.standing.get(put))
            if put not in pick.given and (empty or bound.options.overwrite == "always"):
                _put(chunk, pick, beside[put], value)


def _leave_unseen(chunk: Chunk, brought: Iterable[dict[str, Any]], beside: Mapping[str, BoundField]) -> None:
    """What names a record that the caller may not see is not brought along."""
    values = list(brought)
    for put in {put for each in values for put in each if beside[put].operand == "record"}:
        ids = {each[put] for each in values if each.get(put) is not None}
        known = existing(chunk, beside[put].target or "", ids)
        for each in values:
            if each.get(put) is not None and each[put] not in known:
                del each[put]


def _put(chunk: Chunk, pick: Picked, bound: BoundField, value: Any) -> None:
    """The value as stored; what the field cannot hold (an option it does not have) leaves what stands."""
    plain = written(value)
    try:
        kind = bound.kind
        plain = kind.localise(plain, chunk.zone) if kind.zoned else plain
        pick.values[bound.key] = kind.check(bound.definition, plain)
    except FieldError:
        return
