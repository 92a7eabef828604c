"""Our own dump of a PostgreSQL database, for where pg_dump is not at hand: definitions, then COPY of each table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from psycopg import sql

from bulou.db.backup.archive import Reader, Writer
from bulou.db.backup.pg_counts import Connection, tables

DEFINITIONS = "database/definitions.json"
ROWS = "database/rows/"

COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
           a.attidentity, a.attgenerated, CASE WHEN a.attcollation <> t.typcollation THEN l.collname END
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype <> 'n' ORDER BY contype = 'f', conname
"""
INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY i.indexrelid
"""
FUNCTIONS = """
    SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.prokind = 'f'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY p.oid
"""
TRIGGERS = """
    SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND NOT g.tgisinternal ORDER BY c.relname, g.tgname
"""
SEQUENCES = """
    SELECT s.relname, o.relname, a.attname, d.deptype = 'i' FROM pg_class s
    JOIN pg_namespace n ON n.oid = s.relnamespace
    LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
    LEFT JOIN pg_class o ON o.oid = d.refobjid
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE n.nspname = 'public' AND s.relkind = 'S' ORDER BY s.relname
"""


@dataclass(frozen=True)
class TableDefinition:
    """One table: its columns as DDL, its names of columns, its constraints and other indexes."""

    name: str
    columns: Sequence[str]
    names: Sequence[str]
    constraints: Sequence[Sequence[str]]
    indexes: Sequence[str]


@dataclass(frozen=True)
class SequenceDefinition:
    """One counter: whose it is, whether it is part of an identity column, and where it stands."""

    name: str
    table: str | None
    column: str | None
    identity: bool
    value: int
    called: bool


def dump(connection: Connection, archive: Writer) -> None:
    """Write everything that the connection's snapshot shows."""
    found = [_table(connection, name) for name in tables(connection)]
    definitions = {
        "tables": [asdict(table) for table in found],
        "sequences": [asdict(each) for each in _sequences(connection)],
        "functions": [row[0] for row in connection.execute(FUNCTIONS)],
        "triggers": [row[0] for row in connection.execute(TRIGGERS)],
    }
    with archive.member(DEFINITIONS) as file:
        file.write(orjson.dumps(definitions, option=orjson.OPT_INDENT_2))
    for table in found:
        query = sql.SQL("COPY public.{} ({}) TO STDOUT").format(_name(table.name), _names(table.names))
        with archive.member(f"{ROWS}{table.name}") as file, connection.cursor().copy(query) as rows:
            for piece in rows:
                file.write(bytes(piece))


def restore(connection: Connection, archive: Reader) -> None:
    """Make everything in an empty schema `public`, in the connection's transaction."""
    definitions = orjson.loads(b"".join(archive.pieces(DEFINITIONS)))
    found = [TableDefinition(**table) for table in definitions["tables"]]
    counters = [SequenceDefinition(**each) for each in definitions["sequences"]]
    for counter in counters:
        if not counter.identity:
            _do(connection, sql.SQL("CREATE SEQUENCE public.{}").format(_name(counter.name)))
    for table in found:
        _fill(connection, table, archive.pieces(f"{ROWS}{table.name}"))
    for table in found:
        for name, definition in table.constraints:
            _do(
                connection,
                _alter(table).format(_name(table.name), _name(name), sql.SQL(_trusted(definition))),
            )
        for definition in table.indexes:
            _do(connection, sql.SQL(_trusted(definition)))
    for counter in counters:
        _set(connection, counter)
    for definition in (*definitions.get("functions", ()), *definitions.get("triggers", ())):
        connection.execute(_trusted(definition))


def _table(connection: Connection, name: str) -> TableDefinition:
    place = sql.Identifier("public", name).as_string(connection)
    rows = connection.execute(COLUMNS, [place]).fetchall()
    return TableDefinition(
        name,
        [_column(connection, *row) for row in rows],
        [row[0] for row in rows if not row[5]],
        [tuple(row) for row in connection.execute(CONSTRAINTS, [place])],
        [row[0] for row in connection.execute(INDEXES, [place])],
    )


def _column(
    connection: Connection, name: str, type_: str, required: bool, default: str | None, *more: Any
) -> str:
    identity, generated, collation = more
    words = [sql.Identifier(name).as_string(connection), type_]
    if collation:
        words.append(f'COLLATE "{collation}"')
    if generated:
        words.append(f"GENERATED ALWAYS AS ({default}) STORED")
    elif identity:
        words.append(f"GENERATED {'ALWAYS' if identity == 'a' else 'BY DEFAULT'} AS IDENTITY")
    elif default is not None:
        words.append(f"DEFAULT {default}")
    return " ".join([*words, "NOT NULL"] if required else words)


def _sequences(connection: Connection) -> Iterator[SequenceDefinition]:
    for name, table, column, identity in connection.execute(SEQUENCES).fetchall():
        query = sql.SQL("SELECT last_value, is_called FROM public.{}").format(_name(name))
        row = connection.execute(query).fetchone()
        assert row is not None
        yield SequenceDefinition(name, table, column, bool(identity), row[0], row[1])


def _fill(connection: Connection, table: TableDefinition, rows: Iterable[bytes]) -> None:
    columns = sql.SQL(_trusted(", ".join(table.columns)))
    _do(connection, sql.SQL("CREATE TABLE public.{} ({})").format(_name(table.name), columns))
    query = sql.SQL("COPY public.{} ({}) FROM STDIN").format(_name(table.name), _names(table.names))
    with connection.cursor().copy(query) as target:
        for piece in rows:
            target.write(piece)


def _set(connection: Connection, counter: SequenceDefinition) -> None:
    name = f'public."{counter.name}"'
    if counter.table and counter.column:
        if counter.identity:
            row = connection.execute(
                "SELECT pg_get_serial_sequence(%s, %s)", [f'public."{counter.table}"', counter.column]
            ).fetchone()
            name = row[0] if row else name
        else:
            owned = sql.SQL("ALTER SEQUENCE public.{} OWNED BY public.{}.{}")
            _do(connection, owned.format(_name(counter.name), _name(counter.table), _name(counter.column)))
    connection.execute("SELECT setval(%s::regclass, %s, %s)", [name, counter.value, counter.called])


def _alter(table: TableDefinition) -> sql.SQL:
    return sql.SQL("ALTER TABLE public.{} ADD CONSTRAINT {} {}")


def _do(connection: Connection, statement: sql.SQL | sql.Composed) -> None:
    connection.execute(statement)


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _trusted(definition: str) -> Any:
    """DDL that PostgreSQL itself wrote, from an archive whose hashes were compared."""
    return definition
