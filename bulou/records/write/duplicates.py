"""Step 10: values that must be unique. The index decides; we ask before, so that the twin can be named."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy import Row as Found

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.forms.twins import SameBy, elsewhere, same_by
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.duplicates.pairs import apart_from
from bulou.records.write.model import Chunk, Row, Warning
from bulou.words import sentence

Twin = tuple[int, str | None]  # id and title; title None where the caller may not see it
Key = tuple[Any, ...]


def check_twins(chunk: Chunk) -> None:
    """Refuse rows whose unique value another living record, or an earlier row of this chunk, already has."""
    for same in chunk.plan.unique:
        rows = [row for row in chunk.good if writes(row, same)]
        keys = {id(row): same.of(row.get) for row in rows}
        wanted = {key for key in keys.values() if key is not None}
        if not wanted:
            continue
        taken = twins(chunk, same, wanted)
        firsts: dict[Any, Row] = {}
        for row in rows:
            key = keys[id(row)]
            if key is None:
                continue
            if key in taken and taken[key][0] != row.id:
                _refuse(row, same, taken[key], chunk)
            elif firsts.setdefault(key, row) is not row:
                _say(row, same, chunk, id=None, title=None, here=True)


def warn_of_twins(chunk: Chunk) -> None:
    """Say what looks like a record that is there already; nothing is refused. A batch lists it in its result."""
    for key in chunk.form.definition.duplicates:
        if key.kind == "warn":
            _warn(chunk, same_by(chunk.form.by_key, key, True), chunk.form)
        for also in key.also_in:
            there = chunk.form.others.get(also.form)
            beyond = elsewhere(there.by_key, key, also) if there is not None else None
            if there is not None and beyond is not None:
                _warn(chunk, same_by(chunk.form.by_key, key, True), there, beyond)


def _warn(chunk: Chunk, same: SameBy, there: Form, beyond: SameBy | None = None) -> None:
    assert same.twin is not None
    when = same.twin.when
    rows = [row for row in chunk.good if writes(row, same)]
    if when is not None:
        rows = [row for row in rows if chunk.judge.holds(row, chunk.judge.ready(when)) is True]
    keys = {id(row): key for row in rows if (key := same.of(row.get)) is not None}
    if not keys:
        return
    own = {row.id for row in rows if row.id is not None} if beyond is None else set()
    apart = apart_from(chunk.tx, there.key, min(own)) if len(own) == 1 else frozenset()
    found = living(chunk.tx, there, beyond or same, set(keys.values()), without=own | apart)
    first = {key: row.id for key, row in found.items()}
    met = {
        id(row): twin
        for row in rows
        if id(row) in keys and (twin := _first(first, keys[id(row)], row, beyond is None)) is not None
    }
    titles = titles_of(chunk.tx, chunk.who.actor, there, sorted(set(met.values())))
    for row in rows:
        twin = met.get(id(row))
        if twin is not None:
            said = _told(chunk, same, there, titles.get(twin))
            row.warnings.append(Warning(same.name, said, same.fields, (there.key, twin)))


def _first(first: dict[Key, int | None], key: Key, row: Row, own: bool) -> int | None:
    """The record that had the key before this one: one that is there, or an earlier row of the chunk."""
    if key in first or not own or row.id is None:
        return first.get(key)
    first[key] = row.id
    return None


def _told(chunk: Chunk, same: SameBy, there: Form, title: str | None) -> str:
    locale = chunk.who.locale
    assert same.twin is not None
    named = say(same.twin.label, locale) or ", ".join(
        say(part.definition.label, locale) for part in same.parts
    )
    code = "twins.warned" if title is not None else "twins.warned_unseen"
    params = {"key": named, "form": say(there.definition.label, locale), "title": title or ""}
    return sentence(code, params, locale) or ""


def writes(row: Row, same: SameBy) -> bool:
    """Whether a row brings one of the values that are compared."""
    return any(
        key in row.after and (row.creating or row.after[key] != row.before.get(key)) for key in same.fields
    )


def matching(same: SameBy, keys: Collection[Key]) -> ColumnElement[bool]:
    """The clause of the records that have one of these keys."""
    if len(same.columns) == 1:
        return same.columns[0].in_(sorted(key[0] for key in keys))
    return tuple_(*same.columns).in_(sorted(keys))


def living(
    tx: Tx, form: Form, same: SameBy, keys: Collection[Key], without: Collection[int] = ()
) -> Mapping[Key, Found[Any]]:
    """Key → `{id, …}` of the first living record that has it, whoever may see it: for the product's own checks."""
    table = form.table
    # visible: that there is one is what a duplicate check says; what it is called goes through `titles_of`
    query = select(table.c.id, *same.columns).where(matching(same, keys), table.c.deleted_at.is_(None))
    if without:
        query = query.where(table.c.id.not_in(sorted(without)))
    found: dict[Key, Found[Any]] = {}
    for row in tx.rows(query.order_by(table.c.id)):
        found.setdefault(tuple(row[1:]), row)
    return found


def twins(chunk: Chunk, same: SameBy, keys: Iterable[Key]) -> dict[Key, Twin]:
    """Key → the living record that has it."""
    found = living(chunk.tx, chunk.form, same, list(keys))
    titles = titles_of(chunk.tx, chunk.who.actor, chunk.form, [row.id for row in found.values()])
    return {key: (row.id, titles.get(row.id)) for key, row in found.items()}


def titles_of(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> dict[int, str | None]:
    """Id → title of those that the actor may see."""
    seen = visible(actor, form)
    if form.title not in seen.fields or not ids:
        return {}
    query = select(form.table.c.id, seen.column(form.title))
    query = query.where(form.table.c.id.in_(ids), seen.predicate)
    return {row[0]: row[1] for row in tx.rows(query)}


def _refuse(row: Row, same: SameBy, twin: Twin, chunk: Chunk) -> None:
    _say(row, same, chunk, id=twin[0] if twin[1] is not None else None, title=twin[1])


def _say(row: Row, same: SameBy, chunk: Chunk, **about: Any) -> None:
    """At the field that was written; several fields are named together with the key and the version it stands in."""
    if same.twin is None:
        row.refuse(same.name, "fields.taken", **about)
        return
    at = next((key for key in same.fields if key in row.after), same.fields[0])
    version = chunk.form.definition.version
    row.refuse(at, "fields.taken", **about, rule=same.name, fields=list(same.fields), version=version)


def name_twins(chunk: Chunk, row: Row) -> None:
    """After the index has refused a row: say which field and who the twin is."""
    for same in chunk.plan.unique:
        key = same.of(row.get)
        if key is None or not any(each in row.after for each in same.fields):
            continue
        found = twins(chunk, same, {key})
        if key in found and found[key][0] != row.id:
            _refuse(row, same, found[key], chunk)
