"""After every event: which rules it starts, which due moments it moves. Forms without rules cost nothing."""

from collections.abc import Sequence
from typing import Any

from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tx import Tx
from bulou.expr.conditions import EVERYTHING, Context
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import departments
from bulou.records.query.secure import context_of
from bulou.rules import due, queue
from bulou.rules.known import Live, acting, known, touched
from bulou.rules.model import Rule
from bulou.rules.queue import Wanted
from bulou.rules.starting import asks, sees_enough
from bulou.rules.subject import Subject
from bulou.rules.trigger import ONCE, Due

GONE, NEW = "record.deleted", ("record.created", "record.restored")
KEPT = ("version", "via", "stage", "comment", "batch")  # of an event's body


def match(tx: Tx, fact: Fact) -> None:
    """Queue the runs that a fact starts and keep what is due of its record."""
    found = known(tx)
    hearing = found.by_event.get((fact.form, fact.kind), ())
    timed = found.timed.get(fact.form, ()) if fact.kind.startswith("record.") else ()
    if fact.record_id is None or not (hearing or timed):
        return
    subject = Subject(tx, fact, catalogs.load(tx).get(fact.form or ""))
    if subject.form is None:
        return
    met = [live for live in hearing if meets(subject, live) and _may_tell(subject, live)]
    queue.put(tx, [wanted(live, fact) for live in met if not only_once(live)])
    for live in met:
        if only_once(live):
            queue.put_once(tx, wanted(live, fact))
    if timed:
        _keep_due(tx, fact, subject, timed)


def meets(subject: Subject, live: Live) -> bool:
    """Whether the event starts the rule: by its trigger, and by its condition on the record as it is now."""
    return judged(subject, live, None)


def _may_tell(subject: Subject, live: Live) -> bool:
    """Whether that there is a run tells whoever acts nothing that they may not read: what the conditions ask for is
    open to them on this record. Where nobody can act, the run itself says so."""
    if not asks(live.rule):
        return True
    gone_from = any(leaf in subject.changed for leaf in live.left)
    try:
        actor = acting(subject.tx, live)
    except AppError:
        return True
    return not gone_from and sees_enough(subject.tx, live.rule, actor, subject.fact.record_id or 0)


def judged(subject: Subject, live: Live, actor: Actor | None) -> bool:
    """The same for whoever would act (None: whoever acts)."""
    rule = live.rule
    if rule.trigger is None or not rule.trigger.meets(subject, rule.options):
        return False
    if all(each is EVERYTHING for each in (live.when, live.before, live.after)):
        return True
    if subject.values is None:
        return False
    who = (live.rule.owner_id, live.rule.definition.role)
    if actor is not None or who not in subject.contexts:
        subject.contexts[who] = judging(subject.tx, live, actor)
    context = subject.contexts[who]
    return (
        (live.before is EVERYTHING or subject.held(live.before, context))
        and (live.after is EVERYTHING or _has_come(subject, live, context))
        and (live.when is EVERYTHING or subject.holds(live.when, context))
    )


def _has_come(subject: Subject, live: Live, context: Context) -> bool:
    if not subject.holds(live.after, context):
        return False
    newly = getattr(live.rule.options, "newly", False)
    return not (newly and subject.held(live.after, context))


def judging(tx: Tx, live: Live, actor: Actor | None = None) -> Context:
    """What conditions are judged against: whoever acts is `me`. Where nobody can act, the run itself says so."""
    try:
        actor = actor or acting(tx, live)
    except AppError:
        return Context(tx.now, tree=departments.tree(tx))
    plain = context_of(tx, actor)
    return Context(plain.now, plain.zone, plain.week_start, actor, departments.tree(tx))


def only_once(live: Live) -> bool:
    """Whether a record starts the rule no more than once."""
    return bool(getattr(live.rule.options, "once", False))


def wanted(live: Live, fact: Fact) -> Wanted:
    """The run that a fact starts."""
    kept: dict[str, Any] = {key: fact.body[key] for key in KEPT if key in fact.body}
    about = {"event": fact.kind, "fact": fact.id, **kept}
    occasion = ONCE if only_once(live) else f"event:{fact.id}"
    return Wanted(live.rule, occasion, fact.record_id or 0, fact.cause, about, fact.actor_id)


def _keep_due(tx: Tx, fact: Fact, subject: Subject, timed: Sequence[Live]) -> None:
    """Due moments that the write may have moved."""
    whole = fact.kind == GONE or fact.kind in NEW
    moved = touched(timed, None if whole else subject.changed)
    if not moved:
        return
    values = subject.values
    found: dict[int, tuple[Rule, Due | None]] = {live.rule.id: (live.rule, None) for live in moved}
    if values is not None and values.get("deleted_at") is None:
        clockwork, dated = due.clockwork_of(tx), _dated(values)
        for live in moved:
            since = live.rule.live_since or tx.now_text
            found[live.rule.id] = (live.rule, due.of_record(live.rule, dated, clockwork, since))
    due.replace(tx, fact.record_id or 0, found, fact.cause)


def _dated(values: Any) -> dict[str, Any]:
    """Values as due moments are worked out of: one of several columns counts by its first."""
    return {key: value[0] if isinstance(value, tuple) and value else value for key, value in values.items()}


handlers.register(Handler("rules.match", ("record.*", "comment.added"), match))
