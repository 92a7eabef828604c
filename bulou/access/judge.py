"""One record judged in Python: for rows that are not stored yet, and for what a page offers on one record."""

from dataclasses import dataclass

from bulou.access.plan import ALWAYS, Open, plan_for
from bulou.access.scope import inside
from bulou.expr.conditions import Context, ValueOf
from bulou.kit.protocols import Actor, FormLike


@dataclass(frozen=True)
class Judgement:
    """Whether the action is open on the record, and the fields it is open for (none when it is not)."""

    allowed: bool
    fields: frozenset[str] = frozenset()


def judge(actor: Actor, form: FormLike, action: str, value_of: ValueOf, context: Context) -> Judgement:
    """What `visible(actor, form, action)` says of the record whose stored values `value_of(path)` gives.

    `value_of` is asked for what scopes and conditions of grants name: owner, department, any path.
    """
    found = _judge(actor, form, action, value_of, context)
    if action in ("read", "create") or actor.is_system or not found.allowed:
        return found
    read = _judge(actor, form, "read", value_of, context)
    return Judgement(read.allowed, found.fields & read.fields if read.allowed else frozenset())


def _judge(actor: Actor, form: FormLike, action: str, value_of: ValueOf, context: Context) -> Judgement:
    plan = plan_for(actor, form, action)
    known: dict[int, bool] = {}

    def open_(field: Open) -> bool:
        if id(field) not in known:
            allowed = field.allowed.everything or inside(field.allowed, form, value_of, context)
            denied = not field.denied.nothing and inside(field.denied, form, value_of, context)
            known[id(field)] = allowed and not denied
        return known[id(field)]

    if not inside(plan.rows, form, value_of, context):
        return Judgement(False)
    if not plan.denied.nothing and inside(plan.denied, form, value_of, context):
        return Judgement(False)
    fields = ALWAYS | {key for key, field in plan.fields.items() if open_(field)}
    return Judgement(True, frozenset(fields))
