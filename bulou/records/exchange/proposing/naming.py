"""Identities that hold names, as a file has them, looked up among records that hold ids: 王强 of 甲公司."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.kit.protocols import Actor
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.running import links, lookup, matching
from bulou.records.exchange.running.identity import Identity, Sameness
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.rows import RowRead


@dataclass(eq=False)
class Names:
    """The names that match fields hold: field → name as compared → name as written first."""

    written: dict[str, dict[str, str]] = field(default_factory=dict)

    def watch(self, sameness: Sameness, row: RowRead) -> None:
        """Take in one row."""
        for each in sameness.bound:
            for name in row.names.get(each.key, ()):
                self.written.setdefault(each.key, {}).setdefault(name_key(name), name)


def known_records(
    tx: Tx,
    actor: Actor,
    sameness: Sameness,
    catalog: Catalog,
    plan: Plan,
    identities: Collection[Identity],
    names: Names,
) -> dict[Identity, Found]:
    """The record each identity belongs to. One that holds a name nobody is called belongs to none."""
    if not names.written:
        return matching.known_records(tx, actor, sameness, identities)
    ids = {key: _ids(tx, actor, sameness, catalog, plan, key, each) for key, each in names.written.items()}
    settled = {identity: _settled(identity, ids) for identity in identities}
    wanted = {each for each in settled.values() if each is not None}
    known = matching.known_records(tx, actor, sameness, wanted)
    return {identity: known[each] for identity, each in settled.items() if each in known}


def _ids(
    tx: Tx,
    actor: Actor,
    sameness: Sameness,
    catalog: Catalog,
    plan: Plan,
    key: str,
    written: Mapping[str, str],
) -> dict[str, int]:
    """Name as compared → the id it means."""
    bound = sameness.form.bound(key)
    if bound.operand == "person":
        people = lookup.people(tx)
        found = {each: lookup.only(people, name) for each, name in written.items()}
    else:
        hits = lookup.by_names(tx, actor, catalog[bound.target or ""], list(written.values()))
        chosen = {each: links.one_of(hits.get(name, ()), name) for each, name in written.items()}
        found = {each: record.id if record else None for each, record in chosen.items()}
    for sheet in plan.used:
        column = sheet.column_of(key)
        found.update({name_key(name): id_ for name, id_ in (column.links if column else {}).items()})
    return {each: id_ for each, id_ in found.items() if id_ is not None}


def _settled(identity: Identity, ids: Mapping[str, Mapping[str, int]]) -> Identity | None:
    """`identity` with ids instead of names, None where a name means nothing yet."""
    found = []
    for key, value in identity:
        if key in ids and isinstance(value, str):
            value = ids[key].get(value)
            if value is None:
                return None
        found.append((key, value))
    return tuple(found)
