"""`bulou handover`: what somebody holds goes to others, as the handover page does it."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from bulou.cli.shared import acting, open_workspace, progress, read, workspace_options
from bulou.db.database import Database
from bulou.db.tables.people import person
from bulou.db.tx import Tx, run
from bulou.people.accounts import account_key
from bulou.records import handover
from bulou.records.handover.model import Split
from bulou.worker.foreground import see_through


@click.command()
@workspace_options
@click.argument("giver")
@click.option("--to", "receivers", multiple=True, help="Account that receives; several take turns.")
@click.option("--pool", is_flag=True, help="Nobody receives: the records go without an owner.")
@click.option(
    "--leaves", is_flag=True, help="Sign the person out and disable the account in the same moment."
)
@click.option(
    "--as", "account", default=None, help="Account that hands over; default: the first administrator."
)
@click.option("--dry-run", is_flag=True, help="Only say who would get what.")
def command(
    data: Path | None,
    database_url: str | None,
    giver: str,
    receivers: tuple[str, ...],
    pool: bool,
    leaves: bool,
    account: str | None,
    dry_run: bool,
) -> None:
    """Hand over what the account GIVER holds; exit code 0 when it is done, 1 when nothing was moved."""
    if bool(receivers) == pool:
        raise click.UsageError("name receivers with --to, or --pool")
    settings = read(data, database_url)
    db = open_workspace(settings).db
    try:
        actor = acting(db, account)
        asked = _asked(db, giver, receivers, leaves)
        _tell(run(db, lambda tx: handover.plan(tx, actor, asked)))
        if dry_run:
            return
        started = run(db, lambda tx: handover.start(tx, actor, asked))
        see_through(db, settings, started["job"], progress)
        done = run(db, lambda tx: handover.get(tx, actor, started["id"]), write=False)
    finally:
        db.close()
    _ended(done)


def _asked(db: Database, giver: str, receivers: tuple[str, ...], leaves: bool) -> handover.Asked:
    ids = run(db, lambda tx: [_person(tx, each) for each in (giver, *receivers)], write=False)
    ending: Any = "leaves" if leaves else "stays"
    teams: Any = "leaves" if leaves else "stays"
    return handover.Asked(person=ids[0], split=Split(rest=ids[1:]), ending=ending, teams=teams)


def _person(tx: Tx, account: str) -> int:
    found = tx.value(select(person.c.id).where(person.c.account == account_key(account)))
    if found is None:
        raise click.ClickException(f"no account {account}")
    return int(found)


def _tell(plan: dict[str, Any]) -> None:
    for share in plan["receivers"]:
        name = share["person"]["title"] if share["person"] else "(nobody)"
        click.echo(f"{name}: {share['total']} records")
        for form in share["forms"]:
            click.echo(f"  {form['form']}: {form['count']}")
    for what in ("locked", "limits"):
        if plan[what]["count"]:
            click.echo(f"{what}: {plan[what]['count']}")


def _ended(done: dict[str, Any]) -> None:
    click.echo(f"handover {done['id']}: {done['state']}, {done['total']} records")
    if done["state"] != "done":
        click.echo(f"  {(done['error'] or {}).get('detail', '')}")
        raise SystemExit(1)
