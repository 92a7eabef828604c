"""What would have caught each leak: the rule or the pool, whether it is on, and who may switch it on.

Beside them the leaks that rules and pools know of and the meter does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bulou.access.visible import may
from bulou.api.today.work import mine
from bulou.api.today_scope import leaking_forms
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition
from bulou.forms.catalog import Catalog, load
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.pools import recycled as backs
from bulou.pools import store as pools
from bulou.pools.definition import Pool
from bulou.reports.aggregate import aggregate
from bulou.reports.groups import both
from bulou.reports.leaks import held, money_field
from bulou.rules import catching, due, store
from bulou.rules.check import problems_of
from bulou.rules.definition import read
from bulou.rules.errors import RuleInvalid
from bulou.rules.model import ON, PAUSED, Rule
from bulou.rules.rights import may_see, would_run
from bulou.words import field_error

Json = dict[str, Any]
UNOWNED, ORPHANED, RECYCLED = "unowned", "orphaned", "recycled"
OF_METER = (catching.OVERDUE, catching.NO_STEP, catching.STALLED)
STATE = "state"  # of a person, on the form of people
LEVELS = {catching.SILENT: 2, catching.ENDING: 1}
FIRST = {ON: 0, PAUSED: 1, "off": 2}


def leaks_and_plugs(tx: Tx, actor: Actor, team: bool, _at: int = 0) -> Json:
    """`{plugs: [{form, cause, plug}], more: [{form, key, level, label, count, amount, filter, link, plug}]}`.

    `_at`: the revision of the rules, by which kept answers are told apart.
    """
    catalog = load(tx)
    rules = _by_cause(actor, catalog, store.listing(tx))
    forms = leaking_forms(actor, catalog)
    plugs = [
        {"form": form.key, "cause": cause, "plug": plug}
        for form in forms
        for cause, plug in _plugs(tx, actor, form, rules)
    ]
    more = [line for line in _more(tx, actor, catalog, rules, team) if line["count"]]
    return {"plugs": plugs, "more": more}


def _by_cause(actor: Actor, catalog: Catalog, rules: Sequence[Rule]) -> Mapping[tuple[str, str], Rule]:
    """The rule that catches each cause of each form one may read; of several the one that is on, then the oldest."""
    found: dict[tuple[str, str], Rule] = {}
    for rule in sorted(rules, key=lambda rule: (FIRST.get(rule.state, 9), rule.id)):
        cause = catching.cause_of(rule)
        if cause is not None and rule.form in catalog and may(actor, str(rule.form), "read"):
            found.setdefault((str(rule.form), cause), rule)
    return found


def _plugs(tx: Tx, actor: Actor, form: Form, rules: Any) -> Iterator[tuple[str, Json | None]]:
    pool = next((pool for pool, _version in pools.everything(tx) if pool.form == form.key), None)
    yield UNOWNED, None if pool is None else _pool_plug(tx, actor, pool)
    for cause in OF_METER:
        rule = rules.get((form.key, cause))
        yield cause, None if rule is None else _rule_plug(tx, actor, rule)


def _pool_plug(tx: Tx, actor: Actor, pool: Pool) -> Json:
    """A pool offers what nobody owns; it gives out by itself only where its rules name people."""
    gives = any(rule.named for rule in pool.assign)
    state = "off" if not pool.enabled else "on" if gives else "open"
    link = f"/settings/pools/{pool.key}"
    told = {"kind": "pool", "key": pool.key, "label": dict(pool.label), "state": state, "link": link}
    return {**told, "may": _configures(tx, actor), "problem": None, "since": None}


def _configures(tx: Tx, actor: Actor) -> bool:
    try:
        pools.may_configure(tx, actor)
    except AppError:
        return False
    return True


def _rule_plug(tx: Tx, actor: Actor, rule: Rule) -> Json:
    """`problem`: why it cannot be switched on as things stand, told to who may."""
    opens = may_see(actor, rule.form)
    told = {"kind": "rule", "key": rule.key, "label": dict(rule.label), "state": rule.state}
    problem = _problem(tx, actor, rule) if opens and rule.state != ON else None
    link = f"/settings/rules/{rule.key}" if opens else None
    since = rule.live_since if rule.state == ON else None
    return {**told, "link": link, "may": opens, "problem": problem, "since": since}


def _problem(tx: Tx, actor: Actor, rule: Rule) -> Json | None:
    try:
        definition = read(catching.body_of(rule))
        found = problems_of(tx, would_run(tx, actor, definition), rule.form, definition)
    except RuleInvalid as error:
        found = list(error.problems)
    return dict(field_error(found[0], actor.locale)) if found else None


def _more(tx: Tx, actor: Actor, catalog: Catalog, rules: Any, team: bool) -> Iterator[Json]:
    """What rules mean beside the causes of the meter; whose owner is gone; what went back to the pools."""
    clockwork = due.clockwork_of(tx)
    for (key, cause), rule in rules.items():
        form = catalog[key]
        if cause not in LEVELS or not form.owned:
            continue
        filter = catching.caught(rule, clockwork)
        line = None if filter is None else _line(tx, actor, form, cause, filter, team)
        if line is not None:
            yield {**line, "plug": _rule_plug(tx, actor, rule)}
    for form in leaking_forms(actor, catalog) if team else ():
        gone = both(held(form), {"field": f"owner.{STATE}", "op": "eq", "value": "disabled"})
        line = _line(tx, actor, form, ORPHANED, gone, team)
        if line is not None:
            yield {**line, "plug": None}
        yield from _recycled(tx, actor, form)


def _line(tx: Tx, actor: Actor, form: Form, cause: str, filter: Any, team: bool) -> Json | None:
    """One leak with its count and money; None where the caller may not ask for what it is made of."""
    named = {**both(filter), "named": f"leaking_{cause}"}  # people see the name, not what it is made of
    whole = both(named, {"field": "owner", "op": "not_empty"} if team else mine(actor))
    money = money_field(tx, actor, form)
    measures: list[Json] = [{"agg": "count"}, *([{"agg": "sum", "field": money}] if money else [])]
    try:
        row = aggregate(tx, actor, form, {"measures": measures, "filter": whole})["rows"][0]
    except (AppError, BadCondition):
        return None
    amount = row[1] if money else None
    told = {"form": form.key, "key": cause, "level": LEVELS.get(cause, 3), "count": row[0], "amount": amount}
    return {**told, "filter": whole, "link": None}


def _recycled(tx: Tx, actor: Actor, form: Form) -> Iterator[Json]:
    for each in pools.mine(tx, actor):
        if each.pool.form == form.key and each.pool.recycle:
            told = {"form": form.key, "key": RECYCLED, "level": 2, "count": backs.recycled(tx, actor, form)}
            plug = {**_pool_plug(tx, actor, each.pool), "state": "on"}
            yield {**told, "amount": None, "filter": None, "link": f"/pools/{each.pool.key}", "plug": plug}
            return
