"""The only place that changes users' tables: what a form needs is made, what it no longer needs is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Column, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from bulou.db.tx import Tx
from bulou.forms.columns import short
from bulou.forms.fields.kind import kinds
from bulou.forms.form import BoundField, Form
from bulou.forms.indexes import Index, wanted
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.settle import Move, columns_of
from bulou.kit.protocols import MANY

_DIALECTS = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
LOCK_TIMEOUT = "15s"
Ready = Mapping[str, Sequence[str]]  # field → the columns in which its values wait, in the order of its own
NOTHING_READY: Ready = {}


def statements(
    before: Form | None, after: Form, moves: Sequence[Move], dialect: str, ready: Ready = NOTHING_READY
) -> list[str]:
    """What must be run to get from `before` (None: nothing) to `after`, in order."""
    if before is None:
        return [*_create(after, dialect), *(index.create for index in wanted(after))]
    old, new = {i.name: i for i in wanted(before)}, {i.name: i for i in wanted(after)}
    stale = {name for name, index in old.items() if new.get(name) != index or _is_moved(index, before, moves)}
    return [
        *_still(before, after, dialect),
        *(old[name].drop for name in stale),
        *(line for move in moves for line in _move(before, move)),
        *(line for key, names in ready.items() for line in _take(after, key, names)),
        *_grow(before, after, moves, dialect, ready),
        *(index.create for name, index in new.items() if name not in old or name in stale),
    ]


def _still(before: Form, after: Form, dialect: str) -> Iterator[str]:
    """No record comes or goes unnoticed while a rollup over its form begins: writers that know nothing of it yet
    are waited for, those to come will know. SQLite's writers take turns."""
    for bound in after.fields if dialect == "postgresql" else ():
        source = after.others.get(getattr(bound.options, "source", None) or "")
        was = before.get(bound.key)
        if source is not None and (was is None or was.options != bound.options):
            yield f'LOCK TABLE "{source.table.name}" IN SHARE MODE'


def run(tx: Tx, plan: Iterable[str]) -> None:
    """Run the statements in the caller's transaction."""
    if not tx.db.is_sqlite:
        tx.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    for statement in plan:
        tx.connection.exec_driver_sql(statement)


def _create(form: Form, dialect: str) -> Iterator[str]:
    for table in (form.table, *form.links.values(), *(detail.table for detail in form.details.values())):
        yield _table(table, dialect)
    if form.search_table is None:
        return
    name = form.search_table.name
    if dialect == "sqlite":
        # kit.tokens makes the tokens; the tokenizer only has to split them at spaces.
        options = "tokenize = 'unicode61 remove_diacritics 0', columnsize = 0"
        yield f'CREATE VIRTUAL TABLE "{name}" USING fts5(tokens, {options})'
        return
    yield f'CREATE TABLE "{name}" (id BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)'
    # What waits to be sorted into the index is read through by every search: a short line (kB) keeps them quick.
    yield f'CREATE INDEX "ix_{name}" ON "{name}" USING gin (tokens) WITH (gin_pending_list_limit = 256)'


def _table(table: Table, dialect: str) -> str:
    return str(CreateTable(table).compile(dialect=_DIALECTS[dialect]())).strip()


def _is_moved(index: Index, form: Form, moves: Sequence[Move]) -> bool:
    """True when the index sits on a column or table that gets another name."""
    for move in moves:
        table = _table_of(form, move)
        if index.table == table and set(index.columns) & set(columns_of(move.old)):
            return True
        if index.table == _own_table(form, move.old):
            return True
    return False


def _table_of(form: Form, move: Move) -> str:
    return form.details[move.within].table.name if move.within else form.table.name


def _own_table(form: Form, field: FieldDef) -> str | None:
    operand = kinds[field.kind].operand
    prefix = "r_" if operand in MANY else "f_" if operand == "rows" else None
    return short(f"{prefix}{form.key}__{field.stored_as}") if prefix else None


def _move(form: Form, move: Move) -> Iterator[str]:
    table = _table_of(form, move)
    for old, new in zip(columns_of(move.old), columns_of(move.new), strict=True):
        yield f'ALTER TABLE "{table}" RENAME COLUMN "{old}" TO "{new}"'
    own = _own_table(form, move.old)
    if own:
        yield f'ALTER TABLE "{own}" RENAME TO "{_own_table(form, move.new)}"'


