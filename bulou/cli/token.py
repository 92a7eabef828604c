"""`bulou token`: API tokens from the command line."""

from pathlib import Path

import click

from bulou.cli.shared import open_workspace, read, workspace_options
from bulou.cli.user import person_of
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.people import actors, tokens


@click.group()
def command() -> None:
    """Make, list and revoke API tokens."""


@command.command()
@workspace_options
@click.argument("account")
@click.option("--name", required=True)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(tokens.SCOPES),
    default=(tokens.READ,),
    help="What it may do; read is in every token.",
)
@click.option("--days", type=click.IntRange(1, tokens.LONGEST_DAYS), default=90, show_default=True)
@click.option("--form", "forms", multiple=True, help="The only forms it reaches; may be given several times.")
def add(
    data: Path | None,
    database_url: str | None,
    account: str,
    name: str,
    scopes: tuple[str, ...],
    days: int,
    forms: tuple[str, ...],
) -> None:
    """Make a token; it is printed once."""
    db = open_workspace(read(data, database_url)).db

    def work(tx: Tx) -> str:
        unknown = set(forms) - {form.key for form in catalog.load(tx)}
        if unknown:
            raise click.ClickException(f"there is no form {min(unknown)}")
        return tokens.create(
            tx, actors.load(tx, person_of(tx, account)), name, scopes, days, forms or None
        ).secret

    click.echo(run(db, work))


@command.command("list")
@workspace_options
@click.argument("account")
def list_(data: Path | None, database_url: str | None, account: str) -> None:
    """A person's tokens."""
    db = open_workspace(read(data, database_url)).db
    for each in run(db, lambda tx: tokens.listing(tx, person_of(tx, account)), write=False):
        click.echo(f"{each['id']:>5}  {each['name']:<24} {','.join(each['scopes']):<30} {each['expires_at']}")


@command.command()
@workspace_options
@click.argument("account")
@click.argument("token_id", type=int)
def revoke(data: Path | None, database_url: str | None, account: str, token_id: int) -> None:
    """End a token at once."""
    db = open_workspace(read(data, database_url)).db
    run(db, lambda tx: tokens.revoke(tx, actors.load(tx, person_of(tx, account)), token_id))
