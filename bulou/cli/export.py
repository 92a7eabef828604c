"""`bulou export`: records of a form as a workbook or CSV, as the export button makes it."""

import shutil
from pathlib import Path

import click
import orjson

from bulou.cli.shared import acting, open_workspace, progress, read, workspace_options
from bulou.db.tx import run
from bulou.records.exchange import exports
from bulou.worker.foreground import see_through


@click.command()
@workspace_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--form", required=True, help="Key of the form.")
@click.option("--as", "account", default=None, help="Account that exports; default: the first administrator.")
@click.option("--view", default=None, help="Key or id of a view.")
@click.option("--filter", "condition", default=None, help="A condition as JSON.")
@click.option("--search", default=None)
@click.option("--columns", default=None, help="Keys of fields, by comma.")
@click.option("--sort", default=None, help="Keys of fields, by comma; - in front turns round.")
def command(
    data: Path | None,
    database_url: str | None,
    file: Path,
    form: str,
    account: str | None,
    view: str | None,
    condition: str | None,
    search: str | None,
    columns: str | None,
    sort: str | None,
) -> None:
    """Export to FILE (.xlsx or .csv); exit code 1 when it failed."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv"):
        raise click.BadParameter("must end in .xlsx or .csv", param_hint="FILE")
    settings = read(data, database_url)
    body = {
        "form": form,
        "view": view,
        "filter": _json(condition),
        "search": search,
        "columns": columns.split(",") if columns else None,
        "sort": sort,
        "format": kind,
    }
    db = open_workspace(settings).db
    try:
        actor = acting(db, account)
        queued = run(db, lambda tx: exports.start(tx, actor, body))
        job = see_through(db, settings, queued["job"], progress)
        if job.state != "done":
            raise click.ClickException(f"the export ended as {job.state}: {job.error}")
        made, _name = run(db, lambda tx: exports.file(tx, actor, job.id, settings.data_dir), write=False)
        shutil.copyfile(made, file)
        click.echo(f"{file}: {job.result['rows']} rows")
    finally:
        db.close()


def _json(condition: str | None) -> object:
    try:
        return None if condition is None else orjson.loads(condition)
    except orjson.JSONDecodeError as error:
        raise click.BadParameter(f"is not JSON: {error}", param_hint="--filter") from error
