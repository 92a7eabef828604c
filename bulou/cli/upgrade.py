"""`bulou upgrade`: an older workspace becomes one of this version, or stays what it was."""

from pathlib import Path

import click

from bulou.cli.shared import alone, open_database_of, read, refuse_newer, workspace_options
from bulou.db.upgrading import upgrade_workspace


@click.command()
@workspace_options
@click.option(
    "--tools", type=click.Path(path_type=Path, file_okay=False), default=None, help="Folder of pg_dump."
)
def command(data: Path | None, database_url: str | None, tools: Path | None) -> None:
    """Back up, migrate and check; go back to the backup when the check fails. Stop the server first."""
    settings = read(data, database_url)
    db = open_database_of(settings)
    refuse_newer(db)
    db.close()
    with alone(settings):
        done = upgrade_workspace(settings.database_url, settings.data_dir, tools=tools)
    if done.backup is None:
        click.echo(f"nothing to do: the schema is {done.after}")
        return
    click.echo(f"upgraded from {done.before} to {done.after}; before it: {done.backup}")
