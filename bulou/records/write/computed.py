"""Computed values into their columns: no version, no history, one event for each record."""

from collections.abc import Sequence

from bulou.kit.events import Event
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import column_values
from bulou.records.write.store import write_columns
from bulou.records.write.tables import store_tables


def store_computed(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Store what `after` of changed rows says."""
    plan, who = chunk.plan, chunk.who
    columns = {row.id: column_values(plan, row.after) for row in rows}
    keys = tuple(sorted({key for each in columns.values() for key in each}))
    if any(len(each) != len(keys) for each in columns.values()):  # what a row keeps is written as it was
        columns = {row.id: {**column_values(plan, row.before), **columns[row.id]} for row in rows}
    if keys:
        write_columns(chunk, keys, list(columns.items()))
    store_tables(chunk, rows)
    form = chunk.form.key
    chunk.tx.emit_all(
        [
            Event("record.computed", form, row.id, {"changed": list(row.changed)}, who.person_id, who.cause)
            for row in rows
        ]
    )
