"""`bulou worker`: background work in a process of its own, on PostgreSQL."""

import signal
import threading
from pathlib import Path

import click

from bulou.cli.shared import clock_of, open_workspace, read, workspace_options
from bulou.kit.logging import start_logging
from bulou.worker.background import Background


@click.command()
@workspace_options
def command(data: Path | None, database_url: str | None) -> None:
    """Relay events and run jobs until SIGTERM; any number of workers share one PostgreSQL."""
    settings = read(data, database_url)
    workspace = open_workspace(settings, via="system")
    if workspace.db.is_sqlite:
        workspace.db.close()
        raise click.ClickException(
            "on SQLite `bulou serve` does the background work; a second process would only wait"
        )
    start_logging(settings.log_level, settings.log_format)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    background = Background(workspace.db, settings, clock_of(settings), listen=True)
    background.start()
    ended.wait()
    background.stop()
    workspace.db.close()
