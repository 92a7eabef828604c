"""Names in rows → ids: records, people, departments; looked up a chunk at a time, made where chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bulou.access.rights import may
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import PEOPLE, Form
from bulou.kit.protocols import MANY
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import OWNER, Plan, SheetPlan
from bulou.records.exchange.running import lookup, people
from bulou.records.exchange.running.ahead import Ahead
from bulou.records.exchange.running.counts import Counts
from bulou.records.exchange.running.lookup import Found
from bulou.records.exchange.running.rows import LINK, Refusal, RowRead
from bulou.records.write import Command, Who, apply

_REMEMBERED = 50_000
Ids = dict[str, int]  # name as written → id
Problems = dict[str, str]  # name as written → code


@dataclass(eq=False)
class KnownNames:
    """Names found by earlier chunks of the same run: (form, name) → record. Whether a record is still there is
    asked again by the pipeline; what a chunk finds or makes counts only once it is committed."""

    records: dict[tuple[str, str], Found] = field(default_factory=dict)

    def learn(self, tx: Tx, fresh: dict[tuple[str, str], Found]) -> None:
        """Add names after the commit of `tx`."""
        if fresh and len(self.records) < _REMEMBERED:
            tx.after_commit.append(lambda: self.records.update(fresh))


@dataclass(eq=False)
class Linking:
    """What resolving a chunk needs. `later` collects (row, field, name) of records of this very form that are
    not there yet: a later row may be the one. `titles`: (field, name) → what the record is really called.
    `ahead`: an import is only tried out; what it would make gets an id there."""

    tx: Tx
    who: Who
    form: Form
    catalog: Catalog
    plan: Plan
    may_make_people: bool
    counts: Counts
    known: "KnownNames"
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    later: list[tuple[RowRead, str, str]] = field(default_factory=list)
    ahead: Ahead | None = None


def resolve(linking: Linking, rows: Sequence[RowRead]) -> None:
    """Turn `names` of the rows into ids among their values; what cannot be found is refused cell by cell.

    Owners come first: a record made for a link belongs to the owner of the row that names it.
    """
    keys = {key for row in rows for key in row.names}
    for key in sorted(keys, key=lambda each: (each != OWNER, each)):
        concerned = [row for row in rows if key in row.names and not row.refused]
        ids = _chosen(linking.plan, key, concerned)
        names = {name for row in concerned for name in row.names[key]} - ids.keys()
        find = _finder(linking, key)
        found, problems = find(linking, key, sorted(names), concerned)
        _settle(linking, key, concerned, {**found, **ids}, problems)


def _chosen(plan: Plan, key: str, rows: Sequence[RowRead]) -> Ids:
    """Ids that somebody picked for names in the proposal; names that are to stay empty are taken out."""
    ids: Ids = {}
    empty: dict[str, set[str]] = {}
    for sheet in {row.sheet for row in rows}:
        column = _sheet(plan, sheet).column_of(key)
        chosen = column.links if column else {}
        ids.update({name: id_ for name, id_ in chosen.items() if isinstance(id_, int)})
        empty[sheet] = {name for name, id_ in chosen.items() if id_ is None}
    for row in rows:
        if left_out := empty[row.sheet].intersection(row.names[key]):
            row.names[key] = tuple(name for name in row.names[key] if name not in left_out)
    return ids


def _sheet(plan: Plan, name: str) -> SheetPlan:
    return next(sheet for sheet in plan.sheets if sheet.name == name)


Finder = Callable[[Linking, str, list[str], Sequence[RowRead]], tuple[Ids, Problems]]


def _finder(linking: Linking, key: str) -> Finder:
    if key == OWNER:
        return _people
    operand = linking.form.bound(key).operand
    if operand in ("person", "people"):
        return _people
    return _departments if operand in ("department", "departments") else _records


def _people(linking: Linking, key: str, names: list[str], rows: Sequence[RowRead]) -> tuple[Ids, Problems]:
    known = lookup.people(linking.tx)
    ids: Ids = {}
    problems: Problems = {}
    for name in names:
        found = known.get(name_key(name), [])
        if len(found) == 1:
            ids[name] = found[0]
        elif found:
            problems[name] = "link.ambiguous"
        elif linking.may_make_people and linking.plan.options.create_missing.people:
            ids[name] = _person(linking, name)
            known[name_key(name)] = [ids[name]]
    return ids, problems


def _person(linking: Linking, name: str) -> int:
    if linking.ahead is not None:
        return linking.ahead.named(PEOPLE, name)
    linking.counts.people_created += 1
    return people.make(linking.tx, linking.who, name)


def _departments(
    linking: Linking, key: str, names: list[str], rows: Sequence[RowRead]
) -> tuple[Ids, Problems]:
    known = lookup.departments(linking.tx)
    found = {name: id_ for name in names if (id_ := lookup.only(known, name)) is not None}
    return found, {name: "link.ambiguous" for name in names if len(known.get(name_key(name), ())) > 1}


def _records(linking: Linking, key: str, names: list[str], rows: Sequence[RowRead]) -> tuple[Ids, Problems]:
    target = linking.catalog[linking.form.bound(key).target or ""]
    ids: Ids = {}
    problems: Problems = {}
    known = linking.known.records
    before = {name: [known[target.key, name]] for name in names if (target.key, name) in known}
    asked = [name for name in names if name not in before]
    fresh = lookup.by_names(linking.tx, linking.who.actor, target, asked)
    for name, found in {**before, **fresh}.items():
        chosen = one_of(found, name)
        if chosen is None:
            problems[name] = "link.ambiguous"
        elif not chosen.seen and not linking.who.free:
            problems[name] = "link.locked"
        else:
            ids[name] = chosen.id
            linking.titles[(key, name)] = chosen.title or name
    sure = {(target.key, name): found[0] for name, found in fresh.items() if len(found) == 1}
    linking.known.learn(linking.tx, sure)
    missing = [name for name in names if name not in ids and name not in problems]
    if missing and target is not linking.form and linking.plan.options.create_missing.links:
        ids.update(_make(linking, key, target, missing, rows))
    return ids, problems


def one_of(found: Sequence[Found], name: str) -> Found | None:
    """The record a name means: the only one, the only one called exactly so, or the only one that is seen."""
    for some in (
        found,
        [each for each in found if each.title == name],
        [each for each in found if each.seen],
    ):
        if len(some) == 1:
            return some[0]
    return None


def _make(linking: Linking, key: str, target: Form, names: list[str], rows: Sequence[RowRead]) -> Ids:
    """Make the records of `target` that are missing, each once, owned like the first row that names it."""
    if linking.ahead is not None:
        return {name: linking.ahead.named(target.key, name) for name in names}
    owners: dict[str, int | None] = {}
    spelled: dict[str, str] = {}
    for row in rows:
        for name in row.names[key]:
            if name in names:
                spelled.setdefault(name_key(name) or name, name)
                owners.setdefault(name_key(name) or name, row.values.get(OWNER, linking.plan.options.owner))
    commands = []
    for at, name in spelled.items():
        commands.append(
            Command("create", values={target.title: name, **owned(linking.who, target, owners[at])})
        )
    outcomes = apply(linking.tx, linking.who, target, commands, partial=True)
    made = {
        at: outcome.id for at, outcome in zip(spelled, outcomes, strict=True) if outcome.ok and outcome.id
    }
    linking.counts.links_created += len(made)
    return {name: id_ for name in names if (id_ := made.get(name_key(name) or name)) is not None}


def owned(who: Who, target: Form, owner: int | None) -> dict[str, int]:
    """The owner of a record made for a link; without the right to assign it is the importer's, as by default."""
    if owner is None or not target.owned or not may(who.actor, target.key, "assign"):
        return {}
    return {OWNER: owner}


def _settle(
    linking: Linking, key: str, rows: Sequence[RowRead], ids: Mapping[str, int], problems: Problems
) -> None:
    several = key != OWNER and linking.form.bound(key).operand in MANY
    for row in rows:
        names = row.names[key]
        found = [ids[name] for name in names if name in ids]
        if several and found:
            row.values[key] = list(dict.fromkeys(found))
        elif found:
            row.values[key] = found[0]
        for name in names:
            if name not in ids:
                _refuse(linking, row, key, name, problems.get(name, "link.unknown"))


def _refuse(linking: Linking, row: RowRead, key: str, name: str, code: str) -> None:
    own = key != OWNER and linking.form.bound(key).target == linking.form.key
    if own and code == "link.unknown":
        linking.later.append((row, key, name))
        return
    column = _sheet(linking.plan, row.sheet).column_of(key)
    if key == OWNER and code == "link.unknown":
        code = "owner.unknown"
    row.refusals.append(
        Refusal(row.sheet, row.number, LINK, code, column.heading if column else key, name, {"field": key})
    )
