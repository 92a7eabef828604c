"""What the commands share: the options that name a workspace, opening it, saying an error."""

import contextlib
import locale as system_locale
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from bulou.db import migrate
from bulou.db.database import Database, open_database
from bulou.db.jobs import Job
from bulou.db.one_process import Hold, Taken
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock
from bulou.kit.errors import AppError
from bulou.kit.origin import Origin, Via
from bulou.kit.protocols import Actor
from bulou.kit.words import pick_locale
from bulou.settings import Settings, read_settings

EVERYBODY = 1_000_000
log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])


def workspace_options(function: F) -> F:
    """`--data DIR` (or BULOU_DATA_DIR) and `--database-url` (or BULOU_DATABASE_URL)."""
    url = click.option(
        "--database-url", default=None, help="Address of the database; default: SQLite in the folder."
    )
    data = click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), default=None, help="The workspace folder."
    )
    return data(url(function))


@dataclass(frozen=True)
class Workspace:
    """An open workspace."""

    settings: Settings
    db: Database


def read(data: Path | None, database_url: str | None, **given: Any) -> Settings:
    """The settings with what the command line said."""
    return read_settings(data_dir=data, database_url=database_url, **given)


def open_database_of(settings: Settings) -> Database:
    """Open a workspace that exists, whatever its schema; raises ClickException saying what to do."""
    db = open_database(
        settings.database_url, pool_size=settings.pool_size, synchronous=settings.sqlite_synchronous
    )
    if db.path is not None and not db.path.exists():
        db.close()
        raise click.ClickException(
            f"no workspace in {settings.data_dir}; make one: bulou init --data {settings.data_dir}"
        )
    if migrate.current(db) == migrate.EMPTY:
        db.close()
        raise click.ClickException("the database holds no workspace; make one with: bulou init")
    return db


def open_workspace(settings: Settings, *, via: Via = "cli") -> Workspace:
    """Open a workspace of this product's schema; raises ClickException saying what to do."""
    db = open_database_of(settings)
    refuse_newer(db)
    found, wanted = migrate.current(db), migrate.head()
    if found != wanted:
        db.close()
        raise click.ClickException(
            f"the database has schema {found}, this version needs {wanted}; run: bulou upgrade"
        )
    return Workspace(settings, replace(db, origin=Origin(via)))


def clock_of(settings: Settings) -> Clock:
    """What time it is for a process that serves or works; one that tests have moved says so in its log."""
    if settings.clock_file:
        log.warning("the clock is moved, as only tests want it", extra={"setting": "BULOU_CLOCK_FILE"})
    return settings.clock


def refuse_newer(db: Database) -> None:
    """Raises ClickException for a schema that only a newer product knows."""
    found = migrate.current(db)
    if not migrate.is_known(found):
        db.close()
        raise click.ClickException(
            f"the database has schema {found}, made by a newer version of Bulou; install that version"
        )


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the one process that works on a workspace with SQLite; on PostgreSQL any number may."""
    if not settings.database_url.startswith("sqlite"):
        yield
        return
    try:
        with Hold(settings.data_dir):
            yield
    except Taken as taken:
        holder = taken.holder or "unknown"
        raise click.ClickException(
            f"another process works on {settings.data_dir} (process {holder}); stop it first"
        ) from taken


def acting(db: Database, account: str | None) -> Actor:
    """Who `account` is, else the first active administrator. Raises ClickException."""
    from bulou.people import accounts, actors, directory  # not every command needs people

    def work(tx: Tx) -> Actor:
        key = accounts.account_key(account) if account else None
        everybody = directory.listing(tx, limit=EVERYBODY)
        active = [person for person in everybody if person["state"] == "active"]
        for each in sorted(active, key=lambda person: int(person["id"])):
            if key in (None, each["account"]) and ((actor := actors.load(tx, each["id"])).admin or key):
                return actor
        raise click.ClickException(f"there is no active account {account or 'of an administrator'}")

    return run(db, work, write=False)


def progress(job: Job) -> None:
    """How far a job is, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{job.state} {job.done} of {job.total or '?'}    ", err=True, nl=job.has_ended)


def language() -> str:
    """The terminal's language."""
    return pick_locale((system_locale.getlocale()[0] or "en-US").replace("_", "-"))


def said(error: AppError) -> str:
    """An error in the terminal's language, with the fields it names."""
    from bulou.words import error_text, sentence  # catalogues are only needed now

    locale = language()
    lines = [sentence(error.code, error.params, locale) or str(error)]
    lines += [f"  {item.field}: {error_text(item.code, item.params, locale)}" for item in error.problems]
    return "\n".join(lines)
