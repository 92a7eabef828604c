"""People a file names and nobody knows: made not activated, so that they own records and cannot sign in."""

from typing import Any

from sqlalchemy import insert

from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.people import accounts, departments
from bulou.records.write import Who


def make(tx: Tx, who: Who, name: str, **more: Any) -> int:
    """A person called `name` (`more`: email, phone, department_id); the id. The caller has asked for the right."""
    id_ = accounts.create(tx, who.actor, accounts.NewPerson(name=name[: accounts.LENGTHS["name"]], **more))
    _note(tx, who, "user", id_)
    return id_


def make_department(tx: Tx, who: Who, name: str, **more: Any) -> int:
    """A department called `name` (`more`: parent_id, head_id); the id. The undo of the batch takes it away."""
    id_ = departments.create(tx, who.actor, name, **more)
    _note(tx, who, "department", id_)
    return id_


def _note(tx: Tx, who: Who, form: str, id_: int) -> None:
    if who.batch_id is not None:
        row = {"batch_id": who.batch_id, "form": form, "record_id": id_, "action": "created"}
        tx.execute(insert(batch_row).values(**row, version_after=1))
