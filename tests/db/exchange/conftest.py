"""A workspace with the template and an administrator; imports are driven step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select, text

from bulou.apps import loader
from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs.steps import Place, advance
from bulou.db.tables.people import person
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.people import accounts, actors, roles, setup
from bulou.records.exchange import exports, imports
from bulou.records.query import Query, page
from tests.copies import Copies

T = TypeVar("T")
DATA = Path(__file__).parents[2] / "data"
START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
Json = dict[str, Any]


@dataclass
class Office:
    """The workspace of these tests."""

    db: Database
    folder: Path
    boss: Actor
    now: datetime = START
    others: dict[str, Actor] = field(default_factory=dict)

    def clock(self) -> datetime:
        """The clock stands still."""
        return self.now

    def do(self, work: Callable[[Tx], T]) -> T:
        """Do `work` in one transaction."""
        return run(self.db, work, clock=self.clock)

    def start(self, form: str, path: Path, *, by: Actor | None = None, name: str | None = None) -> Json:
        """Upload a file."""
        return imports.start(
            self.db, by or self.boss, form, path, name or path.name, data_dir=self.folder, clock=self.clock
        )

    def revise(self, made: Json, patch: Json, *, by: Actor | None = None) -> Json:
        """Change a proposal."""
        return imports.revise(
            self.db, by or self.boss, made["id"], patch, data_dir=self.folder, clock=self.clock
        )

    def finish(self, made: Json, *, by: Actor | None = None) -> Json:
        """Run an import to its end."""
        who = by or self.boss
        queued = self.do(lambda tx: imports.run(tx, who, made["id"]))
        self.drive(queued["job"])
        return self.state(made["id"], by=who)

    def load(self, form: str, path: Path, *, by: Actor | None = None) -> Json:
        """Upload and run without touching the proposal."""
        return self.finish(self.start(form, path, by=by), by=by)

    def state(self, import_id: int, *, by: Actor | None = None) -> Json:
        """The import as its page shows it."""
        return self.do(lambda tx: imports.state(tx, by or self.boss, import_id))

    def drive(self, job_id: str, steps: int | None = None) -> None:
        """Do steps of a job, all of them if no number is given."""
        place = Place(self.db, self.clock, self.folder, lambda: False)
        found = self.do(lambda tx: jobs.get(tx, job_id))
        assert found is not None
        done = 0
        while (steps is None or done < steps) and advance(place, job_id, found.run):
            done += 1

    def undo(self, made: Json) -> None:
        """Take an import back."""
        self.drive(self.do(lambda tx: imports.undo(tx, self.boss, made["id"]))["job"])

    def refusals(self, made: Json, level: str | None = None) -> list[Json]:
        """What did not go in."""
        found = self.do(lambda tx: imports.refusal_page(tx, self.boss, made["id"], limit=500))["items"]
        return [each for each in found if level in (None, each["level"])]

    def export(self, body: Json, *, by: Actor | None = None) -> Path:
        """Export to the end; the file."""
        who = by or self.boss
        job = self.do(lambda tx: exports.start(tx, who, body))["job"]
        self.drive(job)
        return self.do(lambda tx: exports.file(tx, who, job, self.folder))[0]

    def records(self, form: str, *, by: Actor | None = None, **query: Any) -> list[Json]:
        """All living records of a form, as lists show them."""
        found: list[Json] = []
        cursor = None
        while True:
            asked = Query(limit=200, cursor=cursor, **query)
            got = self.do(lambda tx: page(tx, by or self.boss, catalogs.load(tx)[form], asked))  # noqa: B023
            found += got.items
            cursor = got.next
            if cursor is None:
                return found

    def person(self, name: str, *grants: Json) -> Actor:
        """Somebody with a role of just these grants."""

        def make(tx: Tx) -> int:
            key = f"role_{len(self.others)}"
            roles.put(tx, self.boss, key, {"zh-CN": key}, {"grants": list(grants)})
            new = accounts.NewPerson(name=name, account=name, password_hash="x", roles=(key,))
            return accounts.create(tx, self.boss, new)

        id_ = self.do(make)
        self.others[name] = self.do(lambda tx: actors.load(tx, id_))
        return self.others[name]

    def people(self) -> set[str]:
        """Everybody's names."""
        return set(self.do(lambda tx: [row[0] for row in tx.rows(select(person.c.name))]))

    def count(self, table: str, where: str = "1 = 1") -> int:
        """Rows of a table."""
        query = select(func.count()).select_from(text(table)).where(text(where))
        return int(self.do(lambda tx: tx.value(query)))


def furnished(db: Database) -> int:
    """The template and an administrator; the administrator's id."""
    discover()

    def begin(tx: Tx) -> int:
        owner = setup.create_owner(tx, "boss", "Correct-horse-9")
        loader.install(tx, "crm")
        return owner

    return run(db, begin, clock=lambda: START)


@pytest.fixture
def office(copies: Copies, quick_reading: None, tmp_path: Path) -> Iterator[Office]:
    """The template, an administrator, an empty data folder."""
    with copies.open(furnished) as (db, owner):
        yield Office(db, tmp_path, run(db, lambda tx: actors.load(tx, owner), write=False))
