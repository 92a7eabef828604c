"""Colours by condition: which of a view's conditions a row meets first, judged by what its reader may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, literal_column, null
from sqlalchemy import cast as sql_cast

from bulou.access.visible import Visible
from bulou.expr.conditions import UnknownField, leaves, parse, to_sql
from bulou.records.errors import BadQuery
from bulou.records.query.cells import Cell

MOST = 10
KEY = "_colour"


def colour_cells(seen: Visible, conditions: Any) -> tuple[Cell, ...]:
    """The cell `_colour`: the place of the first condition that the row meets, null when it meets none.

    A condition on a field that the reader may not see (at all, or on that row) is never met, exactly as one on
    a field that does not exist. BadQuery, BadCondition.
    """
    if not conditions:
        return ()
    if not isinstance(conditions, Sequence) or isinstance(conditions, str) or len(conditions) > MOST:
        raise BadQuery(reason="colours", value=None)
    met = [(at, _met(seen, each)) for at, each in enumerate(conditions)]
    whens = [(clause, literal_column(str(at), Integer)) for at, clause in met if clause is not None]
    return (Cell(KEY, (case(*whens) if whens else sql_cast(null(), Integer),)),)


def _met(seen: Visible, json: Any) -> ColumnElement[bool] | None:
    condition = parse(json)
    try:
        clause = to_sql(condition, seen.operand, seen.context)
        heads = {leaf.field.partition(".")[0] for leaf in leaves(condition)}
        open_ = [seen.when(head) for head in sorted(heads) if head in seen.fields]
    except UnknownField:
        return None
    return and_(clause, *(each for each in open_ if each is not None))
