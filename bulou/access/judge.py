"""One record judged in Python: for rows that are not stored yet, and for what a page offers on one record."""

from dataclasses import dataclass

from bulou.access.plan import ALWAYS, Open, plan_for
from bulou.access.scope import Scope, inside
from bulou.access.sharing import Way
from bulou.expr.conditions import Context, ValueOf
from bulou.kit.protocols import Actor, FormLike


@dataclass(frozen=True)
class Judgement:
    """Whether the action is open on the record, and the fields it is open for (none when it is not)."""

    allowed: bool
    fields: frozenset[str] = frozenset()


def judge(
    actor: Actor,
    form: FormLike,
    action: str,
    value_of: ValueOf,
    context: Context,
    linked: frozenset[Way] = frozenset(),
) -> Judgement:
    """What `visible(actor, form, action)` says of the record whose stored values `value_of(path)` gives.

    `value_of` is asked for what scopes and conditions of grants name: owner, department, any path. `linked` says how
    the record is shared with the actor; a new one is not.
    """
    found = _judge(actor, form, action, value_of, context, linked)
    if action in ("read", "create") or actor.is_system or not found.allowed:
        return found
    read = _judge(actor, form, "read", value_of, context, linked)
    return Judgement(read.allowed, found.fields & read.fields if read.allowed else frozenset())


def _judge(
    actor: Actor,
    form: FormLike,
    action: str,
    value_of: ValueOf,
    context: Context,
    linked: frozenset[Way],
) -> Judgement:
    plan = plan_for(actor, form, action)
    known: dict[int, bool] = {}

    def is_in(scope: Scope) -> bool:
        return inside(scope, form, value_of, context, linked)

    def open_(field: Open) -> bool:
        if id(field) not in known:
            allowed = field.allowed.everything or is_in(field.allowed)
            known[id(field)] = allowed and not (not field.denied.nothing and is_in(field.denied))
        return known[id(field)]

    if not is_in(plan.rows):
        return Judgement(False)
    if not plan.denied.nothing and is_in(plan.denied):
        return Judgement(False)
    fields = ALWAYS | {key for key, field in plan.fields.items() if open_(field)}
    closed = {key for key, grounds in form.grounds.items() if not grounds <= fields}
    return Judgement(True, frozenset(fields - closed))
