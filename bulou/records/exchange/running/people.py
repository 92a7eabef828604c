"""People a file names and nobody knows: made not activated, so that they own records and cannot sign in."""

from typing import Any

from sqlalchemy import insert

from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.people import accounts
from bulou.records.write import Who


def make(tx: Tx, who: Who, name: str, **more: Any) -> int:
    """A person called `name` (`more`: email, phone, department_id); the id. The caller has asked for the right."""
    id_ = accounts.create(tx, who.actor, accounts.NewPerson(name=name[: accounts.LENGTHS["name"]], **more))
    if who.batch_id is not None:
        row = {"batch_id": who.batch_id, "form": "user", "record_id": id_, "action": "created"}
        tx.execute(insert(batch_row).values(**row, version_after=1))
    return id_
