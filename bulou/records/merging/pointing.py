"""Who points at a record: every relation that the definitions know, in fields and in the columns of detail tables."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.kit.errors import FieldProblem, Invalid
from bulou.records.write.chunks import make_chunk
from bulou.records.write.load import load_rows
from bulou.records.write.model import Command, Row, Who
from bulou.records.write.save import put_back
from bulou.records.write.tables import load_tables

HANDLED = frozenset({"record", "records"})  # operands that name records of forms; what `point` turns
STEP = 500
MOST_TURNED = 10_000  # records that point: they are all turned in one transaction


def pointers(catalog: Catalog, key: str) -> Iterator[tuple[Form, str, BoundField]]:
    """(form, field, what points): the field itself, or a column of the detail table that is the field."""
    for form, bound in catalog.related_to(key):
        if bound.operand in HANDLED:
            yield form, bound.key, bound
    for form in catalog:
        for name, detail in form.details.items():
            for column in detail.fields:
                if column.operand in HANDLED and column.target in (key, "*"):
                    yield form, name, column


def turn(tx: Any, who: Who, catalog: Catalog, target: Form, gone: Sequence[int], master: int) -> int:
    """Let everything that points at `gone` point at `master`; how many records that were. No rule is asked: what they
    say stays what it was. Records in the bin are turned as well. Invalid, and nothing is turned, where they are more
    than `MOST_TURNED`."""
    wanted = _wanted(tx, catalog, target, gone)
    count = sum(map(len, wanted.values()))
    if count > MOST_TURNED:
        raise Invalid(problems=[FieldProblem("gone", "merge.too_many", {"count": count, "max": MOST_TURNED})])
    for key, fields in wanted.items():
        ids = sorted(fields)
        for start in range(0, len(ids), STEP):
            some = {id_: fields[id_] for id_ in ids[start : start + STEP]}
            _turn(tx, who, catalog, catalog[key], some, target.key, frozenset(gone), master)
    return count


def _wanted(
    tx: Any, catalog: Catalog, target: Form, gone: Sequence[int]
) -> Mapping[str, Mapping[int, set[str]]]:
    """Form → record → the fields by which it points."""
    wanted: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for form, field, bound in pointers(catalog, target.key):
        for id_ in _pointing(tx, form, field, bound, target.key, gone):
            if form.key != target.key or id_ not in gone:
                wanted[form.key][id_].add(field)
    return wanted


def _pointing(
    tx: Any, form: Form, field: str, bound: BoundField, key: str, gone: Sequence[int]
) -> Iterator[int]:
    detail = form.details.get(field)
    table: Table = detail.table if detail is not None else form.table
    if bound.operand == "records":
        link = form.links[bound.key]
        query = select(link.c.record_id).where(link.c.target_id.in_(gone))
    else:
        holder = table.c.parent_id if detail is not None else table.c.id
        query = select(holder).where(table.c[bound.key].in_(gone))  # visible: who points here, seen or not
        if bound.target == "*":
            query = query.where(table.c[f"{bound.key}_form"] == key)
    return (row[0] for row in tx.rows(query.distinct()))


def _turn(
    tx: Any,
    who: Who,
    catalog: Catalog,
    form: Form,
    wanted: Mapping[int, set[str]],
    key: str,
    gone: frozenset[int],
    master: int,
) -> None:
    rows = [Row(Command("change", id_), "change", id_, given=set(fields)) for id_, fields in wanted.items()]
    chunk = make_chunk(tx, who, form, catalog, rows)
    load_rows(chunk)
    for row in rows:
        row.error = None  # one in the bin is turned, too
    load_tables(chunk)
    own = form.key == key
    for row in rows:
        for field in row.given:
            stays = None if own and row.id == master else master  # nobody points at themselves
            row.after[field] = turned(form, field, row.before.get(field), key, gone, stays)
    put_back(chunk, rows, "merged")


def turned(form: Form, field: str, stored: Any, key: str, gone: frozenset[int], master: int | None) -> Any:
    """A stored value with `master` in the place of those that are gone, once."""
    detail = form.details.get(field)
    if detail is not None:
        columns = [each for each in detail.fields if each.operand in HANDLED and each.target in (key, "*")]
        return tuple(
            {**row, **{each.key: _one(row.get(each.key), key, gone, master) for each in columns}}
            for row in stored or ()
        )
    if form.bound(field).operand == "records":
        ids = [master if id_ in gone else id_ for id_ in stored or ()]
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ is not None))
    return _one(stored, key, gone, master)


def _one(stored: Any, key: str, gone: frozenset[int], master: int | None) -> Any:
    if isinstance(stored, tuple):
        if stored[1] != key or stored[0] not in gone:
            return stored
        return None if master is None else (master, key)
    return master if stored in gone else stored
