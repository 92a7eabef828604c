"""`bulou restore`: the workspace of an archive, into an empty place or in the place of what is there."""

from pathlib import Path

import click

from bulou.cli.shared import alone, read, workspace_options
from bulou.db import backup as backups
from bulou.db import migrate


@click.command()
@workspace_options
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite the workspace that is there.")
@click.option("--check", "only_check", is_flag=True, help="Only check that the archive can be restored.")
@click.option(
    "--tools", type=click.Path(path_type=Path, file_okay=False), default=None, help="Folder of pg_restore."
)
def command(
    data: Path | None,
    database_url: str | None,
    archive: Path,
    replace: bool,
    only_check: bool,
    tools: Path | None,
) -> None:
    """Restore a backup; stop the server first. What is there goes only when the new has taken its place."""
    settings = read(data, database_url)
    if only_check:
        click.echo(f"{archive}: {backups.check(archive, settings.database_url, tools=tools)}")
        return
    with alone(settings):
        about = backups.restore(
            archive, settings.database_url, settings.data_dir, replace=replace, tools=tools
        )
    rows = sum(number for number, _ in about.counts.values())
    click.echo(f"restored {rows} rows of {about.made_at} into {settings.data_dir}")
    if about.schema != migrate.head():
        click.echo(f"its schema is {about.schema}; now run: bulou upgrade --data {settings.data_dir}")
