"""Statements worked out once answer as the built ones do, on both databases."""

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    bindparam,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from bulou.db.database import Database, open_database
from bulou.db.kept import Kept, among
from bulou.db.tables.people import department
from bulou.db.tables.workspace import revision
from bulou.db.tx import Tx, run
from bulou.db.upsert import upsert

COLUMNS = (revision.c.name, revision.c.value)
NAMES = tuple(f"n{at}" for at in range(12))


def fill(tx: Tx) -> None:
    upsert(tx, revision, [{"name": name, "value": at} for at, name in enumerate(NAMES)], {"value": 0})


@pytest.mark.parametrize("wanted", [[], [0], [3, 1, 99], list(range(12))])
def test_kept_and_built_statements_give_the_same_rows(db: Database, wanted: list[int]) -> None:
    listed = among(db.is_sqlite, revision.c.value, "ids")
    order = select(*COLUMNS).where(revision.c.value <= bindparam("most")).order_by(revision.c.name)
    kept = Kept(order.where(listed, revision.c.name.in_([*NAMES, "%", "'"])))

    def work(tx: Tx) -> None:
        fill(tx)
        for most in (0, 2, 50):
            built = tx.rows(order.where(revision.c.value.in_(wanted)), {"most": most})
            assert kept.rows(tx, {"most": most, "ids": wanted}) == [tuple(row) for row in built]

    run(db, work)


def test_kept_statements_convert_what_the_columns_convert(db: Database) -> None:
    kept = Kept(
        select((revision.c.value > 0).label("yes"), func.max(literal("a'%b"))).group_by(revision.c.value)
    )

    def work(tx: Tx) -> list[tuple[object, ...]]:
        upsert(tx, revision, [{"name": "one", "value": 1}], {"value": 1})
        return kept.rows(tx)

    assert (True, "a'%b") in run(db, work)
    assert all(row[0] is True or row[0] is False for row in run(db, work))


def test_changes_tell_how_many_rows_they_touched(db: Database) -> None:
    change = Kept(
        update(revision).where(revision.c.value >= bindparam("b_least")).values(value=bindparam("b_value"))
    )

    def work(tx: Tx) -> int:
        fill(tx)
        change.run_all(tx, [{"b_least": 11, "b_value": 1}, {"b_least": 10, "b_value": 1}])
        return change.run(tx, {"b_least": 9, "b_value": 0})

    assert run(db, work) == 1


def test_errors_of_the_driver_are_known_and_carry_no_values(db: Database) -> None:
    def twice(tx: Tx) -> None:
        marks = ("?, ?") if db.is_sqlite else ("%s, %s")
        tx.driver_many(f"INSERT INTO revision (name, value) VALUES ({marks})", [("secret", 1), ("secret", 2)])

    with pytest.raises(IntegrityError) as caught:
        run(db, twice)
    assert caught.value.params is None
    assert run(db, lambda tx: tx.value(select(func.count()).where(revision.c.name == "secret"))) == 0

    def lost(tx: Tx) -> None:
        tx.driver("SELECT nothing FROM nowhere")

    with pytest.raises(SQLAlchemyError):
        run(db, lost)
    assert run(db, lambda tx: tx.value(select(func.count()).select_from(department))) is not None


def test_a_kept_statement_outlives_a_change_of_its_table(db: Database) -> None:
    """Somebody else publishes a field with another type while our connections hold the plan of the older one."""
    table = Table("thing", MetaData(), Column("id", Integer, primary_key=True), Column("size", Integer))
    kept = Kept(select(table.c.size))
    run(db, lambda tx: [tx.execute(CreateTable(table)), tx.execute(insert(table).values(size=7))])
    for _ in range(3):
        assert run(db, kept.rows, write=False) == [(7,)]
    other = open_database(db.url)
    for change in ("RENAME COLUMN size TO size__1", "ADD COLUMN size TEXT DEFAULT 'seven'"):
        run(other, lambda tx, change=change: tx.execute(text(f"ALTER TABLE thing {change}")))  # type: ignore[misc]
    other.close()
    for write in (True, False):
        assert run(db, kept.rows, write=write) == [("seven",)]
