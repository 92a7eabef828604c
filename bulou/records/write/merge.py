"""Stale edits: changes of different fields meet silently, changes of the same field are told to both."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.tables.people import person
from bulou.db.tables.records import history
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.records.errors import EditConflict
from bulou.records.write.model import Chunk, Row


@dataclass(frozen=True)
class Theirs:
    """Who changed a field last, and when."""

    by: int | None
    at: str
    version: int


def merge_stale(chunk: Chunk) -> None:
    """Refuse rows whose caller saw an older version and writes a field that others have changed since."""
    stale = [row for row in chunk.alive if _is_stale(row)]
    if not stale:
        return
    since = _changes_since(chunk, stale)
    names = _names(chunk, since)
    for row in stale:
        changes = since.get(row.id, {})
        both = sorted(row.given & changes.keys())
        clashes = [key for key in both if row.after.get(key) != row.before.get(key)]
        if clashes:
            row.error = _conflict(chunk.form, row, clashes, changes, names)


def _is_stale(row: Row) -> bool:
    version = row.command.version
    return version is not None and not row.creating and version != row.before["version"]


def _changes_since(chunk: Chunk, stale: list[Row]) -> dict[int | None, dict[str, Theirs]]:
    seen = {row.id: row.command.version or 0 for row in stale}
    query = (
        select(history.c.record_id, history.c.version, history.c.changes, history.c.by, history.c.at)
        .where(history.c.form == chunk.form.key, history.c.record_id.in_(list(seen)))
        .where(history.c.version > min(seen.values()))
        .order_by(history.c.id)
    )
    since: dict[int | None, dict[str, Theirs]] = defaultdict(dict)
    for record, version, changes, by, at in chunk.tx.rows(query):
        if version > seen[record]:
            since[record].update(dict.fromkeys(orjson.loads(changes), Theirs(by, at, version)))
    return since


def _names(chunk: Chunk, since: dict[int | None, dict[str, Theirs]]) -> dict[int | None, str]:
    ids = {theirs.by for changes in since.values() for theirs in changes.values()} - {None}
    if not ids:
        return {}
    query = select(person.c.id, person.c.name).where(person.c.id.in_(ids))
    return {row[0]: row[1] for row in chunk.tx.rows(query)}


def _conflict(
    form: Form, row: Row, keys: list[str], changes: dict[str, Theirs], names: dict[int | None, str]
) -> EditConflict:
    problems = []
    for key in keys:
        theirs = changes[key]
        by = None if theirs.by is None else {"id": theirs.by, "title": names.get(theirs.by)}
        yours, now = shown(form, key, row.after.get(key)), shown(form, key, row.before.get(key))
        params = {"yours": yours, "theirs": now, "by": by, "at": theirs.at}
        problems.append(FieldProblem(key, "records.field_conflict", params))
    last = max((changes[key] for key in keys), key=lambda each: each.version)
    by = None if last.by is None else {"id": last.by, "title": names.get(last.by)}
    return EditConflict(problems=problems, version=row.before["version"], by=by, at=last.at)


def shown(form: Form, key: str, stored: Any) -> Any:
    """A stored value as JSON, ids without titles."""
    bound = form.by_key.get(key)
    if bound is None or key in form.details:
        return stored
    return bound.kind.dump(bound.definition, stored)
