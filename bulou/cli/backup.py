"""`bulou backup`: the whole workspace in one checked archive, while it is served."""

from dataclasses import asdict
from pathlib import Path

import click
import orjson

from bulou.cli.shared import open_workspace, read, workspace_options
from bulou.db import backup as backups
from bulou.db.backup import nightly
from bulou.db.tx import run
from bulou.kit.clock import utc_now


@click.command()
@workspace_options
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The archive to write."
)
@click.option("--no-check", is_flag=True, help="Do not restore it into a scratch database to compare.")
@click.option("--own-dump", is_flag=True, help="PostgreSQL: do without pg_dump.")
@click.option(
    "--tools", type=click.Path(path_type=Path, file_okay=False), default=None, help="Folder of pg_dump."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    data: Path | None,
    database_url: str | None,
    to: Path | None,
    no_check: bool,
    own_dump: bool,
    tools: Path | None,
    as_json: bool,
) -> None:
    """Back up database, files and key; the archive holds the key, so keep it where only you can read it."""
    settings = read(data, database_url)
    db = open_workspace(settings).db
    target = (
        to
        or settings.data_dir
        / nightly.FOLDER
        / f"{'unchecked' if no_check else 'bulou'}-{utc_now():%Y%m%d-%H%M%S}.zip"
    )
    try:
        report = backups.backup(
            db, settings.data_dir, target, tools=tools, own_dump=own_dump, checked=not no_check
        )
        run(db, lambda tx: nightly.keep_last(tx, nightly.told(report)))
    finally:
        db.close()
    if as_json:
        click.echo(orjson.dumps(asdict(report), default=str).decode())
        return
    megabytes = report.size / 1e6
    click.echo(
        f"{report.path}: {report.rows} rows, {report.files} files, {megabytes:.1f} MB in {report.seconds} s "
        f"(by {report.tool}, checked: {report.checked})"
    )
