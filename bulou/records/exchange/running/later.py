"""The last phase of a run: names of the form's own records, looked up again now that all rows are in."""

from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import update

from bulou.db.tables.jobs import import_refusal as table
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import MANY
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.running import lookup, refusals
from bulou.records.exchange.running.counts import Counts
from bulou.records.exchange.running.links import owned
from bulou.records.exchange.running.rows import LINK, Refusal
from bulou.records.write import Command, Who, apply

_WAITING = "link.later"


def step(tx: Tx, who: Who, form: Form, plan: Plan, import_id: int, after: int, counts: Counts) -> int | None:
    """Deal with some hundred waiting names; the id to go on from, None when none is left."""
    block = refusals.read(tx, import_id, after=after, levels=(LINK,))
    if not block:
        return None
    waiting = [(id_, each) for id_, each in block if each.code == _WAITING]
    ids = _found(tx, who, form, plan, waiting, counts)
    _link(tx, who, form, waiting, ids, counts)
    return block[-1][0]


def _found(
    tx: Tx, who: Who, form: Form, plan: Plan, waiting: Sequence[tuple[int, Refusal]], counts: Counts
) -> dict[str, int]:
    names = sorted({each.raw or "" for _id, each in waiting})
    found = lookup.by_names(tx, who.actor, form, names)
    ids = {name: records[0].id for name, records in found.items() if len(records) == 1}
    missing = [name for name in names if name not in found]
    if missing and plan.options.create_missing.links:
        spelled = {name_key(name): name for name in reversed(missing)}
        owner = owned(who, form, plan.options.owner)
        commands = [Command("create", values={form.title: name, **owner}) for name in spelled.values()]
        outcomes = apply(tx, who, form, commands, partial=True)
        made = {key: each.id for key, each in zip(spelled, outcomes, strict=True) if each.ok and each.id}
        counts.links_created += len(made)
        ids |= {name: made[name_key(name)] for name in missing if name_key(name) in made}
    return ids


def _link(
    tx: Tx,
    who: Who,
    form: Form,
    waiting: Sequence[tuple[int, Refusal]],
    ids: Mapping[str, int],
    counts: Counts,
) -> None:
    cured: list[int] = []
    commands: list[Command] = []
    for id_, each in waiting:
        target = ids.get(each.raw or "")
        if target is None:
            _give_up(tx, id_)
            counts.cells_refused += 1
            continue
        key = each.params["field"]
        several = form.bound(key).operand in MANY
        commands.append(Command("change", each.params["id"], {key: [target] if several else target}))
        cured.append(id_)
    outcomes = apply(tx, who, form, commands, partial=True)
    for id_, outcome in zip(cured, outcomes, strict=True):
        if outcome.error is not None:
            _give_up(tx, id_, outcome.error.code)
            counts.cells_refused += 1
    refusals.drop(tx, [id_ for id_, outcome in zip(cured, outcomes, strict=True) if outcome.ok])


def _give_up(tx: Tx, refusal_id: int, code: str = "link.unknown") -> None:
    change = update(table).where(table.c.id == refusal_id)
    tx.execute(change.values(code=code, params=orjson.dumps({}).decode()))
