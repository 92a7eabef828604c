"""Merging walks everything that can point at a record or hang on it: a new kind or table fails here until it is told."""

from __future__ import annotations

from bulou.db.contributed import discover
from bulou.db.metadata import metadata
from bulou.forms.fields.kind import kinds
from bulou.records.merging.hanging import MOVES, STAYS
from bulou.records.merging.pointing import HANDLED

discover()
OF_PEOPLE = {"person", "people", "department", "departments"}  # they name no records of forms
ANSWERED_ELSEWHERE = {"lookup", "rollup"}  # worked out from relations


def test_what_hangs_on_records_moves_or_stays_for_a_reason() -> None:
    hanging = {name for name, table in metadata.tables.items() if "record_id" in table.c}
    told = MOVES.keys() | STAYS.keys()
    assert sorted(hanging - told) == [], "say in records/merging/hanging.py what a merge does with it"
    assert sorted(told - hanging) == []
    assert all(STAYS.values())


def test_every_kind_that_points_at_records_is_turned() -> None:
    pointing = {
        kind.key: kind.operand
        for kind in kinds
        if "target" in kind.options_model.model_fields and kind.key not in ANSWERED_ELSEWHERE
    }
    left = {key: operand for key, operand in pointing.items() if operand not in HANDLED | OF_PEOPLE}
    assert not left, f"records/merging/pointing.py turns {sorted(HANDLED)} only"
