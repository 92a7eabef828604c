"""People a file names and nobody knows: made not activated, so that they own records and cannot sign in."""

from typing import Any

from bulou.db.tx import Tx
from bulou.people import accounts, departments
from bulou.records.batches.filled import DEPARTMENTS, note_made
from bulou.records.batches.people import PEOPLE
from bulou.records.write import Who


def make(tx: Tx, who: Who, name: str, **more: Any) -> int:
    """A person called `name` (`more`: email, phone, department_id); the id. The caller has asked for the right."""
    id_ = accounts.create(tx, who.actor, accounts.NewPerson(name=name[: accounts.LENGTHS["name"]], **more))
    note_made(tx, who.batch_id, PEOPLE, id_)
    return id_


def make_department(tx: Tx, who: Who, name: str, **more: Any) -> int:
    """A department called `name` (`more`: parent_id, head_id); the id. The undo of the batch takes it away."""
    id_ = departments.create(tx, who.actor, name, **more)
    note_made(tx, who.batch_id, DEPARTMENTS, id_)
    return id_
