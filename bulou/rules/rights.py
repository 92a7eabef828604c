"""Who may configure rules, and with whose rights a rule acts."""

from dataclasses import replace

from bulou.access.grants import in_scope
from bulou.access.rights import may, may_configure, require
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, Forbidden
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.people.errors import RoleNotFound
from bulou.rules.definition import RuleDef
from bulou.rules.errors import LostRole, RuleInvalid


def may_see(actor: Actor, form: str | None) -> bool:
    """Whether somebody may look at and change the rules of a form; those of none belong to the workspace."""
    return may_configure(actor) if form is None else may(actor, form, "configure")


def need(actor: Actor, form: str | None) -> None:
    """Forbidden, or NotFound for whom there is no such form, unless `may_see`."""
    if form is not None:
        require(actor, form, "configure")
    elif not may_configure(actor):
        raise Forbidden(action="configure", form="*")


def need_role(actor: Actor, definition: RuleDef) -> None:
    """RuleInvalid unless whoever publishes it holds the role that it acts with, or may do everything."""
    if definition.role is not None and not actor.admin and definition.role not in actor.roles:
        raise RuleInvalid(
            problems=[FieldProblem("runs_as", "rules.not_your_role", {"role": definition.role})]
        )


def need_hands(actor: Actor, form: str | None) -> None:
    """Forbidden for a token that may not write: what it puts in force writes, and outlives it."""
    if not in_scope(actor, "change"):
        raise Forbidden(action="change", form=form or "*")


def runner(tx: Tx, owner_id: int | None, definition: RuleDef) -> Actor:
    """Who acts when the rule does. PersonNotFound, PersonNotActive where the owner is gone, RoleNotFound, LostRole."""
    owner = actors.load(tx, owner_id or 0)
    if definition.role is None:
        return owner
    if not owner.admin and definition.role not in owner.roles:
        raise LostRole(role=definition.role)
    return actors.in_role(tx, owner_id or 0, definition.role)


def would_run(tx: Tx, actor: Actor, definition: RuleDef) -> Actor:
    """Who would act if `actor` published the definition: never with more than they have, token included."""
    need_role(actor, definition)
    if definition.role is None or actor.person_id is None:
        return actor
    try:
        there = actors.in_role(tx, actor.person_id, definition.role)
    except RoleNotFound as error:
        problem = FieldProblem("runs_as", "rules.no_such_role", {"role": definition.role})
        raise RuleInvalid(problems=[problem]) from error
    return replace(there, scopes=actor.scopes, forms=actor.forms, kept={})
