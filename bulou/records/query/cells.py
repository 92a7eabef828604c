"""Rows of the database as JSON values: which columns a list needs and what becomes of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.expr.conditions import UnknownField
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import kinds
from bulou.forms.form import DEPARTMENTS, PEOPLE, BoundField, Form
from bulou.forms.titles import title_text
from bulou.kit.protocols import BESIDE, MANY
from bulou.records.query.masks import mask_in, masked_columns, masking
from bulou.records.query.model import Titles, Wanted
from bulou.records.query.titles import file_names, reference, titles_of

SYSTEM_SHOWN = (
    *("owner", "department", "stage", "stage_since", "probability_source"),
    *("created_at", "created_by", "updated_at", "updated_by", "created_via"),
    *("last_activity_at", "next_activity_at"),
)
OWN_TABLES = frozenset({*MANY, "rows"})
MOMENTS = {"datetime"}
POINTERS = {"person": PEOPLE, "department": DEPARTMENTS}

Dump = Callable[[Any], Any]
Point = Callable[[Any], Iterator[tuple[str, int]]]  # a stored value → the (form, id) pairs it names


@dataclass(frozen=True, eq=False)
class Cell:
    """One key of the answer: its expressions, and how their values become JSON.

    `dump` None: the value as it is. `points`: the value names records whose titles are filled in by `told`.
    """

    key: str
    columns: tuple[Any, ...]
    dump: Dump | None = None
    points: Point | None = None
    told: Callable[[Any, Titles], Any] | None = None
    files: bool = False
    target: str | None = None  # where every value is the id of a record of one form


@dataclass(frozen=True, eq=False)
class Layout:
    """The cells of a list and the place of each among the selected columns (the id is always the first)."""

    cells: tuple[Cell, ...]
    columns: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    tables: tuple[str, ...] = field(default=())


def layout(
    seen: Visible,
    form: Form,
    keys: Sequence[str],
    zone: str,
    more: Sequence[Cell] = (),
    *,
    masks: bool = False,
) -> Layout:
    """How to read `keys` (fields, system columns, dotted paths), and `more`. UnknownField for what may not be read.

    `masks`: values that are not open and may be shown masked come as `{masked: text}`, else as nothing.
    """
    masked = seen.masks if masks else frozenset()
    cells: list[Cell] = []
    tables: list[str] = []
    for key in dict.fromkeys(keys):
        if key in ("heat", "id"):
            continue
        if key in form.links or key in form.details:
            if key not in seen.fields:
                raise UnknownField("fields", field=key)
            tables.append(key)
            continue
        if key in masked or (key == "_title" and form.title in masked):
            cells.append(masked_cell(seen, form, key, zone))
        else:
            cells.append(_cell(seen, form, key, zone))
    cells += more
    columns: list[Any] = [seen.of.c.id]
    places = []
    for cell in cells:
        places.append((len(columns), len(columns) + len(cell.columns)))
        columns += cell.columns
    return Layout(tuple(cells), tuple(columns), tuple(places), tuple(tables))


def _cell(seen: Visible, form: Form, key: str, zone: str) -> Cell:
    if key == "_title":
        return _title(seen, form)
    if "." in key or key in form.lookups:
        return _far(seen, form, key, zone)
    if key == "version":
        return Cell(key, (seen.of.c.version,))
    bound = form.by_key.get(key)
    if key not in seen.fields or (bound is None and key not in form.system):
        raise UnknownField("fields", field=key)
    if bound is None:
        return _system(key, seen.column(key), form.system[key], zone)
    return bound_cell(bound, tuple(seen.guard(key, seen.of.c[column.key]) for column in bound.columns), zone)


def masked_cell(seen: Visible, form: Form, key: str, zone: str) -> Cell:
    """The cell of a field that is shown masked where it is not open; of a title its text."""
    bound = form.by_key[form.title if key == "_title" else key]
    columns = masked_columns(seen, bound)
    if key == "_title":
        told = masking(bound, lambda stored: title_text(form, stored))
        return Cell(key, columns, lambda stored: mask_in(found := told(stored)) or found)
    return Cell(key, columns, masking(bound, bound_cell(bound, bound.columns, zone).dump))


def _title(seen: Visible, form: Form) -> Cell:
    if form.title not in seen.fields:
        return Cell("_title", ())
    bound = form.by_key[form.title]
    columns = tuple(seen.guard(form.title, seen.of.c[column.key]) for column in bound.columns)
    return Cell("_title", columns, lambda stored: title_text(form, stored))


def _far(seen: Visible, form: Form, path: str, zone: str) -> Cell:
    """A field of another record, reached by relations to one or by a lookup."""
    *steps, last = form.expand(path).split(".")
    there: Form | None = form
    for step in steps:
        there = there.relation(step) if there is not None else None
    operand = seen.operand(path)
    if there is None or operand is None or "within" in operand.extra or operand.type in OWN_TABLES:
        raise UnknownField("fields", field=path)
    bound = there.by_key.get(last)
    if bound is None:
        return _system(path, operand.expression, there.system.get(last), zone)
    columns = (
        operand.expression,
        *(operand.extra[each] for each in (*BESIDE.values(), "error") if each in operand.extra),
    )
    if len(columns) < len(bound.columns):  # the kind tells what it can by its first column
        cell = bound_cell(bound, columns[:1], zone)
        return replace(cell, key=path, points=None, told=None, target=None)
    cell = bound_cell(bound, columns, zone)
    return replace(cell, key=path)


def _system(key: str, column: Any, type_: str | None, zone: str) -> Cell:
    if type_ in POINTERS:
        return _pointer(key, (column,), POINTERS[type_])
    if type_ in MOMENTS:
        kind = kinds["datetime"]
        return Cell(key, (column,), lambda stored: None if stored is None else kind.present(stored, zone))
    return Cell(key, (column,))


def bound_cell(bound: BoundField, columns: tuple[Any, ...], zone: str) -> Cell:
    """The cell of a field whose stored value comes in `columns`."""
    if bound.operand in ("record", "person", "department"):
        return _pointer(bound.key, columns, bound.target or "")
    kind, definition = bound.kind, bound.definition
    if bound.operand == "file":
        return Cell(bound.key, columns, lambda stored: kind.dump(definition, stored), files=True)
    if bound.behaves.zoned:
        return Cell(bound.key, columns, lambda stored: _local(bound, kind.dump(definition, stored), zone))
    if kind.identity_dump and len(columns) == 1:
        return Cell(bound.key, columns)
    return Cell(bound.key, columns, lambda stored: kind.dump(definition, stored))


def _local(bound: BoundField, dumped: Any, zone: str) -> Any:
    """A moment with the zone's offset; nothing, and the error of a formula, as they are."""
    return bound.behaves.present(dumped, zone) if isinstance(dumped, str) else dumped


