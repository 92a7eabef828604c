"""`bulou apps`: the templates that come with the product, and installing one."""

from pathlib import Path

import click

from bulou.apps import loader
from bulou.cli.shared import open_workspace, read, workspace_options
from bulou.db import settings_table
from bulou.db.tx import run


@click.group()
def command() -> None:
    """List templates and add one to a workspace."""


@command.command("list")
@workspace_options
def list_(data: Path | None, database_url: str | None) -> None:
    """The templates, and which of them the workspace has."""
    db = open_workspace(read(data, database_url)).db
    installed = run(db, lambda tx: settings_table.get(tx, "apps", {}), write=False)
    db.close()
    for key in loader.available():
        label = loader.read(key).label
        has = f"installed, version {installed[key]}" if key in installed else "not installed"
        click.echo(f"{key:<12} {label.get('en-US', key)} · {label.get('zh-CN', key)} ({has})")


@command.command()
@workspace_options
@click.argument("key")
def install(data: Path | None, database_url: str | None, key: str) -> None:
    """Add what the workspace does not have yet of a template; what is there stays as it is."""
    db = open_workspace(read(data, database_url)).db
    made = run(db, lambda tx: loader.install(tx, key))
    db.close()
    for what, keys in (("forms", made.forms), ("roles", made.roles), ("pages", made.objects)):
        click.echo(f"{what}: {', '.join(keys) or 'nothing new'}")
