"""What somebody may do with an import besides importing: make people, options, records; keep history."""

from dataclasses import asdict, dataclass
from typing import Any

from bulou.access.grants import grants_of, in_scope, reaches
from bulou.access.rights import may, may_configure, may_manage_people
from bulou.forms.form import PEOPLE, BoundField, Form
from bulou.kit.protocols import Actor


@dataclass(frozen=True)
class ImportRights:
    """What the proposal may offer to its owner."""

    people: bool
    choices: bool
    links: bool
    existing_history: bool
    overwrite: bool
    assign: bool

    def json(self) -> dict[str, Any]:
        """As the proposal tells it."""
        return asdict(self)


def of(actor: Actor, form: Form) -> ImportRights:
    """The rights of `actor` in imports into `form`.

    People may be made by administrators and by those whose role grants `import` on the form `user` by name;
    history may be taken as found by those who may change many records of the form at once.
    """
    targets = [each.target for each in form.fields if each.operand in ("record", "records") and each.target]
    people = may_manage_people(actor) or _granted_by_name(actor, PEOPLE, "import")
    return ImportRights(
        people=people,
        choices=may_configure(actor) or any(_open_for_all(each) for each in form.fields),
        links=people if form.read_only else any(may(actor, target, "create") for target in targets),
        existing_history=actor.is_system or may(actor, form.key, "bulk"),
        overwrite=may(actor, form.key, "change"),
        assign=may(actor, form.key, "assign"),
    )


def may_add_options(actor: Actor, bound: BoundField) -> bool:
    """True when missing options of this field may be made by `actor`."""
    return may_configure(actor) or _open_for_all(bound)


def _open_for_all(bound: BoundField) -> bool:
    return bound.kind.key in ("choice", "choices") and bool(getattr(bound.options, "create", False))


def _granted_by_name(actor: Actor, form_key: str, action: str) -> bool:
    grants = grants_of(actor)
    named = any(grant.form == form_key and action in grant.actions and not grant.deny for grant in grants)
    return named and in_scope(actor, action) and reaches(actor, form_key)
