"""Deleting to the bin with what hangs on a record, and bringing back what the same delete took."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select, update

from bulou.forms.form import BoundField, Form
from bulou.records.errors import StillReferred, Taken
from bulou.records.rights import FREE
from bulou.records.write.above import tell_above
from bulou.records.write.duplicates import twins
from bulou.records.write.guarding import ask_guards
from bulou.records.write.judging import Judge
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row
from bulou.records.write.owners import check_returning
from bulou.records.write.plan import plan_of
from bulou.records.write.search_rows import drop_rows, put_rows
from bulou.records.write.stage_rows import resume_stays
from bulou.records.write.trail import leave_trail

DEEPEST = 8  # how far a deletion reaches along cascading relations


def delete(chunk: Chunk, depth: int = 0) -> None:
    """Put the rows into the bin, together with records whose relation says so."""
    ask_guards(chunk)
    _refuse_referred(chunk)
    rows = chunk.alive
    if not rows:
        return
    mark(chunk, rows, chunk.tx.now_text)
    drop_rows(chunk.tx, chunk.form, [row.id for row in rows])
    tell_above(chunk, rows)
    for form, bound in _pointing(chunk, "cascade") if depth < DEEPEST else ():
        below = _referring(chunk, form, bound, [row.id for row in rows], None)
        _below(chunk, form, [id_ for _target, id_ in below], "delete", depth)


def restore(chunk: Chunk, depth: int = 0) -> None:
    """Bring the rows back, with what the same delete took; refuse where a living twin has come meanwhile."""
    _refuse_twins(chunk)
    check_returning(chunk)
    rows = chunk.alive
    if not rows:
        return
    moments = {row.id: row.before["deleted_at"] for row in rows}
    mark(chunk, rows, None)
    put_rows(chunk.tx, chunk.form, [(row.id, {**row.before, **row.after}) for row in rows])
    resume_stays(chunk, rows)
    tell_above(chunk, rows)
    for form, bound in _pointing(chunk, "cascade") if depth < DEEPEST else ():
        below = _referring(chunk, form, bound, list(moments), moments)
        _below(chunk, form, [id_ for _target, id_ in below], "restore", depth)


def mark(chunk: Chunk, rows: list[Row], moment: str | None) -> None:
    """Write deleted_at (None: back from the bin) and leave the trail."""
    table = chunk.form.table
    for row in rows:
        row.version = row.before["version"] + 1
        row.after["deleted_at"] = moment
        row.changed = ("deleted_at",)
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values(deleted_at=moment, version=bindparam("b_version"))
        .values(updated_at=chunk.tx.now_text, updated_by=chunk.who.person_id)
    )
    chunk.tx.execute(statement, [{"b_id": row.id, "b_version": row.version} for row in rows])
    leave_trail(chunk, rows)


def _pointing(chunk: Chunk, option: str) -> Iterator[tuple[Form, BoundField]]:
    """The relations to this form whose `on_delete` is `option`."""
    for form, bound in chunk.catalog.related_to(chunk.form.key):
        if bound.operand in ("record", "records") and getattr(bound.options, "on_delete", "keep") == option:
            yield form, bound


def _referring(
    chunk: Chunk, form: Form, bound: BoundField, ids: list[Any], moments: dict[Any, str] | None
) -> list[tuple[int, int]]:
    """(target, id) of records of `form` that point at `ids`: living, or deleted at the `moments`."""
    table = form.table
    pointer = table.c[bound.key] if bound.operand == "record" else form.links[bound.key].c.target_id
    query = select(pointer, table.c.id, table.c.deleted_at).where(pointer.in_(ids))
    if bound.operand == "records":
        link = form.links[bound.key]
        query = query.select_from(table.join(link, link.c.record_id == table.c.id))
    elif bound.target == "*":
        query = query.where(table.c[f"{bound.key}_form"] == chunk.form.key)
    living = table.c.deleted_at.is_(None)
    query = query.where(living if moments is None else ~living)  # visible: a record takes its own along
    found = chunk.tx.rows(query.order_by(table.c.id))
    return [(row[0], row[1]) for row in found if moments is None or row[2] == moments[row[0]]]


def _below(chunk: Chunk, form: Form, ids: list[int], action: Any, depth: int) -> None:
    """Delete or restore what hangs below, as part of the same act."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return
    rows = [Row(Command(action, id_), action, id_) for id_ in ids]
    judge = Judge(chunk.tx, form, chunk.judge.context, rows)
    below = replace(chunk, form=form, rows=rows, plan=plan_of(form), rights=FREE, judge=judge)
    load_rows(below)
    delete(below, depth + 1) if action == "delete" else restore(below, depth + 1)
    refused = next((row.error for row in rows if row.error is not None), None)
    if refused is not None:
        raise refused  # half a deletion would be worse than none


def _refuse_referred(chunk: Chunk) -> None:
    for form, bound in _pointing(chunk, "refuse"):
        rows = {row.id: row for row in chunk.alive}
        if not rows:
            return
        counts: dict[int, int] = defaultdict(int)
        for target, _id in _referring(chunk, form, bound, list(rows), None):
            counts[target] += 1
        for target, count in counts.items():
            rows[target].error = StillReferred(form=form.key, field=bound.key, count=count)


def _refuse_twins(chunk: Chunk) -> None:
    for same in chunk.plan.unique:
        keys = {row.id: key for row in chunk.alive if (key := same.of(row.before.get)) is not None}
        taken = twins(chunk, same, set(keys.values())) if keys else {}
        seen: set[Any] = set()
        for row in [each for each in chunk.alive if each.id in keys]:
            key = keys[row.id]
            if key in taken or key in seen:
                id_, title = taken.get(key, (None, None))
                row.error = Taken(field=same.fields[0], title=title, id=id_ if title is not None else None)
            seen.add(key)
