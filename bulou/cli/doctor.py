"""`bulou doctor`: everything that keeps a workspace healthy, looked over; exit code 1 when something is wrong."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from bulou.cli.parts.part import Looked, parts
from bulou.cli.shared import open_database_of, open_workspace, read, workspace_options
from bulou.db import migrate
from bulou.db.database import Database
from bulou.db.health import LATE, Finding, examine
from bulou.db.tx import Tx, run
from bulou.kit.clock import parse_instant

SINCE = "0010"  # the schema that seals the audit trail
F = TypeVar("F", bound=Callable[..., Any])


def _part_options(function: F) -> F:
    """An option for each part."""
    for part in reversed(list(parts)):
        function = click.option(f"--{part.key}", is_flag=True, help=part.about)(function)
    return function


@click.command()
@workspace_options
@click.option("--deep", is_flag=True, help="SQLite: read the whole file.")
@_part_options
@click.option("--quick", is_flag=True, help="With --leaks: every door, each by fewer people.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(
    data: Path | None, database_url: str | None, deep: bool, quick: bool, as_json: bool, **named: bool
) -> None:
    """Look the workspace over: schema, disk, key, events, jobs, backup, audit trail; or parts named."""
    settings = read(data, database_url)
    wanted = [part for part in parts if named[part.key]]
    if not wanted:
        db = open_database_of(settings)
        findings = [*examine(db, settings.data_dir, deep=deep), look_at_audit(db, settings.data_dir)]
        db.close()
        _tell(as_json, [_looked(findings)])
        return
    db = open_workspace(settings).db
    try:
        found = {part.key: part.look(settings, db, quick) for part in wanted}
    finally:
        db.close()
    _tell(as_json, list(found.values()), list(found))


def _looked(findings: list[Finding]) -> Looked:
    lines = [f"{'ok   ' if each.ok else 'WRONG'}  {each.key:<12} {_say(each.about)}" for each in findings]
    return Looked(all(each.ok for each in findings), [asdict(each) for each in findings], lines)


def _tell(as_json: bool, found: list[Looked], keys: list[str] | None = None) -> None:
    """Print it; exit code 1 where something is wrong."""
    if as_json:
        told = (
            found[0].json if keys is None else {key: each.json for key, each in zip(keys, found, strict=True)}
        )
        click.echo(orjson.dumps(told, default=str).decode())
    else:
        for line in (line for each in found for line in each.lines):
            click.echo(line)
    if not all(each.ok for each in found):
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
