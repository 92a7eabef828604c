"""A small workspace for tests of records: forms, departments, people with rights, and short ways to act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import orjson
from sqlalchemy import select

from bulou.db import settings_table
from bulou.db.database import Database
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.forms.publish import publish_all
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import accounts, actors, departments, roles
from bulou.records import write
from bulou.records.write import Command, Outcome, Who
from tests.db.records.forms import ALL

T = TypeVar("T")
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00 in the workspace
EVERY = ["read", "create", "change", "delete", "import", "export", "assign", "bulk"]
ALL_ROWS = {"form": "*", "actions": EVERY, "rows": "all"}
OWN_ROWS = {"form": "*", "actions": ["read", "create", "change", "delete", "bulk"], "rows": "own"}


@dataclass
class World:
    """The workspace and its clock, which only moves when told."""

    db: Database
    people: dict[str, Actor] = field(default_factory=dict)
    now: datetime = START

    def clock(self) -> datetime:
        """The time of the workspace."""
        return self.now

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def do(self, work: Callable[[Tx], T]) -> T:
        """Do `work` in one transaction."""
        try:
            return run(self.db, work, clock=self.clock)
        except AppError as error:
            error.add_note(str([(each.field, each.code, dict(each.params)) for each in error.problems]))
            raise

    def who(self, name: str = "boss", **more: Any) -> Who:
        """Somebody who writes; `system` is nobody."""
        return Who(SYSTEM if name == "system" else self.people[name], **more)

    def create(self, form: str, values: dict[str, Any], by: str = "boss", **more: Any) -> int:
        """A new record's id."""
        outcome = self.do(lambda tx: write.create(tx, self.who(by, **more), form, values))
        assert outcome.id is not None
        return outcome.id

    def change(
        self,
        form: str,
        id_: int,
        values: dict[str, Any],
        by: str = "boss",
        version: int | None = None,
        **more: Any,
    ) -> Outcome:
        """Other values for one record."""
        return self.do(lambda tx: write.change(tx, self.who(by, **more), form, id_, values, version))

    def apply(self, form: str, commands: list[Command], by: str = "boss", **more: Any) -> list[Outcome]:
        """Several commands, each refused for itself."""
        return self.do(lambda tx: write.apply(tx, self.who(by, **more), form, commands, partial=True))

    def row(self, form: str, id_: int) -> dict[str, Any]:
        """What the table holds."""

        def read(tx: Tx) -> dict[str, Any]:
            table = catalogs.load(tx)[form].table
            found = tx.one(select(table).where(table.c.id == id_))
            return dict(zip([column.key for column in table.c], found, strict=True))

        return self.do(read)

    def rows(self, table: Any, **where: Any) -> list[dict[str, Any]]:
        """Rows of one of our own tables, in order."""
        query = select(table).where(*(table.c[key] == value for key, value in where.items()))
        names = [column.key for column in table.c]
        return self.do(
            lambda tx: [
                dict(zip(names, row, strict=True)) for row in tx.rows(query.order_by(*table.primary_key))
            ]
        )

    def events(self, form: str | None = None) -> list[str]:
        """Kinds of events so far."""
        rows = [row for row in self.rows(outbox) if row["kind"].startswith(("record.", "comment."))]
        return [row["kind"] for row in rows if form is None or row["form"] == form]

    def history(self, form: str, id_: int) -> list[tuple[int, str, dict[str, Any]]]:
        """(version, action, changes) of a record."""
        from bulou.db.tables.records import history

        rows = self.rows(history, form=form, record_id=id_)
        return [(row["version"], row["action"], orjson.loads(row["changes"])) for row in rows]


PEOPLE = [
    # name, department, grants
    ("boss", 1, [ALL_ROWS]),
    ("mia", 2, [OWN_ROWS]),
    ("leo", 2, [OWN_ROWS]),
    (
        "head",
        2,
        [
            {**OWN_ROWS, "rows": "department_below"},
            {**OWN_ROWS, "actions": ["assign"], "rows": "department_below"},
        ],
    ),
    (
        "ann",
        3,
        [
            {
                "form": "*",
                "actions": ["read"],
                "rows": "all",
                "fields": {"phone": "hidden", "secret": "hidden"},
            }
        ],
    ),
]


def build(db: Database) -> None:
    """The forms of `forms.py`, two levels of departments and the people of `PEOPLE`."""

    def make(tx: Tx) -> None:
        publish_all(tx, ALL)
        settings_table.put(tx, "zone", "Asia/Shanghai")
        top = departments.create(tx, SYSTEM, "总部")
        for name in ("华东", "市场"):
            departments.create(tx, SYSTEM, name, parent_id=top)
        for name, home, grants in PEOPLE:
            roles.put(tx, SYSTEM, f"role_{name}", {"zh-CN": name}, {"grants": grants})
            new = accounts.NewPerson(
                name=name, account=name, password_hash="x", department_id=home, roles=(f"role_{name}",)
            )
            accounts.create(tx, SYSTEM, new)

    run(db, make, clock=lambda: START)


def inhabit(db: Database) -> World:
    """The workspace in a database made by `build`."""
    world = World(db)
    for id_, (name, _home, _grants) in enumerate(PEOPLE, 1):
        world.people[name] = world.do(lambda tx, id_=id_: actors.load(tx, id_))  # type: ignore[misc]
    return world