def _pointer(key: str, columns: tuple[Any, ...], target: str) -> Cell:
    if target == "*":

        def points_anywhere(stored: Any) -> Iterator[tuple[str, int]]:
            if stored is not None and stored[0] is not None:
                yield stored[1], stored[0]

        def told_anywhere(stored: Any, titles: Titles) -> Any:
            if stored is None or stored[0] is None:
                return None
            return reference(titles, stored[1], stored[0], named=True)

        return Cell(key, columns, None, points_anywhere, told_anywhere)

    def points(stored: Any) -> Iterator[tuple[str, int]]:
        if stored is not None:
            yield target, stored

    def told(stored: Any, titles: Titles) -> Any:
        return None if stored is None else reference(titles, target, stored)

    return Cell(key, columns, None, points, told, target=target)


def items_of(
    tx: Tx, seen: Visible, catalog: Catalog, plan: Layout, rows: Sequence[Any]
) -> list[dict[str, Any]]:
    """The rows as JSON values, titles and file names filled in; own tables are added by the caller."""
    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    stored = [_stored(columns, start, end, len(rows)) for start, end in plan.places]
    titles = _titles(tx, seen, catalog, plan, stored)
    values: list[Sequence[Any]] = [columns[0]]
    for cell, found in zip(plan.cells, stored, strict=True):
        if cell.told is not None:
            known = {each: cell.told(each, titles) for each in set(found)}
            values.append([known[each] for each in found])
        elif cell.dump is not None:
            values.append([cell.dump(each) for each in found])
        else:
            values.append(found)
    _name_files(tx, plan, values)
    keys = ("id", *(cell.key for cell in plan.cells))
    return [dict(zip(keys, each, strict=True)) for each in zip(*values, strict=True)]


def _stored(columns: Sequence[Sequence[Any]], start: int, end: int, count: int) -> Sequence[Any]:
    """The stored values of one cell: a column, or tuples of several; () where it has none."""
    if end - start == 1:
        return columns[start]
    return list(zip(*columns[start:end], strict=True)) if end > start else [()] * count


def _titles(tx: Tx, seen: Visible, catalog: Catalog, plan: Layout, stored: Sequence[Sequence[Any]]) -> Titles:
    """The titles of everything that these values name."""
    wanted = Wanted()
    for cell, found in zip(plan.cells, stored, strict=True):
        if cell.target is not None:
            wanted.add_all(cell.target, found)
        elif cell.points is not None:
            for each in set(found):
                for form, id_ in cell.points(each):
                    wanted.add(form, id_)
    return titles_of(tx, seen.actor, catalog, wanted)


def _name_files(tx: Tx, plan: Layout, values: list[Sequence[Any]]) -> None:
    """Ids of files become what is shown of them; files that are gone are left out."""
    holding = [at for at, cell in enumerate(plan.cells, 1) if cell.files]
    files = {id_ for at in holding for ids in values[at] for id_ in ids}
    if files:
        names = file_names(tx, files)
        for at in holding:
            values[at] = [[names[id_] for id_ in ids if id_ in names] for ids in values[at]]
