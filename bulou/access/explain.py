"""Why somebody may, or may not: every grant and denial that has a say, each with the rows it covers."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, FromClause, false

from bulou.access.answerable import why_not
from bulou.access.grants import ADMIN, Grant, condition_of, grants_of
from bulou.access.plan import applying
from bulou.access.scope import clause, scope_of
from bulou.access.visible import unlimited
from bulou.expr.conditions import Context
from bulou.kit.protocols import Actor, FormLike

Kind = Literal["admin", "grant", "deny", "cap", "public"]


@dataclass(frozen=True, eq=False)
class Reason:
    """One grant or denial: `role` whose it is and `at` its place there, `covers` its rows on the form's table.

    `kind`: `grant` opens; `deny` takes rows away; `cap` limits fields; `admin` opens everything; `public` is what
    everybody reads of people and departments. `unfit`: its condition asks for what the form does not have.
    """

    kind: Kind
    grant: Grant
    role: str
    at: int
    covers: ColumnElement[bool]
    unfit: bool = False


def reasons(actor: Actor, form: FormLike, action: str, context: Context, of: FromClause) -> list[Reason]:
    """All that has a say, in the order of the roles. Shares are told apart: they widen what is granted at all."""
    places = _places(actor)
    return [
        _reason(actor, form, action, grant, places.get(id(grant), 0), context, of)
        for grant in applying(actor, form.key, action)
    ]


def _places(actor: Actor) -> dict[int, int]:
    """The place of each grant in its own role."""
    count: Counter[str] = Counter()
    found = {}
    for grant in grants_of(actor):
        if grant is not ADMIN:
            found[id(grant)] = count[grant.role]
            count[grant.role] += 1
    return found


def _reason(
    actor: Actor, form: FormLike, action: str, grant: Grant, at: int, context: Context, of: FromClause
) -> Reason:
    condition = condition_of(grant.rows)
    unfit = condition is not None and why_not(condition, form, actor) is not None
    scope = scope_of([grant], actor, action)
    covers = false() if unfit else clause(scope, form, of, unlimited(form, of, context), context)
    return Reason(_kind(grant), grant, grant.role, at, covers, unfit)


def _kind(grant: Grant) -> Kind:
    if grant is ADMIN:
        return "admin"
    if grant.deny:
        return "deny" if grant.denies_rows() else "cap"
    return "grant" if grant.role else "public"