def _take(form: Form, key: str, names: Sequence[str]) -> Iterator[str]:
    """The columns in which values wait become the field's own."""
    bound = form.bound(key)
    for waits, own in zip(names, (*bound.columns, *bound.derived), strict=True):
        yield f'ALTER TABLE "{form.table.name}" RENAME COLUMN "{waits}" TO "{own.name}"'


def add_columns(table: str, bound: BoundField, dialect: str) -> Iterator[str]:
    """Make the columns of a field."""
    for column in (*bound.columns, *bound.derived):
        yield f'ALTER TABLE "{table}" ADD COLUMN {_definition(column, dialect)}'


def drop(form: FormDef, fields: Iterable[FieldDef]) -> Iterator[str]:
    """Take away what holds the values of hidden fields."""
    for field in fields:
        own = {"records": "r_", "rows": "f_"}.get(kinds[field.kind].operand)
        if own:
            yield f'DROP TABLE "{short(f"{own}{form.key}__{field.stored_as}")}"'
            continue
        yield from (
            f'ALTER TABLE "{short(f"f_{form.key}")}" DROP COLUMN "{name}"' for name in columns_of(field)
        )


def drop_form(form: FormDef) -> Iterator[str]:
    """Take away every table of a form."""
    yield from drop(
        form, [field for field in form.fields if kinds[field.kind].operand in ("records", "rows")]
    )
    yield from (f'DROP TABLE "{short(prefix + form.key)}"' for prefix in ("s_", "f_"))


def _grow(before: Form, after: Form, moves: Sequence[Move], dialect: str, ready: Ready) -> Iterator[str]:
    """New columns and tables, and numbers that get more decimals."""
    old = _staying(before.definition.fields, moves, None)
    known = {column for field in after.definition.fields for column in _was(old, field)}
    known |= {name for field in after.definition.fields if field.key in ready for name in columns_of(field)}
    system = {column.name for column in before.table.c if column.key in before.system}
    yield from _columns(after.table, known | system, dialect)
    yield from _rescale(after.table.name, before.definition.fields, after.definition.fields)
    for field in after.fields:
        was = old.get(field.definition.stored_as)
        if field.operand in MANY and was is None:
            yield _table(after.links[field.key], dialect)
        elif field.operand == "rows":
            detail = after.details[field.key]
            if was is None:
                yield _table(detail.table, dialect)
                continue
            inner = _staying(was.fields, moves, field.key)
            columns = {name for each in field.definition.fields for name in _was(inner, each)}
            yield from _columns(detail.table, columns | {"id", "parent_id", "position"}, dialect)
            yield from _rescale(detail.table.name, was.fields, field.definition.fields)


def _staying(fields: Iterable[FieldDef], moves: Sequence[Move], within: str | None) -> dict[str, FieldDef]:
    """The fields by column, without those that are moved aside."""
    gone = {move.old.key for move in moves if move.within == within}
    return {field.stored_as: field for field in fields if field.key not in gone}


def _was(old: dict[str, FieldDef], field: FieldDef) -> list[str]:
    """The columns a field has already."""
    was = old.get(field.stored_as)
    return columns_of(was) if was is not None else []


def _columns(table: Table, known: set[str], dialect: str) -> Iterator[str]:
    for column in table.c:
        if column.name not in known:
            yield f'ALTER TABLE "{table.name}" ADD COLUMN {_definition(column, dialect)}'


def _definition(column: Column[object], dialect: str) -> str:
    kind = column.type.compile(dialect=_DIALECTS[dialect]())
    return f'"{column.name}" {kind}'


def _rescale(table: str, before: Iterable[FieldDef], after: Iterable[FieldDef]) -> Iterator[str]:
    old = {field.key: field for field in before}
    for field in after:
        was = old.get(field.key)
        if was is None or was.kind != field.kind or was.stored_as != field.stored_as:
            continue
        more = _decimals(field) - _decimals(was)
        if more > 0:
            column = f'"{field.stored_as}"'
            yield f'UPDATE "{table}" SET {column} = {column} * {10**more} WHERE {column} IS NOT NULL'


def _decimals(field: FieldDef) -> int:
    return int(getattr(kinds[field.kind].options(field), "decimals", 0) or 0)
