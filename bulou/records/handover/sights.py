"""Who sees what moved: how many of its records everybody near the handover sees now, and how many afterwards."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, literal, or_, select

from bulou.access.visible import Visible, may, visible
from bulou.db.tables.people import department, department_closure, person, person_department
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.people.register import register
from bulou.records.handover.allot import Gives
from bulou.records.handover.asking import hands_of
from bulou.records.handover.model import Asked
from bulou.records.query.secure import context_of
from bulou.records.write.handing import OWNER, Hands

Json = dict[str, Any]
MOST_PEOPLE = 60
AT_ONCE = 5_000
Groups = dict[int | None, list[int]]  # receiver → records


def sights(tx: Tx, asked: Asked, gives: Gives) -> list[Json]:
    """`{person, part: giver|receiver|near, forms: [{form, label, before, after}]}` of those whose sight changes.

    `near` are heads and members of the departments concerned, 60 people in all. A giver who leaves sees nothing.
    """
    catalog, hands = catalogs.load(tx), hands_of(tx, asked)
    groups = {key: found for key, some in gives.items() if (found := _groups(some)) and catalog[key].owned}
    told = []
    for id_, part in _watchers(tx, asked, hands):
        try:
            actor = actors.load(tx, id_)
        except AppError:  # disabled: sees nothing, before or after
            continue
        if part == "giver" and asked.reader_until is not None:
            continue  # goes on reading what went
        leaves = part == "giver" and asked.ending == "leaves"
        forms = [_seen(tx, actor, catalog[key], found, hands, leaves) for key, found in groups.items()]
        changed = [each for each in forms if each is not None and each["before"] != each["after"]]
        if changed:
            named = {"id": id_, "title": register(tx).people[id_].name}
            told.append({"person": named, "part": part, "forms": changed})
    return told


def _groups(some: Sequence[Any]) -> Groups:
    found: Groups = defaultdict(list)
    for give in some:
        if OWNER in give.keys:
            found[give.to].append(give.id)
    return found


def _watchers(tx: Tx, asked: Asked, hands: Hands) -> list[tuple[int, str]]:
    found = {asked.person: "giver"} | dict.fromkeys(sorted(asked.receivers()), "receiver")
    home = tx.value(select(person.c.department_id).where(person.c.id == asked.person))
    homes = {each for each in (home, *hands.homes.values()) if each is not None}
    for id_ in _near(tx, homes):
        if len(found) < MOST_PEOPLE:
            found.setdefault(id_, "near")
    return list(found.items())


def _near(tx: Tx, homes: set[int]) -> list[int]:
    """Heads of these departments and of those above, then their members."""
    up, d, member = department_closure.c, department.c, person_department.c
    heads = (
        select(d.head_id)
        .join(department_closure, up.above_id == d.id)
        .where(up.below_id.in_(homes), d.head_id.is_not(None))
    )
    members = select(member.person_id).where(member.department_id.in_(homes))
    active = select(person.c.id).where(
        person.c.state == "active", or_(person.c.id.in_(heads), person.c.id.in_(members))
    )
    ids = {row[0] for row in tx.rows(active)}
    leading = [row[0] for row in tx.rows(heads.distinct())]
    return [*(id_ for id_ in leading if id_ in ids), *sorted(ids - {*leading})]


def _seen(tx: Tx, actor: Actor, form: Form, groups: Groups, hands: Hands, leaves: bool) -> Json | None:
    """Before: the rows as they are; after: the same rows with the owner and department that they will have."""
    if not may(actor, form.key, "read"):
        return None
    context = context_of(tx, actor)
    now = visible(actor, form, context=context)
    if not now.scopes and now.denies is None and not leaves:
        return None  # sees everything anyway
    before = after = 0
    for to, ids in groups.items():
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            before += _count(tx, now, some)
            if not leaves:
                then = _as_given(form.table, some, to, hands)
                after += _count(tx, visible(actor, form, context=context, of=then), some)
    return {
        "form": form.key,
        "label": dict(form.definition.plural or form.definition.label),
        "before": before,
        "after": after,
    }


def _count(tx: Tx, seen: Visible, ids: Sequence[int]) -> int:
    query = select(func.count()).select_from(seen.of).where(seen.predicate, seen.of.c.id.in_(ids))
    return int(tx.value(query) or 0)


def _as_given(table: Table, ids: Sequence[int], to: int | None, hands: Hands) -> Any:
    """The records as they will be."""
    home = hands.homes.get(to) if to is not None else None
    other = {"owner": to, "department": home}
    columns = [
        literal(other[column.key], column.type).label(column.key) if column.key in other else column
        for column in table.c
    ]
    return select(*columns).where(table.c.id.in_(ids)).subquery()
