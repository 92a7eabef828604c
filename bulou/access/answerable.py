"""Whether a form can answer the condition of a grant; one that it cannot never opens anything."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from bulou.access.grants import ANY, Grant, condition_of
from bulou.expr.conditions import BadCondition, Condition, Context, Stored, UnknownField, holds
from bulou.kit.protocols import Actor, FormLike

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def applicable(grants: Iterable[Grant], form: FormLike, actor: Actor) -> list[Grant]:
    """The grants whose conditions `form` can answer.

    A grant that it cannot answer covers no row. A denial covers every row then, so that a field which went
    away opens nothing; only one for all forms (`*`) says nothing of a form that lacks its field.
    """
    found = []
    for grant in grants:
        condition = condition_of(grant.rows)
        error = None if condition is None else why_not(condition, form, actor)
        if error is None:
            found.append(grant)
        elif grant.deny and not (grant.form == ANY and isinstance(error, UnknownField)):
            found.append(replace(grant, rows="all"))
    return found


def why_not(condition: Condition, form: FormLike, actor: Actor) -> BadCondition | None:
    """What is wrong with `condition` for `form`, None when it can be asked."""
    try:
        holds(condition, lambda path: _typed(form, path), Context(_ANY_DAY, actor=actor))
    except BadCondition as error:
        return error
    return None


def _typed(form: FormLike, path: str) -> Stored | None:
    """An empty value of the type at the end of `path`."""
    head, _, rest = path.partition(".")
    if rest:
        target = form.relation(head)
        return _typed(target, rest) if target is not None else None
    type_ = form.operand_type(head)
    return None if type_ is None else Stored(None, type_, form.scale(head))
