"""`bulou doctor`: everything that keeps a workspace healthy, looked over; exit code 1 when something is wrong."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from bulou.cli.shared import open_database_of, read, workspace_options
from bulou.db.health import examine


@click.command()
@workspace_options
@click.option("--deep", is_flag=True, help="SQLite: read the whole file.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(data: Path | None, database_url: str | None, deep: bool, as_json: bool) -> None:
    """Look the workspace over: schema, disk, key, events, jobs, backup."""
    settings = read(data, database_url)
    db = open_database_of(settings)
    findings = examine(db, settings.data_dir, deep=deep)
    db.close()
    if as_json:
        click.echo(orjson.dumps([asdict(each) for each in findings], default=str).decode())
    else:
        for each in findings:
            click.echo(f"{'ok   ' if each.ok else 'WRONG'}  {each.key:<12} {_say(each.about)}")
    if not all(each.ok for each in findings):
        raise SystemExit(1)


def _say(about: dict[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {_plain(value)}" for key, value in about.items())


def _plain(value: Any) -> str:
    if value in (None, []):
        return "none"
    return orjson.dumps(value, default=str).decode() if isinstance(value, list | dict) else str(value)
