"""A chunk of a list of people: those nobody knows are made, departments and their heads with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bulou.db.tables.people import department, person, person_department
from bulou.kit.errors import AppError
from bulou.kit.text import name_key
from bulou.people import accounts, departments
from bulou.records.batches.filled import DEPARTMENTS, JOINED, note_filled
from bulou.records.batches.people import PEOPLE
from bulou.records.exchange.meaning.staff import DEPARTMENT, EMAIL, HEAD, NAME, PHONE
from bulou.records.exchange.running import lookup, marks, people
from bulou.records.exchange.running.rows import LINK, ROW, Refusal, RowRead

if TYPE_CHECKING:
    from bulou.records.exchange.running.writing import Writing


@dataclass(eq=False)
class _Staff:
    """What is known while the chunk goes in; `heads` says who leads a department."""

    work: "Writing"
    people: dict[str, list[int]]
    departments: dict[str, list[int]]
    heads: dict[int, int | None]
    teams: dict[tuple[int, int], int]
    managers: dict[str, set[str]] = field(default_factory=dict)


def write(work: "Writing", rows: Sequence[RowRead]) -> None:
    """Make or complete the people that `rows` name. Passwords and roles are no matter of files."""
    known = _known(work)
    for row in rows:
        if row.refused:
            continue
        for office in row.names.get(DEPARTMENT, ()):
            known.managers.setdefault(name_key(office), set()).update(map(name_key, row.names.get(HEAD, ())))
    for row in rows:
        if not row.refused:
            _one(known, row)
        work.refusals += row.refusals
        work.counts.rows_refused += row.refused
        work.counts.cells_refused += sum(refusal.level in ("cell", LINK) for refusal in row.refusals)


def _known(work: "Writing") -> _Staff:
    tx = work.tx
    query = select(department.c.id, department.c.head_id, department.c.parent_id)
    rows = tx.rows(query.where(department.c.deleted_at.is_(None)))
    teams = {(row.parent_id, row.head_id): row.id for row in rows if row.parent_id and row.head_id}
    return _Staff(
        work, lookup.people(tx), lookup.departments(tx), {row.id: row.head_id for row in rows}, teams
    )


def _one(known: _Staff, row: RowRead) -> None:
    name = row.values.get(NAME)
    if not name and row.names.get(NAME):
        name = row.names[NAME][0]
    if not name:
        _refuse(row, "fields.required")
        return
    ids = known.people.get(name_key(name), [])
    if len(ids) > 1:
        _refuse(row, "link.ambiguous")
        return
    try:
        home = _home(known, row)
        _create(known, row, name, home) if not ids else _complete(known, row, ids[0], home)
    except AppError as error:
        _refuse(row, error.problems[0].code if error.problems else error.code)


def _refuse(row: RowRead, code: str) -> None:
    row.refused = True
    row.refusals.append(Refusal(row.sheet, row.number, ROW, code))


def _create(known: _Staff, row: RowRead, name: str, home: int | None) -> None:
    work = known.work
    more = {"department_id": home, **_contacts(row)}
    made = people.make(work.tx, work.who, name, **more)
    known.people[name_key(name)] = [made]
    marks.created(work, row, made)


def _contacts(row: RowRead) -> dict[str, Any]:
    return {key: str(row.values[key]) for key in (EMAIL, PHONE) if row.values.get(key)}


def _complete(known: _Staff, row: RowRead, id_: int, home: int | None) -> None:
    """Fill what is empty of somebody who is known."""
    work = known.work
    wanted = {**_contacts(row), **({"department_id": home} if home is not None else {})}
    columns = [person.c[key] for key in wanted]
    present = work.tx.one(select(*columns).where(person.c.id == id_)) if columns else ()
    fresh = {key: value for (key, value), now in zip(wanted.items(), present, strict=True) if now is None}
    if fresh:
        accounts.change(work.tx, work.who.actor, id_, fresh)
        note_filled(work.tx, work.who.batch_id, PEOPLE, id_, fresh)
        marks.updated(work, row, id_)
    else:
        marks.unchanged(work, row, id_)


def _home(known: _Staff, row: RowRead) -> int | None:
    """The department a person belongs to: the office, or the team in it that their manager leads."""
    offices, managers = row.names.get(DEPARTMENT, ()), row.names.get(HEAD, ())
    manager = _leader(known, row, managers[0]) if managers else None
    if not offices:
        return None
    office = _office(known, row, offices[0])
    if office is None or manager is None or known.heads.get(office) == manager:
        return office
    if known.heads.get(office) is None and len(known.managers[name_key(offices[0])]) == 1:
        _give_head(known, office, manager)
        return office
    return _team(known, office, manager, managers[0])


def _give_head(known: _Staff, office: int, manager: int) -> None:
    tx, who = known.work.tx, known.work.who
    c = person_department.c
    inside = select(c.person_id).where(c.person_id == manager, c.department_id == office)
    joined = tx.value(inside) is None
    departments.change(tx, who.actor, office, {"head_id": manager})
    note_filled(tx, who.batch_id, DEPARTMENTS, office, ["head_id"], **{JOINED: joined})
    known.heads[office] = manager


def _office(known: _Staff, row: RowRead, name: str) -> int | None:
    ids = known.departments.get(name_key(name), [])
    if ids:
        return ids[0]
    if not known.work.plan.options.create_missing.links:
        row.refusals.append(Refusal(row.sheet, row.number, LINK, "link.unknown", DEPARTMENT, name))
        return None
    made = people.make_department(known.work.tx, known.work.who, name)
    known.departments[name_key(name)] = [made]
    known.heads[made] = None
    known.work.counts.links_created += 1
    return made


def _leader(known: _Staff, row: RowRead, name: str) -> int | None:
    ids = known.people.get(name_key(name), [])
    if len(ids) == 1:
        return ids[0]
    if ids or not known.work.plan.options.create_missing.people:
        code = "link.ambiguous" if ids else "link.unknown"
        row.refusals.append(Refusal(row.sheet, row.number, LINK, code, HEAD, name))
        return None
    made = people.make(known.work.tx, known.work.who, name)
    known.people[name_key(name)] = [made]
    known.work.counts.people_created += 1
    return made


def _team(known: _Staff, office: int, manager: int, name: str) -> int:
    """An office with several managers has a team for each."""
    team = known.teams.get((office, manager))
    if team is None:
        work = known.work
        team = people.make_department(work.tx, work.who, name, parent_id=office, head_id=manager)
        known.teams[office, manager] = team
        known.heads[team] = manager
        known.work.counts.links_created += 1
    return team
