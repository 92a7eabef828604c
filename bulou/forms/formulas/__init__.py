"""Formulas on forms: the names they may use, the computed fields of a form, what is wrong with them."""

from bulou.forms.formulas.rows import RowScope, live_of, row_problems, rows_worked_of
from bulou.forms.formulas.ruled import rule_scope, ruled_of, ruled_problems
from bulou.forms.formulas.scope import FormScope, Seen, seen_at, seen_column, seen_of
from bulou.forms.formulas.worked import Worked, formula_problems, worked_of

__all__ = [
    "FormScope",
    "RowScope",
    "Seen",
    "Worked",
    "formula_problems",
    "live_of",
    "row_problems",
    "rows_worked_of",
    "rule_scope",
    "ruled_of",
    "ruled_problems",
    "seen_at",
    "seen_column",
    "seen_of",
    "worked_of",
]
