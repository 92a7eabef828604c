"""Whether a database holds whole records only: every write left all of its rows, or none of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Table, exists, func, select
from sqlalchemy.sql import Select

from bulou.db.outbox import floor, handlers
from bulou.db.tables.events import handled, outbox, relay_pending
from bulou.db.tables.records import comment, history, notification, stage_history
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form


def halves(tx: Tx) -> list[str]:
    """What is wrong in the tables of the forms, at most five examples a kind; holds at any moment."""
    found: list[str] = []
    for form in catalog.load(tx):
        if not form.read_only:
            for what, query in (*_rows(form), *_beside(form), *_tables_of_their_own(form)):
                wrong = [tuple(row) for row in tx.rows(query.limit(5))]
                found += [f"{form.key}: {what}: {wrong}"] if wrong else []
            found += _counted(tx, form)
    return found


def _rows(form: Form) -> Iterator[tuple[str, Select[Any]]]:
    """Every record has its history up to its version and told of itself once; nothing else has."""
    table = form.table
    mine = (history.c.form == form.key, history.c.record_id == table.c.id)
    yield (
        "no history of this version",
        select(table.c.id, table.c.version).where(
            ~exists().where(*mine, history.c.version == table.c.version)
        ),
    )
    yield (
        "history is ahead",
        select(table.c.id, table.c.version).where(exists().where(*mine, history.c.version > table.c.version)),
    )
    yield (
        "a version twice",
        select(history.c.record_id, history.c.version)
        .where(history.c.form == form.key)
        .group_by(history.c.record_id, history.c.version)
        .having(func.count() > 1),
    )
    yield (
        "history of nothing",
        _without(history, history.c.record_id, table).where(history.c.form == form.key),
    )
    told = (outbox.c.form == form.key, outbox.c.kind == "record.created")
    yield (
        "creation not told",
        # Not "exists": without an index on the outbox that reads all of it for every record.
        select(table.c.id).where(table.c.id.not_in(select(outbox.c.record_id).where(*told))),
    )
    yield "creation told of nothing", _without(outbox, outbox.c.record_id, table).where(*told)
    yield (
        "creation told twice",
        select(outbox.c.record_id).where(*told).group_by(outbox.c.record_id).having(func.count() > 1),
    )


def _beside(form: Form) -> Iterator[tuple[str, Select[Any]]]:
    """Stage history goes with the stage; relations point at what is there."""
    table = form.table
    if form.staged:
        s = stage_history.c
        now = (s.form == form.key, s.record_id == table.c.id, s.left_at.is_(None))
        open_ones = select(func.count()).where(*now).correlate(table).scalar_subquery()
        yield "not in one stage", select(table.c.id, table.c.stage).where(open_ones != 1)
        yield (
            "in another stage",
            select(table.c.id, table.c.stage).where(~exists().where(*now, s.stage == table.c.stage)),
        )
        yield "a stage of nothing", _without(stage_history, s.record_id, table).where(s.form == form.key)
    for bound in form.fields:
        target = form.relation(bound.key)
        if target is not None and not target.read_only and bound.operand == "record":
            column = bound.value_column
            yield (
                f"{bound.key} of nothing",
                _without(table, column, target.table).where(column.is_not(None)),
            )


def _tables_of_their_own(form: Form) -> Iterator[tuple[str, Select[Any]]]:
    """Rows of details and relations belong to a record."""
    for key, detail in form.details.items():
        yield f"{key} without a record", _without(detail.table, detail.table.c.parent_id, form.table)
        yield (
            f"{key} at one position",
            select(detail.table.c.parent_id)
            .group_by(detail.table.c.parent_id, detail.table.c.position)
            .having(func.count() > 1),
        )
    for key, table in form.links.items():
        yield f"{key} without a record", _without(table, table.c.record_id, form.table)
        target = form.relation(key)
        if target is not None:
            yield f"{key} of nothing", _without(table, table.c.target_id, target.table)


def _without(table: Table, column: Any, other: Table) -> Select[Any]:
    """Values of `column` that are no id of `other`."""
    return select(column).select_from(table).where(~exists().where(other.c.id == column))


def _counted(tx: Tx, form: Form) -> list[str]:
    """Living records, and only they, have a search row."""
    if form.search_table is None:
        return []
    living = {row[0] for row in tx.rows(select(form.table.c.id).where(form.table.c.deleted_at.is_(None)))}
    search = [row[0] for row in tx.rows(select(form.search_table.c.id))]
    wrong = sorted(living.symmetric_difference(search))[:5]
    twice = len(search) - len(set(search))
    return [f"{form.key}: search rows: {wrong}, {twice} twice"] if wrong or twice else []


def unheard(tx: Tx) -> int:
    """How many events are still to be handled."""
    base = {"floor": floor.read(tx).last_id}
    fresh = select(func.count()).select_from(outbox).where(*floor.not_taken_care_of(tx.db.is_sqlite))
    return int(tx.connection.execute(fresh, base).scalar_one()) + int(
        tx.value(select(func.count()).select_from(relay_pending))
    )


def misheard(tx: Tx) -> list[str]:
    """Events without the mark of a handler that wants them, comments that were not told to followers once."""
    found = []
    for handler in handlers:
        for event, kind in tx.rows(select(outbox.c.id, outbox.c.kind).where(~_marked(handler.key))):
            if handler.wants(kind):
                found.append(f"{handler.key} did not hear of {kind} {event}")
    told = [orjson.loads(row[0]) for row in tx.rows(select(notification.c.body))]
    heard = sorted(body["comment"] for body in told if body.get("what") == "comment.added")
    said = sorted(row[0] for row in tx.rows(select(comment.c.id)))
    if heard != said:
        missing, more = set(said) - set(heard), len(heard) - len(set(heard))
        found.append(f"comments not told: {sorted(missing)[:5]}, told again: {more}")
    return found


def _marked(key: str) -> Any:
    return exists().where(handled.c.event_id == outbox.c.id, handled.c.handler == key)
