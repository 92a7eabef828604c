"""`bulou apps`: what there is, taking an app out as a package, bringing one in, going back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from bulou.apps import loader, packages
from bulou.apps.bundle import from_zip, to_zip
from bulou.apps.loader import App
from bulou.apps.packages import Plan
from bulou.apps.samples import bringing, taking
from bulou.apps.samples.model import MOST_RECORDS
from bulou.apps.samples.removing import remove
from bulou.cli.shared import open_workspace, progress, read, workspace_options
from bulou.db import settings_table
from bulou.db.backup import backup, nightly
from bulou.db.database import Database
from bulou.db.tx import Tx, run
from bulou.kit.clock import utc_now
from bulou.kit.protocols import SYSTEM
from bulou.records import batches
from bulou.records.batches import ledger
from bulou.words import sentence
from bulou.worker.foreground import see_through

T = TypeVar("T")
KINDS = ("form", "role", "dashboard", "menu", "print", "view", "public_form")


@click.group()
def command() -> None:
    """List apps, take them out as packages, bring them in, upgrade them and go back."""


@command.command("list")
@workspace_options
def list_(data: Path | None, database_url: str | None) -> None:
    """The apps that come with the product, and which of them the workspace has."""
    installed = _do(data, database_url, lambda tx: settings_table.get(tx, "apps", {}), write=False)
    for key in sorted({*loader.available(), *installed}):
        label = loader.read(key).label if key in loader.available() else {}
        has = f"installed, version {installed[key]}" if key in installed else "not installed"
        click.echo(f"{key:<12} {label.get('en-US', key)} · {label.get('zh-CN', key)} ({has})")


@command.command()
@workspace_options
@click.argument("app")
def plan(data: Path | None, database_url: str | None, app: str) -> None:
    """What bringing APP in would do: the key of one that comes with the product, a package or a folder."""
    wanted = _named(app)
    _tell(_do(data, database_url, lambda tx: packages.plan(tx, wanted), write=False))


@command.command()
@workspace_options
@click.option("--no-backup", is_flag=True, help="Do not make a backup first.")
@click.option("--sample", is_flag=True, help="With its sample data.")
@click.argument("app")
def install(data: Path | None, database_url: str | None, no_backup: bool, sample: bool, app: str) -> None:
    """Bring APP in, or a newer version of it, after a backup; what the workspace changed stays and is listed."""
    _bring_in(data, database_url, app, no_backup, sample)


@command.command()
@workspace_options
@click.option("--no-backup", is_flag=True, help="Do not make a backup first.")
@click.argument("app")
def upgrade(data: Path | None, database_url: str | None, no_backup: bool, app: str) -> None:
    """The same as install, for an app that is there already."""
    _bring_in(data, database_url, app, no_backup)


@command.command()
@workspace_options
@click.argument("key")
def rollback(data: Path | None, database_url: str | None, key: str) -> None:
    """Take the last version of an app back; what the workspace changed since stays and is listed."""
    _tell(_do(data, database_url, lambda tx: packages.roll_back(tx, SYSTEM, key)))


@command.command("remove-sample")
@workspace_options
@click.argument("key")
def remove_sample(data: Path | None, database_url: str | None, key: str) -> None:
    """Take the sample data of app KEY away; what somebody changed or linked to since stays and is listed."""
    settings = read(data, database_url)
    db = open_workspace(settings).db
    try:
        started = run(db, lambda tx: remove(tx, SYSTEM, key))
        see_through(db, settings, started["job"], progress)
        done = run(db, lambda tx: batches.get(tx, SYSTEM, started["batch"]), write=False)
    finally:
        db.close()
    click.echo(f"taken away: {done['summary'].get('restored', 0)}")
    for each in done["results"]:
        if not each["ok"]:
            title = each["title"] or f"#{each['id']}"
            click.echo(f"stays: {each['form']} {title}: {sentence(each['code'], each['params'], 'en-US')}")
    if done["state"] != "done":
        raise SystemExit(1)


@command.command()
@workspace_options
@click.option("--form", "forms", multiple=True, help="A form to take along; may be given several times.")
@click.option("--role", "roles", multiple=True, help="A role.")
@click.option("--dashboard", "dashboards", multiple=True, help="A dashboard.")
@click.option("--menu", "menus", multiple=True, help="A menu.")
@click.option("--print", "prints", multiple=True, help="A print template.")
@click.option("--view", "views", multiple=True, help="A shared view.")
@click.option("--public-form", "public_forms", multiple=True, help="A public form.")
@click.option(
    "--sample", "sampled", multiple=True, help="A form whose newest records go along: FORM or FORM=NUMBER."
)
@click.option(
    "--version", "number", type=click.IntRange(1, 1_000_000), default=None, help="The package's version."
)
@click.option("--label", default=None, help="What people call it.")
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(
    data: Path | None,
    database_url: str | None,
    forms: Sequence[str],
    roles: Sequence[str],
    dashboards: Sequence[str],
    menus: Sequence[str],
    prints: Sequence[str],
    views: Sequence[str],
    public_forms: Sequence[str],
    sampled: Sequence[str],
    number: int | None,
    label: str | None,
    key: str,
    file: Path,
) -> None:
    """Write the installed app KEY, or the named parts of the workspace under that key, to a package FILE."""
    named = [
        (kind, each)
        for kind, some in zip(
            KINDS, (forms, roles, dashboards, menus, prints, views, public_forms), strict=True
        )
        for each in some
    ]

    def work(tx: Tx) -> App:
        there = {each["key"]: each for each in packages.installed(tx)}.get(key, {})
        labels = {"en-US": label, "zh-CN": label} if label else there.get("label", {})
        parts = named or packages.parts_of(tx, key)
        records = taking.take(tx, SYSTEM, dict(map(_sampled, sampled)))
        return packages.take(tx, key, number or there.get("version", 1), labels, parts, records)

    file.write_bytes(to_zip(_do(data, database_url, work, write=False)))
    click.echo(file)


def _sampled(text: str) -> tuple[str, taking.Chosen]:
    form, _, number = text.partition("=")
    if number and not (number.isdigit() and 0 < int(number) <= MOST_RECORDS):
        raise click.BadParameter(f"{text}: FORM or FORM=NUMBER", param_hint="--sample")
    return form, taking.Chosen(limit=int(number)) if number else taking.Chosen()


def _bring_in(
    data: Path | None, database_url: str | None, app: str, no_backup: bool, sample: bool = False
) -> None:
    wanted = _named(app)
    settings = read(data, database_url)
    db = open_workspace(settings).db
    try:
        run(db, lambda tx: packages.plan(tx, wanted), write=False)
        if not no_backup:
            made = backup(
                db,
                settings.data_dir,
                settings.data_dir / nightly.FOLDER / f"bulou-{utc_now():%Y%m%d-%H%M%S}.zip",
            )
            click.echo(f"before it: {made.path}")
        if sample and wanted.sample:
            run(db, lambda tx: bringing.refuse_twice(tx, wanted.key), write=False)
        _tell(run(db, lambda tx: packages.install(tx, SYSTEM, wanted)))
        if sample and wanted.sample:
            _bring_sample(db, wanted)
    finally:
        db.close()


def _bring_sample(db: Database, app: App) -> None:
    state: dict[str, Any] | None = run(db, lambda tx: bringing.begin(tx, SYSTEM, app))
    while state is not None:
        batch = state["batch"]
        state = run(db, lambda tx, now=state: bringing.go_on(tx, SYSTEM, app, now))  # type: ignore[misc]
    told = run(db, lambda tx: ledger.found(tx, batch).summary, write=False)
    click.echo(f"sample data: {told.get('changed', 0)} records, {told.get('failed', 0)} refused")


def _named(app: str) -> App:
    path = Path(app)
    if path.is_dir() and path.joinpath("app.yaml").is_file():
        return loader.read_folder(path)
    return from_zip(path.read_bytes()) if path.is_file() else loader.read(app)


def _do(data: Path | None, database_url: str | None, work: Callable[[Tx], T], *, write: bool = True) -> T:
    db = open_workspace(read(data, database_url)).db
    try:
        return run(db, work, write=write)
    finally:
        db.close()


def _tell(plan: Plan) -> None:
    told = [line for line in plan.lines if line.action != "same" and (line.action != "kept" or line.kept)]
    told += [line for line in plan.lines if line.left and line not in told]
    if not told:
        click.echo("nothing new")
    for line in told:
        click.echo(f"{line.action:<13} {line.kind} {line.key}")
        for path in line.taken if line.action == "change" else ():
            click.echo(f"              takes {path or 'all of it'}")
        for each in line.kept:
            mine, theirs = _short(each["mine"]), _short(each["theirs"])
            click.echo(f"              keeps {each['path'] or 'all of it'}: {mine} (not {theirs})")
        for behind in line.left:
            click.echo(
                f"              without {behind['path']}: it named a {behind['code']} of another workspace"
            )


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
