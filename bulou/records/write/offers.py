"""Step 5b: what is chosen among the texts of another form is offered to whoever writes, by every door.

As with narrowed options a write is blamed for what it chooses, and for what it changes beside it."""

import json
from collections import defaultdict
from typing import Any

from bulou.forms.form import BoundField
from bulou.records.linked.texts import among, ground_of
from bulou.records.write.model import Chunk, Row
from bulou.records.write.tables import load_missing


def check_offers(chunk: Chunk) -> None:
    """Refuse texts that the writer is not offered. What an undo brings back and taken-over history are as they were."""
    if chunk.who.trusted or chunk.who.existing_history:
        return
    for bound in chunk.form.fields:
        if bound.definition.offers is not None:
            _check(chunk, bound)


def _check(chunk: Chunk, bound: BoundField) -> None:
    """One query for all rows that are offered the same."""
    assert bound.definition.offers is not None
    for pair in bound.definition.offers.match:
        if pair.of in chunk.plan.own_tables:
            load_missing(chunk, pair.of, [row for row in chunk.alive if not row.creating])
    asking: dict[str, list[tuple[Row, set[str]]]] = defaultdict(list)
    for row in chunk.alive:
        chosen = _chosen(bound, row)
        if chosen:
            asking[json.dumps(_values(chunk, bound, row), sort_keys=True, default=str)].append((row, chosen))
    for values, rows in asking.items():
        wanted = {text for _row, chosen in rows for text in chosen}
        found = ground_of(chunk.who.actor, chunk.judge.context, chunk.form, bound, json.loads(values))
        there = among(chunk.tx, found, wanted)
        for row, chosen in rows:
            if chosen - there:
                row.refuse(bound.key, "fields.not_offered", options="、".join(sorted(chosen - there)))


def _chosen(bound: BoundField, row: Row) -> set[str]:
    """The texts that this write must answer for."""
    if bound.key in row.hidden or any(each.field == bound.key for each in row.problems):
        return set()
    now, before = _texts(bound, row.get(bound.key)), _texts(bound, row.before.get(bound.key))
    assert bound.definition.offers is not None
    beside = {pair.of for pair in bound.definition.offers.match}
    moved = any(key in row.after and row.after[key] != row.before.get(key) for key in beside)
    return now if moved else now - before


def _texts(bound: BoundField, stored: Any) -> set[str]:
    if stored is None:
        return set()
    dumped = bound.kind.dump(bound.definition, stored)
    return set(dumped) if isinstance(dumped, list) else {str(dumped)}


def _values(chunk: Chunk, bound: BoundField, row: Row) -> dict[str, Any]:
    """The fields that the options depend on, as the record will have them."""
    assert bound.definition.offers is not None
    values: dict[str, Any] = {}
    for pair in bound.definition.offers.match:
        own, stored = chunk.form.get(pair.of), row.get(pair.of)
        if own is not None and own.columns and stored is not None:
            values[pair.of] = own.kind.dump(own.definition, stored)
        else:
            values[pair.of] = list(stored) if isinstance(stored, tuple) else stored
    return values
