"""Asking the contributed guards, whose word stands above all rights; and whether this may be created here."""

from bulou.access.judge import judge
from bulou.access.plan import plan_for
from bulou.kit.errors import Forbidden
from bulou.records.contributed import guards
from bulou.records.errors import NotNow
from bulou.records.write.model import Chunk, Row
from bulou.records.write.view import write_of


def check_still(chunk: Chunk) -> None:
    """Refuse commands whose condition the record, as it is, does not meet; it stays locked from here on."""
    for row in chunk.alive:
        when = row.command.when
        if when is not None and chunk.judge.held(row, chunk.judge.ready(when)) is not True:
            row.error = NotNow(form=chunk.form.key)


def ask_guards(chunk: Chunk) -> None:
    """Let every guard judge the rows that are still good."""
    rows = chunk.good
    for guard in guards if rows else ():
        refused = guard.judge(chunk.tx, chunk.who, chunk.form, [write_of(row) for row in rows])
        for position, error in refused.items():
            rows[position].error = rows[position].error or error


def check_creation(chunk: Chunk) -> None:
    """Where creating is limited to some rows, a new record must be one of them; giving it to somebody else is
    judged by the right to assign."""
    who = chunk.who
    if who.free or plan_for(who.actor, chunk.form, "create").rows.everything:
        return
    for row in chunk.good:
        if row.creating and not _inside(chunk, row):
            row.error = Forbidden(action="create", form=chunk.form.key)


def _inside(chunk: Chunk, row: Row) -> bool:
    actor = chunk.who.actor
    mine = {"owner": actor.person_id, "department": actor.departments[0] if actor.departments else None}
    given = {**row.after, "created_by": actor.person_id, **mine}
    value_of = chunk.judge.reader(given.get)
    return judge(actor, chunk.form, "create", value_of, chunk.judge.context).allowed
