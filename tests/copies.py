"""Furnished databases that tests get copies of: furnishing costs seconds, copying milliseconds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bulou.apps import loader
from bulou.db.contributed import discover
from bulou.db.database import Database, open_database
from bulou.db.tx import run
from bulou.forms import catalog
from bulou.forms.catalog import Catalog
from tests.databases import PostgresServer, SqliteFiles

T = TypeVar("T")


@dataclass(frozen=True)
class Copies:
    """The models furnished so far on one database server, with what their makers told, and copies of them."""

    place: SqliteFiles | PostgresServer
    made: dict[Callable[[Database], Any], tuple[str, Any, dict[Any, Catalog]]] = field(default_factory=dict)

    def model(self, furnish: Callable[[Database], T]) -> tuple[str, T, dict[Any, Catalog]]:
        """The database that `furnish` filled, nobody has it open; what `furnish` gave; the forms in it."""
        if furnish not in self.made:
            url = self.place.migrated()
            with contextlib.closing(open_database(url)) as database:
                told = furnish(database)
                run(database, catalog.load, write=False)
                known = {key: value for key, value in database.cache.items() if isinstance(value, Catalog)}
                self.made[furnish] = (url, told, known)
        return self.made[furnish]

    @contextlib.contextmanager
    def lend(self, furnish: Callable[[Database], T]) -> Iterator[tuple[str, T]]:
        """The address of a copy that lives as long as the context; what `furnish` gave, shared by all copies."""
        model, told, _forms = self.model(furnish)
        url = self.place.copy_of(model)
        yield url, told
        if isinstance(self.place, PostgresServer):
            self.place.drop(url)

    @contextlib.contextmanager
    def open(self, furnish: Callable[[Database], T]) -> Iterator[tuple[Database, T]]:
        """The same, opened, by somebody who knows its forms: to bind them costs as much as many a test."""
        with self.lend(furnish) as (url, told), contextlib.closing(open_database(url)) as database:
            database.cache.update(self.model(furnish)[2])
            yield database, told


def with_template(db: Database) -> None:
    """The CRM template and nobody yet."""
    discover()
    run(db, lambda tx: loader.install(tx, "crm"))
