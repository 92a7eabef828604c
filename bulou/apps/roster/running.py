"""Taking a roster in: departments, positions and people in one transaction, or nothing of it."""

from collections.abc import Mapping
from typing import Any

from bulou.apps.roster.errors import RosterChanged
from bulou.apps.roster.judging import Wishes, judge
from bulou.apps.roster.known import load
from bulou.apps.roster.plan import CREATE, REFUSED, SAME, UPDATE, Path, Plan, Row, Where
from bulou.apps.roster.reading import Roster
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.kit.text import name_key
from bulou.people import accounts, audit, departments, directory, places, positions, revision, roles
from bulou.people.places import Place

Json = dict[str, Any]


def run(tx: Tx, by: Actor, roster: Roster, wishes: Wishes, at: int | None) -> tuple[Plan, Json]:
    """Judge once more and do it. RosterChanged when `at` (the plan that was looked at) is not that of now."""
    revision.changing(tx)
    seen = revision.current(tx) - 1  # before this change itself was counted
    if at is not None and at != seen:
        raise RosterChanged()
    plan = judge(tx, roster, wishes)
    made = _departments(tx, by, plan)
    titles = _positions(tx, by, plan)
    created: list[int] = []
    for row in plan.rows:
        if row.action in (CREATE, UPDATE):
            id_ = _person(tx, by, row, made, titles)
            created += [id_] if row.action == CREATE else []
            if row.leads is not None:
                departments.change(tx, by, _id(made, row.leads), {"head_id": id_})
    result = {
        "created": plan.count(CREATE),
        "updated": plan.count(UPDATE),
        "same": plan.count(SAME),
        "refused": plan.count(REFUSED),
        "departments": len(plan.departments),
        "positions": len(plan.positions),
    }
    counted = {
        {"departments": "departments_made", "positions": "positions_made"}.get(key, key): number
        for key, number in result.items()
    }
    audit.write(tx, by, "people.imported", detail=counted)
    return plan, {**result, "people": created}


def _departments(tx: Tx, by: Actor, plan: Plan) -> dict[Path, int]:
    """Every department by its path of keys, with those made now; parents come before what is below them."""
    found = dict(load(tx).by_path)
    for path in sorted(plan.departments, key=len):
        keys = tuple(map(name_key, path))
        if keys not in found:
            found[keys] = departments.create(tx, by, path[-1], parent_id=found.get(keys[:-1]))
    return found


def _positions(tx: Tx, by: Actor, plan: Plan) -> dict[str, int]:
    for name in plan.positions:
        positions.create(tx, by, name)
    return positions.by_key(tx)


def _id(made: Mapping[Path, int], where: Where) -> int:
    return where.id if where.id is not None else made[tuple(map(name_key, where.path))]


def _person(tx: Tx, by: Actor, row: Row, made: Mapping[Path, int], titles: Mapping[str, int]) -> int:
    wanted = [
        Place(_id(made, where), titles.get(name_key(title)) if title else None) for where, title in row.places
    ]
    wanted = list({place.department: place for place in reversed(wanted)}.values())[::-1]
    if row.person is None:
        new = accounts.NewPerson(
            row.name,
            account=row.values.get("account"),
            email=row.values.get("email"),
            phone=row.values.get("phone"),
            places=tuple(wanted),
            roles=tuple(dict.fromkeys(row.roles)),
        )
        return accounts.create(tx, by, new)
    changes: Json = dict(row.values)
    if row.places:
        changes["places"] = _joined(places.of_person(tx, row.person), wanted)
        if directory.one(tx, row.person)["department"] is None:
            changes["places"] = _joined(wanted, changes["places"])
    if row.roles:
        changes["roles"] = [*roles.until_of(tx, row.person), *row.roles]
    if changes:
        accounts.change(tx, by, row.person, changes)
    return row.person


def _joined(there: list[Place], more: list[Place]) -> list[Place]:
    """The places there are, with positions where they had none, and the further ones behind."""
    titles = {place.department: place.position for place in more}
    kept = [Place(each.department, each.position or titles.get(each.department)) for each in there]
    known = {each.department for each in there}
    return [*kept, *(each for each in more if each.department not in known)]
