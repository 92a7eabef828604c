"""What an import filled in about people and departments that were there before: emptied again by its undo."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Table, delete, insert, select, update

from bulou.db.tables.people import department, person, person_department
from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import accounts, departments
from bulou.records.batches.people import PEOPLE
from bulou.records.batches.revert import Done, Reverted

DEPARTMENTS = "department"
TABLES: Mapping[str, Table] = {PEOPLE: person, DEPARTMENTS: department}
JOINED = "joined"  # beside `head_id`: whether its head became a member of the department with it


def note_made(tx: Tx, batch_id: int | None, form: str, id_: int) -> None:
    """Keep that the batch made this person or department."""
    if batch_id is not None:
        row = {"batch_id": batch_id, "form": form, "record_id": id_, "action": "created"}
        tx.execute(insert(batch_row).values(**row, version_after=1))


def note_filled(
    tx: Tx, batch_id: int | None, form: str, id_: int, keys: Collection[str], **more: Any
) -> None:
    """Keep what the batch has just put into these empty columns; nothing of what it has made itself."""
    if batch_id is None:
        return
    c, table = batch_row.c, TABLES[form]
    now = tx.one(select(*(table.c[key] for key in keys)).where(table.c.id == id_))
    filled = dict(zip(keys, now or (), strict=True)) | more
    mine = (c.batch_id == batch_id) & (c.form == form) & (c.record_id == id_)
    known = tx.one(select(c.action, c.extra).where(mine))
    if known is None:
        row = {"batch_id": batch_id, "form": form, "record_id": id_, "action": "changed", "version_after": 1}
        tx.execute(insert(batch_row).values(**row, extra=_json(filled)))
    elif known.action == "changed":
        tx.execute(update(batch_row).where(mine).values(extra=_json({**orjson.loads(known.extra), **filled})))


def empty_again(tx: Tx, by: Actor, batch_id: int, form: str, rows: Sequence[Done]) -> Reverted:
    """Empty what still says what the batch put there; what somebody changed since stays and is told."""
    c, result = batch_row.c, Reverted()
    mine = (c.batch_id == batch_id, c.form == form, c.record_id.in_([row.id for row in rows]))
    filled = {
        row.record_id: orjson.loads(row.extra) for row in tx.rows(select(c.record_id, c.extra).where(*mine))
    }
    table = TABLES[form]
    for id_ in (row.id for row in rows):
        wanted = {key: value for key, value in filled[id_].items() if key != JOINED}
        now = tx.one(select(*(table.c[key] for key in wanted)).where(table.c.id == id_))
        present = dict(zip(wanted, now, strict=True)) if now is not None else {}
        ours = [key for key, value in wanted.items() if present.get(key) == value]
        if ours and _emptied(tx, by, form, id_, ours, filled[id_]) and len(ours) == len(wanted):
            result.back.append(id_)
        else:
            result.left[id_] = "undo.changed_since"
    return result


def _emptied(tx: Tx, by: Actor, form: str, id_: int, keys: Sequence[str], filled: Mapping[str, Any]) -> bool:
    nothing = dict.fromkeys(keys)
    try:
        if form == PEOPLE:
            accounts.change(tx, by, id_, nothing)
            return True
        departments.change(tx, by, id_, nothing)
    except AppError:  # merged or deleted since
        return False
    if filled.get(JOINED):
        _let_go(tx, id_, filled["head_id"])
    return True


def _let_go(tx: Tx, department_id: int, person_id: int) -> None:
    """Whoever joined to lead it leaves it, unless it is where they belong by now."""
    c = person_department.c
    elsewhere = select(person.c.id).where(person.c.id == person_id, person.c.department_id == department_id)
    if tx.value(elsewhere) is None:
        tx.execute(
            delete(person_department).where(c.person_id == person_id, c.department_id == department_id)
        )


def _json(values: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(values)).decode()
