"""Whose work Today is about: one's own, or that of all whose records one may see."""

from collections.abc import Sequence

from bulou.access.plan import plan_for
from bulou.access.visible import may
from bulou.api.today.work import mine, people_of
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.records.query import Query
from bulou.reports.groups import both
from bulou.reports.leaks import has_leaks, held

MINE, TEAM = "mine", "team"


def leaking_forms(actor: Actor, catalog: Catalog) -> Sequence[Form]:
    """The forms whose records can leak, as far as the actor may read them."""
    return [form for form in catalog if has_leaks(form) and may(actor, form.key, "read")]


def scopes_of(actor: Actor, catalog: Catalog) -> list[str]:
    """What the actor may choose from: the team where their rights reach further than what they own."""
    return (
        [MINE, TEAM] if any(_reaches_far(actor, form) for form in leaking_forms(actor, catalog)) else [MINE]
    )


def _reaches_far(actor: Actor, form: Form) -> bool:
    """Everybody's rows, a department's, or those of people one leads; a condition makes no team."""
    rows = plan_for(actor, form, "read").rows
    return rows.everything or bool(rows.departments or rows.owners - people_of(actor))


def scope_for(tx: Tx, actor: Actor, catalog: Catalog, wanted: str | None) -> str:
    """The scope asked for as far as it may be had; without one that of who owns open records, else the team's."""
    if TEAM not in scopes_of(actor, catalog):
        return MINE
    if wanted is not None:
        return wanted
    return MINE if _owns_open_ones(tx, actor, catalog) else TEAM


def _owns_open_ones(tx: Tx, actor: Actor, catalog: Catalog) -> bool:
    asked = ((form, Query(filter=both(mine(actor), held(form)))) for form in leaking_forms(actor, catalog))
    return any(query.count(tx, actor, form, each, cap=0) for form, each in asked)
