"""Absences: the person's own stay, and where they were to stand in for others, the receiver does."""

from typing import Any

from sqlalchemy import select

from bulou.db.tables.people import absence
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import absence as absences
from bulou.people.absence import Away
from bulou.people.register import register
from bulou.records.handover.contributed import Item, Passed, Possession, possessions


def held(tx: Tx, person_id: int) -> list[Item]:
    """Whom the person stands in for, now or later."""
    people = register(tx).people
    return [
        Item(row.id, people[row.person_id].name, "/settings/people", row.starts_at[:10])
        for row in _ahead(tx, absence.c.substitute_id == person_id)
    ]


def pass_on(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver stands in; nobody does where that would be a circle, or the receiver is the one who is away."""
    found, people = list[Passed](), register(tx).people
    for row in _ahead(tx, absence.c.substitute_id == giver):
        for wanted in dict.fromkeys((to if to != row.person_id else None, None)):
            if _put(tx, by, row, wanted):
                found.append(Passed(row.id, people[row.person_id].name, giver, wanted))
                break
    return found


def take_back(tx: Tx, by: Actor, passed: Passed) -> bool:
    """The substitute of before, where that still is to come and nobody named another."""
    rows = _ahead(tx, absence.c.id == passed.id)
    return bool(rows) and rows[0].substitute_id == passed.after and _put(tx, by, rows[0], passed.before)


def _ahead(tx: Tx, clause: Any) -> list[Any]:
    """Absences that run or will."""
    query = select(absence).where(clause, absence.c.ends_at > tx.now_text)
    return list(tx.rows(query.order_by(absence.c.starts_at, absence.c.id)))


def _put(tx: Tx, by: Actor, row: Any, substitute: int | None) -> bool:
    away = Away(
        row.starts_at, row.ends_at, substitute, bool(row.records) and substitute is not None, row.note
    )
    try:
        with tx.savepoint():
            absences.change(tx, by, row.person_id, row.id, away)
    except AppError:
        return False
    return True


possessions.register(
    Possession(
        key="absences",
        label={"zh-CN": "替谁代班", "en-US": "Stands in for"},
        fate="moves",
        covers={
            "absence.substitute_id": "the receiver stands in",
            "absence.person_id": "when somebody is away themselves is theirs",
        },
        held=held,
        pass_on=pass_on,
        take_back=take_back,
        order=22,
    )
)
