"""`bulou doctor`: everything that keeps a workspace healthy, looked over; exit code 1 when something is wrong."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from bulou.cli.shared import open_database_of, read, workspace_options
from bulou.db import migrate
from bulou.db.database import Database
from bulou.db.health import LATE, Finding, examine
from bulou.db.tx import Tx, run
from bulou.kit.clock import parse_instant

SINCE = "0010"  # the schema that seals the audit trail


@click.command()
@workspace_options
@click.option("--deep", is_flag=True, help="SQLite: read the whole file.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(data: Path | None, database_url: str | None, deep: bool, as_json: bool) -> None:
    """Look the workspace over: schema, disk, key, events, jobs, backup, audit trail."""
    settings = read(data, database_url)
    db = open_database_of(settings)
    findings = [*examine(db, settings.data_dir, deep=deep), look_at_audit(db, settings.data_dir)]
    db.close()
    if as_json:
        click.echo(orjson.dumps([asdict(each) for each in findings], default=str).decode())
    else:
        for each in findings:
            click.echo(f"{'ok   ' if each.ok else 'WRONG'}  {each.key:<12} {_say(each.about)}")
    if not all(each.ok for each in findings):
        raise SystemExit(1)


def look_at_audit(db: Database, data_dir: Path) -> Finding:
    """Whether the audit trail is as it was sealed, and whether it is being sealed."""
    from bulou.people import sealing, verifying  # the other commands do without

    def work(tx: Tx) -> Finding:
        problems, blocks, rows = verifying.everything(tx, data_dir)
        waiting, since = sealing.unsealed(tx)
        late = since is not None and tx.now - parse_instant(since) > LATE
        wrong = [f"{each.code} in block {each.block}" for each in problems]
        about = {"blocks": blocks, "rows": rows, "wrong": wrong, "not_sealed": waiting, "since": since}
        return Finding("audit", not wrong and not late, about)

    if migrate.current(db) < SINCE:
        return Finding("audit", False, {"blocks": None})
    return run(db, work, write=False)


def _say(about: dict[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {_plain(value)}" for key, value in about.items())


def _plain(value: Any) -> str:
    if value in (None, []):
        return "none"
    return orjson.dumps(value, default=str).decode() if isinstance(value, list | dict) else str(value)
