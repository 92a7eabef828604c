"""What of a pool still holds where its form has changed: what cannot be asked any more does nothing, or protects."""

from typing import Any

from bulou.access.answerable import why_not
from bulou.expr.conditions import BadCondition, parse
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM
from bulou.pools.definition import Assign, Claim, Pool

NEVER = {"field": "id", "op": "empty"}  # a condition that no record meets
STAGED = ("stage", "won")


def sound(pool: Pool, catalog: Catalog) -> Pool | None:
    """The pool as it can be followed; None where nothing can lie in it any more.

    A condition that its form cannot answer takes no rule further: rules of giving out and of coming back that ask for
    it mean nothing, and where it is not known what is to be kept, nothing comes back.
    """
    form = catalog.get(pool.form)
    if form is None or not form.owned or not _answers(pool.when, form):
        return None
    keeps = _answers(pool.keep, form)
    rules = [
        rule
        for rule in pool.recycle
        if keeps and _answers(rule.when, form) and (form.staged or rule.clock not in STAGED)
    ]
    return pool.model_copy(
        update={
            "fields": {key: level for key, level in pool.fields.items() if key in form.by_key},
            "claim": _claim(pool.claim, form),
            "assign": [_assign(rule, form) for rule in pool.assign],
            "recycle": rules,
            "protection": pool.protection if keeps else None,
            "keep": pool.keep if keeps else None,
        }
    )


def _claim(claim: Claim, form: Form) -> Claim:
    levels = claim.levels if claim.levels and form.operand_type(claim.levels.field) == "choice" else None
    skips = claim.cap_skips if _answers(claim.cap_skips, form) else None
    return claim.model_copy(update={"levels": levels, "cap_skips": skips})


def _assign(rule: Assign, form: Form) -> Assign:
    """Its place among the others stays: turns are counted by it."""
    return rule if _answers(rule.when, form) else rule.model_copy(update={"when": NEVER})


def _answers(condition: Any, form: Form) -> bool:
    if condition is None:
        return True
    try:
        return why_not(parse(condition), form, SYSTEM) is None
    except BadCondition:
        return False
