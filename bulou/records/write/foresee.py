"""Computed fields before rules and gates judge: these see what this write will give, not what was (decision 0063)."""

from functools import lru_cache

from bulou.forms.form import Form
from bulou.forms.formulas import worked_of
from bulou.records.write.formulas import work_out
from bulou.records.write.judging import asked_of, error_of
from bulou.records.write.model import Chunk


def foresee(chunk: Chunk) -> None:
    """Work out the computed fields of rows that are still good, where some rule or gate of the form asks for one.

    Whatever a later step changes is worked out again: after the last one the values are those that will be stored.
    """
    if not _asks(chunk.form):
        return
    rows = chunk.good
    computed = [each.bound.key for each in worked_of(chunk.form)]
    for row in rows:
        for key in computed:
            row.after.pop(key, None)
    work_out(chunk, rows)


@lru_cache(maxsize=1024)
def _asks(form: Form) -> bool:
    """True when rules or gates look at a computed field; forms are immutable, so it never goes stale."""
    rules = [rule for rule in form.definition.rules if rule.enabled]
    heads = {path.partition(".")[0] for path in asked_of(form).paths}
    asked = {error_of(head) or head for head in heads}
    asked = asked.union(*(rule.changed for rule in rules))
    values = [action.value for rule in rules for action in rule.actions]
    asked |= {str(value["field"]) for value in values if isinstance(value, dict) and "field" in value}
    return not asked.isdisjoint(each.bound.key for each in worked_of(form))
