"""Whom a view is for: its owner, everybody, some roles; and what of it they are told."""

from collections.abc import Mapping
from typing import Any

from bulou.access.covering import covered
from bulou.access.visible import may, visible
from bulou.forms.form import Form
from bulou.kit.protocols import Actor

FOR_ROLES = ("roles", "default_for")


def may_see(
    actor: Actor, form: str, owner_id: int | None, shared: bool, definition: Mapping[str, Any]
) -> bool:
    """True for the owner, for those it is shared with, and (when shared) for those who may configure the form."""
    if owner_id is not None and owner_id == actor.person_id:
        return True
    if owner_id is not None and not shared:
        return False
    roles = definition.get("roles") or ()
    return not roles or bool(set(roles) & set(actor.roles)) or may(actor, form, "configure")


def told(actor: Actor, form: Form, definition: Mapping[str, Any], *, own: bool = False) -> dict[str, Any]:
    """The definition without the names of roles, which only those who may configure the form are told, and (but for
    one's `own`) without the values that it asks for in fields the reader may not read."""
    found = dict(definition)
    if not may(actor, form.key, "configure"):
        found = {key: value for key, value in found.items() if key not in FOR_ROLES}
    if own or actor.is_system:
        return found
    seen = visible(actor, form)
    if found.get("filter"):
        found["filter"] = covered(seen, found["filter"])
    if found.get("colours"):
        found["colours"] = [{**each, "filter": covered(seen, each["filter"])} for each in found["colours"]]
    return found


def is_default_for(actor: Actor, definition: Mapping[str, Any]) -> bool:
    """True when the view is the default of a role of theirs."""
    return bool(set(definition.get("default_for") or ()) & set(actor.roles))
