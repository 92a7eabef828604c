"""The columns and tables that a definition asks for, as SQLAlchemy objects; nothing is ever reflected."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from bulou.db.metadata import BIG, BYTES
from bulou.forms.fields.kind import Col
from bulou.forms.model import FieldDef, FormDef

LONGEST_NAME = 60  # PostgreSQL cuts names at 63 bytes

# name → type; the operand types of those that conditions may ask for
SYSTEM = {
    "id": "number",
    "version": None,
    "created_at": "datetime",
    "updated_at": "datetime",
    "created_by": "person",
    "updated_by": "person",
    "created_via": None,
    "batch_id": "number",
    "deleted_at": None,
    "title_sort": None,
    "last_activity_at": "datetime",
    "next_activity_at": "datetime",
}
OWNED = {"owner": "person", "owner_since": "datetime", "department": "department"}
# `probability_source`: stage | manual | model, of the field in the pipeline trait's slot (decision 0021)
STAGED = {"stage": "choice", "stage_since": "datetime", "probability_source": None}
SYSTEM_OPERANDS = {**SYSTEM, **OWNED, **STAGED}
OF_POSTGRESQL = ("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid")  # which every table there has
BESIDE = ("heat", "record_id", "parent_id", "position", "open_to_me")
RESERVED = frozenset({*SYSTEM, *OWNED, *STAGED, *OF_POSTGRESQL, *BESIDE})

_INTEGERS = {"version", "created_by", "updated_by", "batch_id", "owner", "department"}
_REQUIRED = {"version", "created_at", "updated_at", "created_via"}


def system_columns(form: FormDef) -> dict[str, str | None]:
    """The system columns of a form with the operand type conditions see (None: not for conditions)."""
    return {**SYSTEM, **(OWNED if form.owned else {}), **(STAGED if form.pipelines else {})}


def short(name: str) -> str:
    """`name`, or its beginning and a hash when PostgreSQL would cut it."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def column_of(field: FieldDef, col: Col) -> Column[Any]:
    """The SQLAlchemy column of one `Col`: key as code says it, name as the database has it."""
    name = short(field.stored_as + col.name.removeprefix(field.key))
    return Column(name, BIG if col.type == "integer" else BYTES, key=col.name)


def record_table(form: FormDef, fields: Sequence[Column[Any]]) -> Table:
    """`f_<form>`: system columns and those of the fields."""
    columns: list[Column[Any]] = [Column("id", BIG, primary_key=True, autoincrement=True)]
    columns += [_system(name) for name in system_columns(form) if name != "id"]
    return Table(short(f"f_{form.key}"), MetaData(), *columns, *fields, sqlite_autoincrement=True)


def _system(name: str) -> Column[Any]:
    default = text("1") if name == "version" else None
    kind = BIG if name in _INTEGERS else BYTES
    return Column(name, kind, nullable=name not in _REQUIRED, server_default=default)


def detail_table(form: FormDef, field: FieldDef, columns: Sequence[Column[Any]]) -> Table:
    """`f_<form>__<field>`: the rows of a detail table."""
    return Table(
        short(f"f_{form.key}__{field.stored_as}"),
        MetaData(),
        Column("id", BIG, primary_key=True, autoincrement=True),
        Column("parent_id", BIG, nullable=False),
        Column("position", BIG, nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )


def link_table(form: FormDef, field: FieldDef) -> Table:
    """`r_<form>__<field>`: the targets of a relation to many."""
    return Table(
        short(f"r_{form.key}__{field.stored_as}"),
        MetaData(),
        Column("record_id", BIG, primary_key=True, autoincrement=False),
        Column("target_id", BIG, primary_key=True, autoincrement=False),
        Column("position", BIG, nullable=False),
    )


def search_table(form: FormDef, dialect: str) -> Table:
    """`s_<form>`: `id` (SQLite: the rowid of an FTS5 table) and `tokens`."""
    sqlite = dialect == "sqlite"
    return Table(
        short(f"s_{form.key}"),
        MetaData(),
        Column("rowid" if sqlite else "id", BIG, key="id", primary_key=True, autoincrement=False),
        Column("tokens", Text() if sqlite else TSVECTOR()),
    )
