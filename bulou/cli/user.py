"""`bulou user`: people from the command line, for the administrator of the machine."""

from pathlib import Path

import click

from bulou.cli.shared import open_workspace, read, workspace_options
from bulou.db.tx import Tx, run
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, directory, passwords, roles, secured


@click.group()
def command() -> None:
    """Add people, set passwords, disable."""


@command.command("list")
@workspace_options
def list_(data: Path | None, database_url: str | None) -> None:
    """Everybody with account, state and roles."""
    db = open_workspace(read(data, database_url)).db
    for each in run(db, lambda tx: directory.listing(tx), write=False):
        click.echo(
            f"{each['id']:>5}  {each['account'] or '—':<20} {each['state']:<14} {each['name']}  "
            f"{', '.join(each['roles'])}"
        )


@command.command()
@workspace_options
@click.argument("account")
@click.option("--name", default=None)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@click.option("--role", "role_keys", multiple=True, help="Role key; may be given several times.")
@click.option("--department", type=int, default=None, help="Id of the main department.")
def add(
    data: Path | None,
    database_url: str | None,
    account: str,
    name: str | None,
    password: str,
    role_keys: tuple[str, ...],
    department: int | None,
) -> None:
    """Add a person who may sign in."""
    db = open_workspace(read(data, database_url)).db
    rules = run(db, lambda tx: passwords.rules(tx, name=name or ""), write=False)
    passwords.check_password(password, account, rules)
    new = accounts.NewPerson(
        name=name or account,
        account=account,
        password_hash=passwords.hash_password(password),
        department_id=department,
        roles=role_keys,
    )
    click.echo(run(db, lambda tx: accounts.create(tx, SYSTEM, new)))


@command.command()
@workspace_options
@click.argument("account")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def password(data: Path | None, database_url: str | None, account: str, password: str) -> None:
    """Set a person's password; their sessions end. Somebody not activated may sign in from now on."""
    db = open_workspace(read(data, database_url)).db
    rules = run(db, lambda tx: passwords.rules(tx, person_of(tx, account)), write=False)
    passwords.check_password(password, account, rules)
    hashed = passwords.hash_password(password)
    run(db, lambda tx: accounts.set_password(tx, SYSTEM, person_of(tx, account), hashed))


@command.command()
@workspace_options
@click.argument("account")
def disable(data: Path | None, database_url: str | None, account: str) -> None:
    """Sign a person out everywhere and keep them out."""
    db = open_workspace(read(data, database_url)).db
    run(db, lambda tx: accounts.disable(tx, SYSTEM, person_of(tx, account)))


@command.command("reset-factor")
@workspace_options
@click.argument("account")
def reset_factor(data: Path | None, database_url: str | None, account: str) -> None:
    """Take away the second factor of somebody who lost it; they are signed out everywhere."""
    db = open_workspace(read(data, database_url)).db
    run(db, lambda tx: secured.reset(tx, SYSTEM, person_of(tx, account)))


@command.command("roles")
@workspace_options
@click.argument("account")
@click.argument("keys", nargs=-1)
def roles_(data: Path | None, database_url: str | None, account: str, keys: tuple[str, ...]) -> None:
    """Give a person exactly these roles."""
    db = open_workspace(read(data, database_url)).db
    run(db, lambda tx: roles.assign(tx, SYSTEM, person_of(tx, account), keys))


def person_of(tx: Tx, account: str) -> int:
    """The id of an account; raises ClickException when there is none."""
    key = accounts.account_key(account)
    for each in directory.listing(tx, limit=1_000_000):
        if each["account"] == key:
            return int(each["id"])
    raise click.ClickException(f"there is no account {account}")
