"""Rows of a chunk against records that exist, and against one another: who is created, who is changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.records.exchange.meaning.plan import CREATED_AT, ID, OWNER, STAGE, STAGE_SINCE, OnMatch
from bulou.records.exchange.running import lookup
from bulou.records.exchange.running.identity import Identity, Sameness
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.rows import RowRead

NOT_VALUES = frozenset({ID, CREATED_AT, STAGE_SINCE})


@dataclass(eq=False)
class Target:
    """One record to be written: `id` None while it is new. `rows` speak of it, the first one first; `added`
    says of each whether it brought anything. `before` are the present values of a known record; `told` what is
    said of it elsewhere, which learns the id of a new one."""

    id: int | None
    rows: list[RowRead]
    values: dict[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    added: list[bool] = field(default_factory=list)
    seen: bool = True
    known: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)


def known_records(
    tx: Tx, actor: Actor, sameness: Sameness, identities: Collection[Identity]
) -> dict[Identity, Found]:
    """The record each identity belongs to; the oldest where there are several."""
    found: dict[Identity, Found] = {}
    groups: dict[str, list[Identity]] = {}
    for identity in identities:
        groups.setdefault(_leading(identity), []).append(identity)
    for key, group in groups.items():
        found.update(_known_by(tx, actor, sameness, key, group))
    return found


def _leading(identity: Identity) -> str:
    """The first field of an identity that says anything: records are looked up by it."""
    return next(key for key, value in identity if value is not None)


def _known_by(
    tx: Tx, actor: Actor, sameness: Sameness, key: str, identities: Collection[Identity]
) -> dict[Identity, Found]:
    form = sameness.form
    by_lead: dict[Any, list[Identity]] = {}
    for identity in identities:
        by_lead.setdefault(dict(identity)[key], []).append(identity)
    column = form.table.c.id if key == ID else form.bound(key).unique_column
    hits = lookup.records(tx, actor, form, column, by_lead)
    if key == ID or len(sameness.bound) == 1:
        return {
            identity: hits[lead][0] for lead, each in by_lead.items() if lead in hits for identity in each
        }
    ids = [record.id for records in hits.values() for record in records]
    values = _match_values(tx, sameness, ids)
    found: dict[Identity, Found] = {}
    for records in hits.values():
        for record in records:
            found.setdefault(values[record.id], record)
    return {identity: found[identity] for identity in identities if identity in found}


def _match_values(tx: Tx, sameness: Sameness, ids: Sequence[int]) -> dict[int, Identity]:
    """What records are recognised by, as identities."""
    form, compared = sameness.form, (*sameness.bound, *sameness.bound_further)
    keys, base = [each.key for each in compared], len(sameness.bound)
    columns = [visible(SYSTEM, form).guard(each.key, each.unique_column) for each in compared]
    found: dict[int, Identity] = {}
    for start in range(0, len(ids), 500):
        query = select(form.table.c.id, *columns).where(form.table.c.id.in_(ids[start : start + 500]))
        for row in tx.rows(query):
            whole = tuple(zip(keys, row[1:], strict=True))
            found[row[0]] = whole if None in row[1 : base + 1] else whole[:base]
    return found


def present_values(
    tx: Tx, form: Form, ids: Collection[int], keys: Collection[str]
) -> dict[int, dict[str, Any]]:
    """What known records hold in `keys`, as stored (None: empty); tables of their own: True when filled."""
    if not ids:
        return {}
    everything = visible(SYSTEM, form)
    plain = [key for key in keys if form.column(key) is not None]
    table = form.table
    query = select(table.c.id, *(everything.column(key) for key in plain)).where(table.c.id.in_(ids))
    found = {row[0]: dict(zip(plain, row[1:], strict=True)) for row in tx.rows(query)}
    for key in keys:
        if key in form.links:
            links = form.links[key]
            filled = {row[0] for row in tx.rows(select(links.c.record_id).where(links.c.record_id.in_(ids)))}
            for id_, values in found.items():
                values[key] = True if id_ in filled else None
    return found


def gather(
    rows: Sequence[RowRead],
    identities: Mapping[int, Identity | None],
    known: Mapping[Identity, Found],
    merged: Mapping[int, int],
    on_match: OnMatch,
) -> list[Target]:
    """The records that `rows` (by position) speak of, in the order of the rows.

    `merged`: position → id that somebody chose for an uncertain twin. With `on_match` create, known records
    are left alone, but rows of the file that are the same still become one record.
    """
    targets: list[Target] = []
    by_identity: dict[Identity, Target] = {}
    by_id: dict[int, Target] = {}
    for at, row in enumerate(rows):
        identity = identities.get(at)
        target = by_identity.get(identity) if identity else None
        found = known.get(identity) if identity and on_match != "create" else None
        id_ = merged.get(at, found.id if found else None)
        if target is None and id_ is not None:
            target = by_id.get(id_)
        if target is None:
            target = Target(id_, [], seen=found.seen if found else True, known=id_ is not None)
            targets.append(target)
        target.rows.append(row)
        if identity:
            by_identity.setdefault(identity, target)
        if id_ is not None:
            by_id.setdefault(id_, target)
    return targets


def combine(target: Target, on_match: OnMatch, twins: Collection[tuple[str, int]]) -> None:
    """Work out what to write: the first row by `on_match`, every further row and every row that is a twin of
    an earlier one only fills what is empty. Sets `values` and, row by row, `added`."""
    if target.id is None and len(target.rows) == 1:  # as nearly all are
        target.values = {key: value for key, value in target.rows[0].values.items() if key not in NOT_VALUES}
        target.added.append(bool(target.values))
        return
    for position, row in enumerate(target.rows):
        twin = position > 0 or (row.sheet, row.number) in twins
        added = False
        for key, value in row.values.items():
            if key in NOT_VALUES or not _takes(target, key, on_match if not twin else "fill"):
                continue
            target.values[key] = value
            added = True
        target.added.append(added)


def _takes(target: Target, key: str, on_match: OnMatch) -> bool:
    if key in target.values:
        return False
    if target.id is None:
        return True
    if on_match == "overwrite":
        return True
    return key != STAGE and target.before.get(key) is None


def other_owner(target: Target, row: RowRead) -> tuple[int, int] | None:
    """The owner the record has or gets, and the one this row (or its sheet) names, where they differ."""
    theirs = None if row.owner_by_default else row.values.get(OWNER)
    ours = target.before.get(OWNER) if target.known else target.values.get(OWNER)
    return (ours, theirs) if ours is not None and theirs is not None and ours != theirs else None
