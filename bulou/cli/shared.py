"""What the commands share: the options that name a workspace, opening it, saying an error."""

import contextlib
import locale as system_locale
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from bulou.db import migrate
from bulou.db.database import Database, open_database
from bulou.db.one_process import Hold, Taken
from bulou.kit.errors import AppError
from bulou.kit.words import pick_locale
from bulou.settings import Settings, read_settings

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


def open_workspace(settings: Settings) -> Workspace:
    """Open a workspace that exists and has this product's schema; raises ClickException saying what to do."""
    db = open_database(
        settings.database_url, pool_size=settings.pool_size, synchronous=settings.sqlite_synchronous
    )
    if db.path is not None and not db.path.exists():
        db.close()
        raise click.ClickException(
            f"no workspace in {settings.data_dir}; make one: bulou init --data {settings.data_dir}"
        )
    check_schema(db)
    return Workspace(settings, db)


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


def check_schema(db: Database) -> None:
    """Refuse an older schema, naming `bulou upgrade`, and a newer one."""
    found, wanted = migrate.current(db), migrate.head()
    if found == wanted:
        return
    db.close()
    if found == migrate.EMPTY:
        raise click.ClickException("the database holds no workspace; make one with: bulou init")
    if not migrate.is_known(found):
        raise click.ClickException(
            f"the database has schema {found}, made by a newer version of Bulou; install that version"
        )
    raise click.ClickException(
        f"the database has schema {found}, this version needs {wanted}; run: bulou upgrade"
    )


def language() -> str:
    """The terminal's language."""
    return pick_locale((system_locale.getlocale()[0] or "en-US").replace("_", "-"))


def said(error: AppError) -> str:
    """An error in the terminal's language, with the fields it names."""
    from bulou.words import sentence  # catalogues are only needed now

    locale = language()
    lines = [sentence(error.code, error.params, locale) or str(error)]
    lines += [
        f"  {item.field}: {sentence(item.code, item.params, locale) or item.code}" for item in error.problems
    ]
    return "\n".join(lines)
