"""`bulou user`: people from the command line, for the administrator of the machine."""

from pathlib import Path

import click

from bulou.cli.shared import open_workspace, read, workspace_options
from bulou.db.tx import Tx, run
from bulou.kit.errors import FieldError
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, directory, invitations, moments, passwords, roles, secured


@click.group()
def command() -> None:
    """Add people, invite them, set passwords, disable."""


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
    """Set a person's password; their sessions and API tokens end. Somebody not activated may sign in from now on."""
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


@command.command()
@workspace_options
@click.argument("name")
@click.option("--email", default=None)
@click.option("--account", default=None, help="An account to propose.")
@click.option("--role", "role_keys", multiple=True, help="Role key; may be given several times.")
@click.option("--department", type=int, default=None, help="Id of the main department.")
@click.option("--days", type=int, default=invitations.DAYS, help="Days until the link ends.")
@click.option("--origin", default="", help="Where people reach the pages, such as https://crm.example.com.")
def invite(
    data: Path | None,
    database_url: str | None,
    name: str,
    email: str | None,
    account: str | None,
    role_keys: tuple[str, ...],
    department: int | None,
    days: int,
    origin: str,
) -> None:
    """Print a link by which somebody chooses account and password, once. NAME is somebody new, or the id of a
    person who is not activated."""
    db = open_workspace(read(data, database_url)).db
    new = accounts.NewPerson(name, account=account, email=email, department_id=department, roles=role_keys)

    def work(tx: Tx) -> str:
        id_ = int(name) if name.isascii() and name.isdigit() else accounts.create(tx, SYSTEM, new)
        return invitations.invite(tx, SYSTEM, id_, days).secret

    click.echo(f"{origin.rstrip('/')}/join/{run(db, work)}")


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
    """Give a person exactly these roles; `finance=2026-12-31` is one until the end of that day."""
    db = open_workspace(read(data, database_url)).db

    def work(tx: Tx) -> None:
        roles.assign(tx, SYSTEM, person_of(tx, account), [_held(tx, key) for key in keys])

    run(db, work)


def _held(tx: Tx, text: str) -> str | roles.Held:
    key, given, until = text.partition("=")
    try:
        return roles.Held(key, moments.ends(tx, until)) if given else key
    except FieldError as error:
        raise click.ClickException(f"{text}: {error.code}") from error


def person_of(tx: Tx, account: str) -> int:
    """The id of an account; raises ClickException when there is none."""
    key = accounts.account_key(account)
    for each in directory.listing(tx, limit=1_000_000):
        if each["account"] == key:
            return int(each["id"])
    raise click.ClickException(f"there is no account {account}")
