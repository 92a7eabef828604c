"""A workspace of its own for the drill: the definitions of a real one, and none of its data."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bulou.api.app import create_app
from bulou.api.site import SettingsLike
from bulou.apps import packages
from bulou.apps.loader import App, install_app
from bulou.apps.objects import here
from bulou.db import jobs, migrate, settings_table
from bulou.db.contributed import discover
from bulou.db.database import Database, open_database, sqlite_url
from bulou.db.jobs.steps import Place, advance
from bulou.db.outbox import Relay
from bulou.db.tx import Tx, run
from bulou.kit.clock import utc_now
from bulou.kit.secrets import make_secrets
from bulou.kit.words import LOCALES
from bulou.settings import Settings

T = TypeVar("T")
KEY = "drill"
CARRIED = ("zone", "week_start", "locale", "currency")
FALLBACK = {"zone": "Asia/Shanghai", "week_start": 0, "locale": LOCALES[0], "currency": "CNY"}


@dataclass(frozen=True)
class Definitions:
    """What a workspace says: its forms, roles, dashboards, menus, views, public forms and prints, and its settings."""

    app: App
    settings: Mapping[str, Any]


def definitions_of(tx: Tx) -> Definitions:
    """The definitions of a workspace, as a package would carry them."""
    app = packages.take(tx, KEY, 1, {}, list(here(tx)))
    told = {name: settings_table.get(tx, name, FALLBACK[name]) for name in CARRIED}
    return Definitions(app, told)


@dataclass(eq=False)
class Moving:
    """A clock that runs, and can be put back while something is planted in the past."""

    behind: Any = None

    def __call__(self) -> datetime:
        """The moment."""
        return utc_now() - self.behind if self.behind else utc_now()


@dataclass(frozen=True, eq=False)
class Scratch:
    """The application over a scratch workspace; nothing runs beside it but what the drill drives."""

    app: Any
    db: Database
    clock: Moving
    settings: SettingsLike
    loop: asyncio.AbstractEventLoop

    def do(self, work: Callable[[Tx], T], *, write: bool = True) -> T:
        """Run `work` in a transaction of its own."""
        return run(self.db, work, clock=self.clock, write=write)

    def drive(self, job_id: str) -> str:
        """Run a job to its end, here and now; its state."""
        place = Place(self.db, self.clock, self.settings.data_dir, lambda: False)
        job = self.do(lambda tx: jobs.get(tx, job_id), write=False)
        while job is not None and advance(place, job_id, job.run):
            pass
        ended = self.do(lambda tx: jobs.get(tx, job_id), write=False)
        return ended.state if ended is not None else ""

    def tell(self) -> None:
        """Let everybody who waits for what was committed hear of it."""
        Relay(self.db, self.clock).drain()


@contextmanager
def scratch(folder: Path, definitions: Definitions, url: str = "") -> Iterator[Scratch]:
    """A scratch workspace in `folder` with these definitions; `url`: an empty, migrated database to use instead."""
    discover()
    settings = Settings(data_dir=folder, database_url=url or sqlite_url(folder / "drill.db"))
    if not url:
        migrate.upgrade(settings.database_url)
    make_secrets(folder)
    db = open_database(settings.database_url)
    clock, loop = Moving(), asyncio.new_event_loop()
    app = create_app(settings, db=db, clock=clock)
    made = Scratch(app, db, clock, settings, loop)
    try:
        made.do(lambda tx: _furnish(tx, definitions))
        yield made
    finally:
        app.state.site.hub.close()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        app.state.site.desk.shutdown(cancel_futures=True)
        db.close()


def _furnish(tx: Tx, definitions: Definitions) -> None:
    for name, value in definitions.settings.items():
        settings_table.put(tx, name, value)
    settings_table.put(tx, "name", "Drill")
    # Departments by number are those of the other workspace; the roles come with the people (cast).
    install_app(tx, replace(definitions.app, roles=()))
