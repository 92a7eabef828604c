"""Computed fields before rules and gates judge: these see what this write will give, not what was (decision 0063)."""

from bulou.forms.form import Form
from bulou.forms.formulas import rows_worked_of, worked_of
from bulou.forms.rollups import totals_of
from bulou.kit.remembered import remembered
from bulou.records.write.formulas import work_out
from bulou.records.write.judging import asked_of, error_of
from bulou.records.write.model import Chunk
from bulou.records.write.rollups import begin


def foresee(chunk: Chunk) -> None:
    """Work out the computed fields of rows that are still good, where some rule or gate of the form asks for one.

    Whatever a later step changes is worked out again: after the last one the values are those that will be stored.
    """
    if not _asks(chunk.form):
        return
    rows = chunk.good
    for row in rows:
        for key in _computed(chunk.form):
            row.after.pop(key, None)
    begin(chunk.form, rows)
    work_out(chunk, rows)


@remembered
def _computed(form: Form) -> tuple[str, ...]:
    """What follows from the record itself: formulas, and totals of its detail rows."""
    return (*(each.key for each in worked_of(form)), *(each.key for each in totals_of(form)))


@remembered
def _asks(form: Form) -> bool:
    """True when rules or gates look at a computed field, or at rows with computed columns; forms are immutable, so
    it never goes stale."""
    rules = [rule for rule in form.definition.rules if rule.enabled]
    heads = {path.partition(".")[0] for path in asked_of(form).paths}
    asked = {error_of(head) or head for head in heads}
    asked = asked.union(*(rule.changed for rule in rules))
    values = [action.value for rule in rules for action in rule.actions]
    asked |= {str(value["field"]) for value in values if isinstance(value, dict) and "field" in value}
    return not asked.isdisjoint({*_computed(form), *rows_worked_of(form)})
