"""What an actor may do at all, before any row is looked at."""

from collections.abc import Iterable
from typing import Any

from bulou.access.grants import ACTIONS, in_scope
from bulou.access.plan import applying
from bulou.access.scope import scope_of
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.protocols import Actor, FormLike


def may(actor: Actor, form_key: str, action: str) -> bool:
    """True when some row of the form could be open to `action` (`form_key` `*`: of any form there is)."""
    key = (may, form_key, action)
    known: bool | None = actor.kept.get(key)
    if known is None:
        known = actor.kept[key] = _judge(actor, form_key, action)
    return known


def _judge(actor: Actor, form_key: str, action: str) -> bool:
    if actor.is_system:
        return True
    grants = applying(actor, form_key, action)
    allowed = scope_of([grant for grant in grants if not grant.deny], actor, action)
    denied = scope_of([grant for grant in grants if grant.denies_rows()], actor, action)
    return not allowed.nothing and not denied.everything


def require(actor: Actor, form_key: str, action: str) -> None:
    """Forbidden unless `may`; NotFound when not even reading is open, as if there were no such form."""
    if may(actor, form_key, action):
        return
    if may(actor, form_key, "read"):
        raise Forbidden(action=action, form=form_key)
    raise NotFound(what="form", id=form_key)


def is_open(actor: Actor, kind: str, key: str) -> bool:
    """Whether a dashboard (`sales`) or button (`lead.done`) is open: one role that leaves it so is enough."""
    return f"{kind}:{key}" not in actor.shut


def may_configure(actor: Actor) -> bool:
    """True for those who change definitions, dashboards and settings of the workspace."""
    return may(actor, "*", "configure")


def may_manage_people(actor: Actor) -> bool:
    """True for administrators; a token of theirs needs the scope `configure` and no limit to some forms."""
    return actor.is_system or (actor.admin and in_scope(actor, "configure") and actor.forms is None)


def rights_of(actor: Actor, catalog: Iterable[FormLike]) -> dict[str, Any]:
    """`{forms: {lead: ["read", …]}, configure: bool, people: bool, handover: bool}`; forms without any right are left
    out, `handover` is true for administrators and for heads of others."""
    forms = {form.key: [action for action in ACTIONS if may(actor, form.key, action)] for form in catalog}
    return {
        "forms": {key: actions for key, actions in forms.items() if actions},
        "configure": may_configure(actor),
        "people": may_manage_people(actor),
        "handover": may_manage_people(actor) or bool(actor.reports),
    }
