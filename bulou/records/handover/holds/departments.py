"""Departments that the person leads: the receiver leads them, or nobody does until somebody is named."""

from sqlalchemy import select

from bulou.db.tables.people import department
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import departments
from bulou.records.handover.contributed import Item, Passed, Possession, possessions


def held(tx: Tx, person_id: int) -> list[Item]:
    """Living departments by name."""
    c = department.c
    query = (
        select(c.id, c.name).where(c.head_id == person_id, c.deleted_at.is_(None)).order_by(c.position, c.id)
    )
    return [Item(id_, name, "/settings/people") for id_, name in tx.rows(query)]


def pass_on(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver becomes the head."""
    found = []
    for item in held(tx, giver):
        departments.change(tx, by, item.id, {"head_id": to})
        found.append(Passed(item.id, item.label, giver, to))
    return found


def take_back(tx: Tx, by: Actor, passed: Passed) -> bool:
    """The head of before, unless another was named since, or the department is gone."""
    c = department.c
    now = tx.one(select(c.head_id).where(c.id == passed.id, c.deleted_at.is_(None)))
    if now is None or now[0] != passed.after:
        return False
    try:
        departments.change(tx, by, passed.id, {"head_id": passed.before})
    except AppError:
        return False
    return True


possessions.register(
    Possession(
        key="departments",
        label={"zh-CN": "所负责的部门", "en-US": "Departments led"},
        fate="moves",
        covers={"department.head_id": "the receiver leads the department"},
        held=held,
        pass_on=pass_on,
        take_back=take_back,
        order=20,
    )
)
