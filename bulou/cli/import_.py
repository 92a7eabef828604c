"""`bulou import`: a workbook, CSV or vCard file into a form, as the import page does it."""

from pathlib import Path
from typing import Any

import click

from bulou.cli.shared import acting, open_workspace, progress, read, workspace_options
from bulou.db.tx import run
from bulou.records.exchange import imports
from bulou.worker.foreground import see_through


@click.command()
@workspace_options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--form", required=True, help="Key of the form the rows go into.")
@click.option("--as", "account", default=None, help="Account that imports; default: the first administrator.")
@click.option("--dry-run", is_flag=True, help="Only say what was understood.")
@click.option(
    "--refusals",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Workbook of what was refused.",
)
def command(
    data: Path | None,
    database_url: str | None,
    file: Path,
    form: str,
    account: str | None,
    dry_run: bool,
    refusals: Path | None,
) -> None:
    """Import FILE as understood; exit code 0 when it is done, 1 when it failed or was cancelled."""
    settings = read(data, database_url)
    db = open_workspace(settings).db
    try:
        actor = acting(db, account)
        made = imports.start(db, actor, form, file, file.name, data_dir=settings.data_dir)
        _understood(made["proposal"])
        if dry_run:
            run(db, lambda tx: imports.forget(tx, actor, made["id"], data_dir=settings.data_dir))
            return
        queued = run(db, lambda tx: imports.run(tx, actor, made["id"]))
        see_through(db, settings, queued["job"], progress)
        done = run(db, lambda tx: imports.state(tx, actor, made["id"]), write=False)
        _result(done)
        if refusals is not None:
            made_file = imports.refusals_file(db, actor, made["id"], data_dir=settings.data_dir)
            refusals.write_bytes(made_file.read_bytes())
    finally:
        db.close()
    if done["status"] != "done":
        raise SystemExit(1)


def _understood(proposal: dict[str, Any]) -> None:
    for sheet in proposal["sheets"]:
        if not sheet["use"]:
            click.echo(f"{sheet['name']}: not used ({sheet['reason']})")
            continue
        click.echo(f"{sheet['name']}: {sheet['rows']} rows")
        for column in sheet["columns"]:
            click.echo(
                f"  {column['letter']:>3}  {column['heading'] or '—'} → {column['field'] or '(left out)'}"
            )
    summary = dict(proposal["summary"])
    compared = summary.pop("compared")
    told = ", ".join(f"{number} {what}" for what, number in summary.items())
    click.echo(told if compared else f"{told} (known rows are not compared: update at most)")
    if proposal["conflicts"] and proposal["conflicts"]["total"]:
        click.echo(f"{proposal['conflicts']['total']} rows name another owner than the record has")


def _result(done: dict[str, Any]) -> None:
    click.echo(f"import {done['id']}: {done['status']}")
    for what, number in (done["result"] or {}).items():
        click.echo(f"  {what.replace('_', ' ')}: {number}")
    if done["error"]:
        click.echo(f"  {done['error']['code']}: {done['error']['detail']}")
