"""Saved views of the person's own: shared ones are what others work with, so they get a new keeper."""

from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.db.tables.forms import saved_view
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.records.handover.contributed import Item, Passed, Possession, possessions


def held(tx: Tx, person_id: int) -> list[Item]:
    """Shared ones first."""
    c = saved_view.c
    query = select(c.id, c.form, c.label, c.shared).where(c.owner_id == person_id)
    rows = tx.rows(query.order_by(c.shared.desc(), c.form, c.id))
    return [
        Item(id_, orjson.loads(label), f"/f/{form}", "shared" if shared else "private")
        for id_, form, label, shared in rows
    ]


def pass_on(tx: Tx, by: Actor, giver: int, to: int | None) -> list[Passed]:
    """The receiver keeps them; the workspace keeps the shared ones where nobody is named."""
    items = [item for item in held(tx, giver) if to is not None or item.note == "shared"]
    _own(tx, [item.id for item in items], to)
    return [Passed(item.id, item.label, giver, to) for item in items]


def take_back(tx: Tx, by: Actor, passed: Passed) -> bool:
    """Back to the keeper of before, if the view is still the receiver's."""
    now = tx.one(select(saved_view.c.owner_id).where(saved_view.c.id == passed.id))
    if now is None or now[0] != passed.after:
        return False
    _own(tx, [passed.id], passed.before)
    return True


def _own(tx: Tx, ids: list[Any], to: int | None) -> None:
    if ids:
        tx.execute(update(saved_view).where(saved_view.c.id.in_(ids)).values(owner_id=to))


possessions.register(
    Possession(
        key="views",
        label={"zh-CN": "保存的视图", "en-US": "Saved views"},
        fate="moves",
        covers={"saved_view.owner_id": "the receiver keeps the view"},
        held=held,
        pass_on=pass_on,
        take_back=take_back,
        order=30,
    )
)
