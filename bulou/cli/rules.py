"""`bulou rules`: the rules of a workspace, switched on and off; their runs, and trying those that failed again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bulou.cli.shared import acting, language, open_workspace, read, workspace_options
from bulou.db.tx import Tx, run
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.rules import looking, runs, store
from bulou.rules.looking import Wish
from bulou.rules.model import Rule
from bulou.rules.retrying import retry_all
from bulou.rules.rights import may_see
from bulou.rules.runs import ENDED, GOING
from bulou.rules.told import rules_json
from bulou.rules.told_runs import run_json, runs_json

T = TypeVar("T")
Json = dict[str, Any]
as_option = click.option(
    "--as", "account", default=None, help="Account that acts; default: the first administrator."
)


@click.group()
def command() -> None:
    """List rules, switch them on and off, look at their runs and try those that failed again."""


@command.command("list")
@workspace_options
@as_option
@click.option("--form", default=None, help="Only the rules of this form.")
def list_(data: Path | None, database_url: str | None, account: str | None, form: str | None) -> None:
    """Every rule: its state, what it does, how it fared in the last seven days."""
    locale = language()

    def work(tx: Tx, actor: Actor) -> list[Json]:
        found = [rule for rule in store.listing(tx, form) if may_see(actor, rule.form)]
        return rules_json(tx, actor, found, locale)

    for each in _do(data, database_url, account, work, write=False):
        week = each["ended"]["7"]
        state = "draft" if each["version"] == 0 else each["state"]
        click.echo(f"{each['key']:<24} {state:<7} {say(each['label'], locale)}")
        click.echo(f"{'':<24} {each['sentence'] or '(nothing is written in it yet)'}")
        click.echo(f"{'':<24} 7 days: {week['runs']} runs, {week['failed']} failed, {week['cut']} cut")
        for wrong in each["broken"]:
            click.echo(f"{'':<24} ! {wrong['field']}: {wrong['detail']}")


@command.command()
@workspace_options
@as_option
@click.argument("key")
def show(data: Path | None, database_url: str | None, account: str | None, key: str) -> None:
    """One rule: its owner, why it is paused, what of it does not fit any more, when it ran last."""
    locale = language()

    def work(tx: Tx, actor: Actor) -> Json:
        return rules_json(tx, actor, [_rule(tx, actor, key)], locale)[0]

    told = _do(data, database_url, account, work, write=False)
    owner, last = (told["owner"] or {}).get("title"), told["last"] or {}
    lines = {
        "name": say(told["label"], locale),
        "does": told["sentence"],
        "form": told["form"],
        "state": told["state"] + (f": {told['reason_detail']}" if told["reason_detail"] else ""),
        "version": told["version"],
        "draft": "yes" if told["draft"] else "no",
        "owner": owner or "(nobody)",
        "last run": f"{last['id']} {last['state']} {last['at']}" if last else "never",
    }
    for name, value in lines.items():
        click.echo(f"{name:<9} {'' if value is None else value}")
    for wrong in told["broken"]:
        click.echo(f"!         {wrong['field']}: {wrong['detail']}")


@command.command()
@workspace_options
@as_option
@click.argument("key")
def enable(data: Path | None, database_url: str | None, account: str | None, key: str) -> None:
    """Switch the rule KEY on; whoever does so owns it, and it acts with their rights."""
    _switch(data, database_url, account, key, True)


@command.command()
@workspace_options
@as_option
@click.argument("key")
def disable(data: Path | None, database_url: str | None, account: str | None, key: str) -> None:
    """Switch the rule KEY off."""
    _switch(data, database_url, account, key, False)


def _switch(data: Path | None, database_url: str | None, account: str | None, key: str, on: bool) -> None:
    def work(tx: Tx, actor: Actor) -> Rule:
        return store.switch(tx, actor, _rule(tx, actor, key), on)

    click.echo(f"{key}: {_do(data, database_url, account, work).state}")


@command.command("runs")
@workspace_options
@as_option
@click.option("--rule", "key", default=None, help="Only the runs of this rule.")
@click.option("--state", type=click.Choice([*GOING, *ENDED]), default=None, help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@click.argument("run_id", metavar="[RUN]", required=False, type=click.IntRange(1))
def runs_(
    data: Path | None,
    database_url: str | None,
    account: str | None,
    key: str | None,
    state: str | None,
    limit: int,
    run_id: int | None,
) -> None:
    """The newest runs, or every step of the one numbered RUN."""
    locale = language()

    def work(tx: Tx, actor: Actor) -> list[Json]:
        rules = _rules(tx, actor, key)
        if run_id is not None:
            found = runs.one(tx, run_id)
            return [run_json(tx, actor, _of(rules, found.rule_id), found, locale)]
        wish = Wish(rules, (state,) if state else ())
        return runs_json(tx, actor, rules, looking.found(tx, wish, limit=limit), locale)

    for each in _do(data, database_url, account, work, write=False):
        _tell_run(each)


def _tell_run(told: Json) -> None:
    record = told["record"]
    about = f"{record['form']} {record['id']}" if record else "-"
    why = (told["error"] or {}).get("detail") if told["state"] == "failed" else told["reason_detail"]
    click.echo(
        f"{told['id']:>8} {told['created_at']} {told['state']:<8} {told['rule']} {about} {why or ''}".rstrip()
    )
    for step in told.get("steps", ()):
        error = (step["error"] or {}).get("detail")
        click.echo(f"         {step['path']:<10} {step['label']}: {error or step['state']}")


@command.command()
@workspace_options
@as_option
@click.option("--rule", "key", default=None, help="All runs of this rule that failed.")
@click.argument("ids", metavar="[RUN]...", nargs=-1, type=click.IntRange(1))
def retry(
    data: Path | None, database_url: str | None, account: str | None, key: str | None, ids: tuple[int, ...]
) -> None:
    """Queue runs that failed once more, for the server to carry out: those numbered RUN, or all of a rule."""
    if bool(ids) == bool(key):
        raise click.UsageError("name runs, or --rule")

    def work(tx: Tx, actor: Actor) -> int:
        rules = _rules(tx, actor, key)
        if key is not None:
            return retry_all(tx, actor, rules, looking.found(tx, Wish(rules, ("failed",)), limit=1000))
        return retry_all(tx, actor, rules, [each for each in runs.some(tx, ids) if each.rule_id in rules])

    queued = _do(data, database_url, account, work)
    click.echo(f"queued: {queued}")
    if not queued:
        raise SystemExit(1)


def _rule(tx: Tx, actor: Actor, key: str) -> Rule:
    (rule,) = _rules(tx, actor, key).values()
    return rule


def _rules(tx: Tx, actor: Actor, key: str | None) -> dict[int, Rule]:
    """The rules that the account may configure, by id; only the one named. Raises ClickException."""
    found = [store.one(tx, key)] if key is not None else store.listing(tx)
    mine = {rule.id: rule for rule in found if may_see(actor, rule.form)}
    if key is not None and not mine:
        raise click.ClickException(f"there is no rule {key}")
    return mine


def _of(rules: dict[int, Rule], id_: int) -> Rule:
    if id_ not in rules:
        raise click.ClickException("there is no such run")
    return rules[id_]


def _do(
    data: Path | None,
    database_url: str | None,
    account: str | None,
    work: Callable[[Tx, Actor], T],
    *,
    write: bool = True,
) -> T:
    db = open_workspace(read(data, database_url)).db
    try:
        actor = acting(db, account)
        return run(db, lambda tx: work(tx, actor), write=write)
    finally:
        db.close()
