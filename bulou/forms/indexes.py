"""Which indexes a form's tables have: they come by themselves, from what lists, boards and checks ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table

from bulou.forms.columns import short
from bulou.forms.form import BoundField, Form
from bulou.forms.twins import same_by

LIVE = '"deleted_at" IS NULL'
SORTED = ("title_sort", "created_at", "updated_at", "next_activity_at")  # the orders that every list offers
WALKED = ("owner", "department")  # what says whose a record is: those indexes are walked for narrow readers
_SORTED = {"date", "datetime"}  # operand types that lists are sorted and bucketed by
_POINTING = {"record", "person", "department"}


@dataclass(frozen=True)
class Index:
    """One index by the names the database knows."""

    name: str
    table: str
    columns: tuple[str, ...]
    where: str | None = None
    unique: bool = False

    @property
    def create(self) -> str:
        """The statement that makes it, the same on both databases."""
        columns = ", ".join(f'"{name}"' for name in self.columns)
        head = f'CREATE {"UNIQUE " if self.unique else ""}INDEX "{self.name}" ON "{self.table}" ({columns})'
        return f"{head} WHERE {self.where}" if self.where else head

    @property
    def drop(self) -> str:
        """The statement that removes it."""
        return f'DROP INDEX "{self.name}"'


def wanted(form: Form) -> tuple[Index, ...]:
    """Every index of the form's tables."""
    return (*_records(form), *_fields(form), *_twins(form), *_links(form), *_details(form))


def unique_indexes(form: Form) -> dict[str, str]:
    """Name of each unique index → the field it guards, to tell whose value was taken."""
    return {_unique(form, field).name: field.key for field in form.fields if is_unique(field)}


def is_unique(field: BoundField) -> bool:
    """True when two live records may not share the value."""
    return bool(field.columns) and (field.definition.unique or field.kind.distinct)


def _records(form: Form) -> Iterator[Index]:
    for name in ("owner", "department", "stage"):
        if name in form.system:
            yield _index(form.table, name, "id", where=LIVE)
    beside = (*WALKED, "deleted_at") if form.owned else ()  # SQLite reads the row where any column is missing
    for name in SORTED:
        yield _index(form.table, name, "id", *beside, where=LIVE)
    yield _index(form.table, "deleted_at", where='"deleted_at" IS NOT NULL')


def _fields(form: Form) -> Iterator[Index]:
    for field in form.fields:
        if is_unique(field):
            yield _unique(form, field)
        if not field.columns:
            continue
        if field.operand in _SORTED:
            yield _index(form.table, field.value_column.name, "id", where=LIVE)
        elif field.operand in _POINTING:
            names = [column.name for column in field.columns]
            yield _index(form.table, *names, where=f'"{names[0]}" IS NOT NULL')
        elif field.definition.indexed and not is_unique(field):
            yield _index(form.table, field.value_column.name, "id", where=LIVE)
        for column in field.derived:
            if not (is_unique(field) and column is field.unique_column):
                yield _index(form.table, column.name, where=f'"{column.name}" IS NOT NULL')


def _unique(form: Form, field: BoundField) -> Index:
    column = field.unique_column.name
    name = short(f"ux_{form.table.name}__{column}")
    return Index(name, form.table.name, (column,), f'{LIVE} AND "{column}" IS NOT NULL', True)


def _twins(form: Form) -> Iterator[Index]:
    """The keys by which records are the same: blocking ones are unique, warnings only have to be found."""
    for same in form.blocking:
        if same.twin is not None:
            names = tuple(column.name for column in same.columns)
            filled = " AND ".join(f'"{name}" IS NOT NULL' for name in names)
            name = short(f"ux_{form.table.name}__twin_{same.name}")
            yield Index(name, form.table.name, names, f"{LIVE} AND {filled}", True)
    for key in form.definition.duplicates:
        if key.kind == "warn":
            names = tuple(column.name for column in same_by(form.by_key, key, True).columns)
            yield Index(short(f"ix_{form.table.name}__twin_{key.key}"), form.table.name, names, LIVE)


def _links(form: Form) -> Iterator[Index]:
    for table in form.links.values():
        yield _index(table, "target_id", "record_id")


def _details(form: Form) -> Iterator[Index]:
    for detail in form.details.values():
        yield _index(detail.table, "parent_id", "position", "id")


def _index(table: Table, *columns: str, where: str | None = None) -> Index:
    return Index(short(f"ix_{table.name}__{columns[0]}"), table.name, columns, where)
