"""`bulou print`: records as Word or PDF, as the print button makes them."""

from pathlib import Path

import click

from bulou.cli.shared import acting, open_workspace, read, workspace_options
from bulou.db.tx import Tx, run
from bulou.records.printing import prints, store
from bulou.records.printing.limits import MOST_RECORDS

FORMATS: dict[str, prints.Format] = {".pdf": "pdf", ".docx": "docx", ".zip": "docx"}


@click.command()
@workspace_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--form", required=True, help="Key of the form.")
@click.option(
    "--id", "ids", type=int, multiple=True, required=True, help="A record; may be given several times."
)
@click.option("--template", default=None, help="Key of a print template; default: the built-in layout.")
@click.option("--as", "account", default=None, help="Account that prints; default: the first administrator.")
def command(
    data: Path | None,
    database_url: str | None,
    file: Path,
    form: str,
    ids: tuple[int, ...],
    template: str | None,
    account: str | None,
) -> None:
    """Print records to FILE (.pdf or .docx; .zip for several Word files)."""
    format_ = FORMATS.get(file.suffix.lower())
    if format_ is None or (file.suffix.lower() == ".docx" and len(ids) > 1):
        raise click.BadParameter(
            "must end in .pdf or .docx, or .zip for several Word files", param_hint="FILE"
        )
    if len(ids) > MOST_RECORDS:
        raise click.BadParameter(f"at most {MOST_RECORDS} at a time", param_hint="--id")
    settings = read(data, database_url)
    db = open_workspace(settings).db
    try:
        actor = acting(db, account)

        def prepared(tx: Tx) -> tuple[prints.Wanted, prints.Ready]:
            wanted = prints.Wanted(form, ids, _template(tx, form, template), format_)
            return wanted, prints.prepare(tx, actor, wanted, str(settings.data_dir / "files"))

        wanted, ready = run(db, prepared, write=False)
        made = prints.make(ready, format_)
        run(db, lambda tx: prints.note(tx, actor, wanted, ready.label))
        file.write_bytes(made.data)
        click.echo(f"{file}: {len(ids)} printed")
    finally:
        db.close()


def _template(tx: Tx, form: str, key: str | None) -> int | None:
    if key is None:
        return None
    found = store.by_key(tx, key)
    if found is None or found.form != form:
        raise click.BadParameter(f"there is no print template {key} of {form}", param_hint="--template")
    return found.id
