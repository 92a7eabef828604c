"""Covering indexes for the charts in use: a grouped sum then reads one index instead of the whole table."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.conditions import Condition, Leaf, leaves
from bulou.forms import ddl
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM
from bulou.reports.figures import stage_filter
from bulou.reports.groups import both, make_group
from bulou.reports.measures import Ground
from bulou.reports.request import Request, read_request
from bulou.reports.source import open_source

MOST_COLUMNS = 8
EQUAL = ("eq", "in")


def ensure(tx: Tx, catalog: Catalog, boards: Sequence[Mapping[str, Any]]) -> list[str]:
    """Make the indexes that charts of `boards` marked `fast: true` can use; the names of those there are now.

    Every index costs a little at every write, so a definition asks for it where a chart is the heart of a page.
    """
    made = []
    for board in boards:
        for widget in board.get("widgets", ()):
            form = catalog.get(str(widget.get("form", board.get("form"))))
            if widget.get("fast") and "aggregate" in widget and form is not None:
                made += ensure_chart(tx, form, chart_request(form, widget))
    return made


def chart_request(form: Form, widget: Mapping[str, Any]) -> dict[str, Any]:
    """The aggregate of a widget, its stages written out."""
    asked = dict(widget["aggregate"])
    asked["filter"] = both(stage_filter(form, widget.get("stages")), asked.get("filter"))
    return asked


def ensure_chart(tx: Tx, form: Form, json: Any) -> list[str]:
    """Make the covering index of one aggregate; [] when it has none: fields of other forms, too many columns."""
    request = read_request(json)
    columns = columns_of(tx, form, request)
    if columns is None or len(columns) > MOST_COLUMNS:
        return []
    name = name_of(form, columns)
    listed = ", ".join(columns)
    where = "" if tx.db.is_sqlite else " WHERE deleted_at IS NULL"
    ddl.run(tx, [f'CREATE INDEX IF NOT EXISTS "{name}" ON "{form.table.name}" ({listed}){where}'])
    return [name]


def name_of(form: Form, columns: Sequence[str]) -> str:
    """A name that says what is inside: the same chart never gets two indexes."""
    digest = hashlib.sha256(", ".join(columns).encode()).hexdigest()[:10]
    return f"ic_{form.table.name[:40]}__{digest}"


def columns_of(tx: Tx, form: Form, request: Request) -> list[str] | None:
    """Index columns in order: living rows, what is equal, the groups, then what is summed; None if it cannot be."""
    fields = [*_filtered(request.filter), *(each.field for each in request.dimensions), *_measured(request)]
    if any("." in field or form.column(field) is None for field in fields):
        return None
    equal = [leaf.field for leaf in _leaves(request.filter) if leaf.op in EQUAL]
    groups = [_group_text(tx, form, index, request) for index in range(len(request.dimensions))]
    plain = [_quoted(form, field) for field in fields]
    # SQLite leaves an index that does not hold every column the query names, `deleted_at` included.
    head = ['"deleted_at"'] if tx.db.is_sqlite else []
    return list(dict.fromkeys([*head, *(_quoted(form, field) for field in equal), *groups, *plain]))


def _leaves(condition: Condition) -> Iterator[Leaf]:
    return leaves(condition)


def _filtered(condition: Condition) -> list[str]:
    return [leaf.field for leaf in _leaves(condition)]


def _measured(request: Request) -> Iterator[str]:
    for measure in request.measures:
        for part in measure.ratio or (measure,):
            yield from (field for field in (part.field, part.weight, *(part.days or ())) if field)
            yield from _filtered(part.filter)


def _group_text(tx: Tx, form: Form, index: int, request: Request) -> str:
    """The grouped expression, letter for letter as the query has it."""
    dimension = request.dimensions[index]
    if not tx.db.is_sqlite or dimension.bucket is None:
        return _quoted(form, dimension.field)
    ground: Ground = open_source(tx, SYSTEM, form, request.filter).ground
    group = make_group(dimension, ground, SYSTEM.week_start, "dimensions")
    text = str(group.expression.compile(dialect=tx.connection.dialect))
    return text.replace(f"{form.table.name}.", "")


def _quoted(form: Form, field: str) -> str:
    column: Any = form.column(field)
    return f'"{column.name}"'
