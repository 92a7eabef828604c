"""Formulas: Excel-like text to a typed tree, and the tree of a record to a value. Knows no forms, no people."""

from bulou.expr.formula.check import check
from bulou.expr.formula.context import Setting, Source, Values
from bulou.expr.formula.depends import counts_workdays, cycle, fields_of, in_order, old_fields_of, volatile
from bulou.expr.formula.evaluate import evaluate
from bulou.expr.formula.function import Function
from bulou.expr.formula.problems import BadFormula, Cycle
from bulou.expr.formula.render import render
from bulou.expr.formula.scope import Fields, Scope
from bulou.expr.formula.tree import Node, from_json, to_json
from bulou.expr.formula.values import ERRORS, Failed

__all__ = [
    "ERRORS",
    "BadFormula",
    "Cycle",
    "Failed",
    "Fields",
    "Function",
    "Node",
    "Scope",
    "Setting",
    "Source",
    "Values",
    "check",
    "counts_workdays",
    "cycle",
    "evaluate",
    "fields_of",
    "from_json",
    "in_order",
    "old_fields_of",
    "render",
    "to_json",
    "volatile",
]
