"""Who works with a new form: grants added to roles when it is first published."""

from collections.abc import Mapping, Sequence

from bulou.access.grants import check_role
from bulou.db.tx import Tx
from bulou.forms.model import FormDef
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.people import roles

EVERYDAY = ("read", "create", "change", "delete", "import", "export", "assign", "bulk")


def open_to(tx: Tx, by: Actor, form: FormDef, rows: Mapping[str, str]) -> Sequence[str]:
    """Let each role (key → own, department, department_below, all) work with the records of `form`; whom it let.

    Errors: NotFound for a role there is not, BadRole for rows that are none. A role that reaches the form already
    stays as it is.
    """
    known = {role["key"]: role for role in roles.listing(tx)}
    opened = []
    for key, scope in rows.items():
        role = known.get(key)
        if role is None:
            raise NotFound(what="role", id=key[:60])
        definition = role["definition"]
        grants = list(definition.get("grants", ()))
        if any(grant.get("form") in (form.key, "*") for grant in grants):
            continue
        actions = [action for action in EVERYDAY if action != "assign" or form.owned]
        grant = {"form": form.key, "actions": actions, "rows": scope if form.owned else "all"}
        changed = {**definition, "grants": [*grants, grant]}
        check_role(changed)
        roles.put(tx, by, key, role["label"], changed)
        opened.append(key)
    return opened
