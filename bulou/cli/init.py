"""`bulou init`: an empty folder or database becomes a workspace with an owner and a template."""

import shutil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import click

from bulou.apps import loader, packages
from bulou.apps.samples import replay
from bulou.cli.shared import read, workspace_options
from bulou.db import migrate, settings_table
from bulou.db.database import open_database
from bulou.db.tx import Tx, run
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from bulou.kit.words import LOCALES
from bulou.people import audit
from bulou.people.directory import one_of_each_role
from bulou.people.passwords import hash_password
from bulou.people.setup import create_owner
from bulou.settings import Settings


@click.command()
@workspace_options
@click.option("--owner", required=True, help="Account of the owner, who may do everything.")
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Password of the owner."
)
@click.option("--template", default="crm", show_default=True, help="App to install.")
@click.option("--demo", is_flag=True, help="Add an invented company's data.")
@click.option("--name", default=None, help="Name of the workspace.")
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="Time zone of the workspace.")
@click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
@click.option("--currency", default="CNY", show_default=True)
@click.option("--week-start", type=click.IntRange(0, 6), default=0, show_default=True, help="0 is Monday.")
def command(
    data: Path | None,
    database_url: str | None,
    owner: str,
    password: str,
    template: str,
    demo: bool,
    **about: str,
) -> None:
    """Make a workspace; works unattended when --owner and --password are given."""
    if about["zone"] not in available_timezones():
        raise click.BadParameter(f"unknown time zone {about['zone']}", param_hint="--zone")
    settings = read(data, database_url)
    fresh = not settings.data_dir.exists()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _make(settings, owner, password, template, demo, about)
    except BaseException:
        # Half a workspace would be taken for a whole one by the next start.
        if fresh:
            shutil.rmtree(settings.data_dir, ignore_errors=True)
        raise


def _make(
    settings: Settings, owner: str, password: str, template: str, demo: bool, about: dict[str, Any]
) -> None:
    db = open_database(settings.database_url)
    if migrate.current(db) != migrate.EMPTY:
        db.close()
        raise click.ClickException("there is a workspace already")
    migrate.upgrade(settings.database_url)
    make_secrets(settings.data_dir)

    def work(tx: Tx) -> None:
        for key, value in {**about, "name": about["name"] or "Bulou 不漏"}.items():
            settings_table.put(tx, key, value)
        settings_table.put(tx, "created_at", tx.now.astimezone(ZoneInfo(about["zone"])).isoformat())
        person_id = create_owner(tx, owner, password)
        loader.install(tx, template, by=person_id)
        packages.remember(tx, loader.read(template))
        audit.write(tx, SYSTEM, "workspace.created", detail={"template": template, "owner": owner})

    run(db, work)
    if demo:
        steps = replay.replay(db, template, hash_password(password))
        who = ", ".join(run(db, one_of_each_role, write=False))
        click.echo(f"sample data: {steps} steps; its people sign in with the same password: {who}")
    db.close()
    click.echo(
        f"workspace ready in {settings.data_dir}; serve it with: bulou serve --data {settings.data_dir}"
    )
