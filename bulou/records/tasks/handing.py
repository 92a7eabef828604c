"""Handing a task to somebody else and keeping an eye on it."""

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import Conflict, Forbidden, Invalid, NotFound
from bulou.records import comments, write
from bulou.records.follow import follow
from bulou.records.query.one import may_read, sees
from bulou.records.tasks import state
from bulou.records.tasks.hearing import HANDED
from bulou.records.tasks.telling import may_see, tell
from bulou.records.write import Outcome, Who


class TaskDone(Conflict):
    """What is done is not handed on."""

    code = "tasks.done"


class CannotSee(Invalid):
    """The receiver's roles do not reach the task. `person`."""

    code = "tasks.cannot_see"


def hand_on(
    tx: Tx, who: Who, form: Form, id_: int, to: int, note: str = "", version: int | None = None
) -> Outcome:
    """Make `to` the one who does it; `note` becomes a comment and is told with it.

    Whoever hands it on is remembered where the form has a place for it, and follows the task as far as they still see
    it. NotFound where the form has no tasks; CannotSee, TaskDone, Forbidden.
    """
    may_read(tx, who.actor, form, id_)
    slots, found = form.trait(state.TRAIT), state.read(tx, form, id_)
    if slots is None or found is None:
        raise NotFound(what="task", id=id_)
    if not found.open:
        raise TaskDone()
    values: dict[str, int | None] = {slots["assignee"]: to}
    if "handed_by" in slots:
        values[slots["handed_by"]] = who.person_id
    if note:
        comments.add(tx, who.actor, form, id_, note)
    marked = Who(who.actor, who.via, who.locale, cause=(*who.cause, HANDED))
    outcome = write.change(tx, marked, form, id_, values, version)
    task = state.read(tx, form, id_)
    assert task is not None
    if task.assignee != to:  # not theirs to change
        raise Forbidden(action="change", form=form.key)
    if not may_see(tx, task, to):
        raise CannotSee(person=to)
    if sees(tx, who.actor, form, id_):
        follow(tx, who.actor, form, id_)
    if to != who.person_id:
        tell(tx, task, to, "task.given.note" if note else "task.given", {"by": who.person_id, "text": note})
    return outcome
