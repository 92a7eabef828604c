"""Step 1: what the caller may not write is left out; what does not exist is refused."""

from bulou.kit.errors import Forbidden
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import ECHOES


def strip(chunk: Chunk) -> None:
    """Fill `given` of every row with the keys that may go on; note the others."""
    plan, rights = chunk.plan, chunk.rights
    writable = plan.typed[chunk.who.free]
    for row in chunk.alive:
        for key in row.command.values:
            typed = key in writable or (key in row.command.opened and key not in plan.computed)
            if key in plan.writable_system or (typed and rights.may_write(row, key)):
                row.given.add(key)
            elif key in chunk.form.by_key or key in ECHOES or key.startswith("_"):
                row.stripped.append(key)
            else:
                row.refuse(key, "fields.unknown_field")
        if "owner" in row.given and not _may_give(chunk, row):
            _keep_owner(chunk, row)


def _may_give(chunk: Chunk, row: Row) -> bool:
    return chunk.rights.may_assign and (row.creating or bool(row.extra.get("may_give", True)))


def _keep_owner(chunk: Chunk, row: Row) -> None:
    """Without the right to assign, a record stays whose it is; a new one is the caller's own."""
    value = row.command.values["owner"]
    wanted = value.get("id") if isinstance(value, dict) else value
    stays = chunk.who.person_id if row.creating else row.before.get("owner")
    if wanted == stays:
        row.given.discard("owner")
    else:
        row.error = Forbidden(action="assign", form=chunk.form.key)
