"""What is due becomes runs: looked for every few seconds, judged anew on the record, caught up after a stop."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select

from bulou.db.beats import Beat, beats
from bulou.db.kept import Kept
from bulou.db.tables.rules import rule_due, rule_run
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.records.query.secure import secure_select, sight
from bulou.rules import due, queue
from bulou.rules.known import Live, acting, known
from bulou.rules.queue import NO_RECORD, Wanted
from bulou.rules.trigger import Clockwork

AT_ONCE = 500  # of one transaction
EVERY = 3.0  # seconds between looks
_WAITS = Kept(select(rule_run.c.id).where(rule_run.c.next_at <= bindparam("now")).limit(1))
_DUE = Kept(select(rule_due.c.rule_id).where(rule_due.c.due_at <= bindparam("now")).limit(1))
Rows = Sequence[Any]


def look(tx: Tx) -> None:
    """Wake the job when a run goes on by now, or a rule is due."""
    if _WAITS.one(tx, {"now": tx.now_text}) or _DUE.one(tx, {"now": tx.now_text}):
        queue.wake(tx)


def fire(tx: Tx) -> int:
    """Make runs of some of what is due; how many rows were dealt with."""
    query = select(rule_due).where(rule_due.c.due_at <= tx.now_text).order_by(rule_due.c.due_at)
    rows = tx.rows(query.limit(AT_ONCE))
    by_rule: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_rule[row.rule_id].append(row)
    lives = known(tx).rules if rows else {}
    clockwork = due.clockwork_of(tx) if rows else None
    for rule_id, mine in by_rule.items():
        live = lives.get(rule_id)
        _drop(tx, mine)
        if live is not None and live.timed and clockwork is not None:
            _cron(tx, live, mine[0], clockwork) if live.rule.form is None else _records(
                tx, live, mine, clockwork
            )
    return len(rows)


def _drop(tx: Tx, rows: Rows) -> None:
    ids = [row.record_id for row in rows]
    tx.execute(delete(rule_due).where(rule_due.c.rule_id == rows[0].rule_id, rule_due.c.record_id.in_(ids)))


def _cron(tx: Tx, live: Live, row: Any, clockwork: Clockwork) -> None:
    """One run for however many times passed while nothing ran."""
    rule = live.rule
    queue.put_once(tx, Wanted(rule, f"due:{row.occurrence}", input={"event": "due", "at": row.due_at}))
    assert rule.trigger is not None and rule.trigger.due is not None
    found = rule.trigger.due(rule.options, {}, clockwork)
    due.store(tx, [due.row_of(rule, NO_RECORD, found)] if found is not None else [])


def _records(tx: Tx, live: Live, rows: Rows, clockwork: Clockwork) -> None:
    """Those records that are still due and meet the condition, for whom whoever acts may see. Where nobody can act, a
    run says so, and pauses the rule."""
    rule = live.rule
    form = catalogs.load(tx).get(rule.form or "")
    if form is None:
        return
    if not _somebody_acts(tx, live):
        about = {"event": "due", "at": rows[0].due_at}
        queue.put_once(tx, Wanted(rule, f"due:{rows[0].occurrence}", rows[0].record_id, (), about))
        return
    stored = _stored(tx, live, form, [row.record_id for row in rows])
    since = rule.live_since or tx.now_text
    for row in rows:
        values = stored.get(row.record_id)
        found = due.of_record(rule, values, clockwork, since) if values is not None else None
        if found is None:
            continue
        cause = tuple(orjson.loads(row.cause))
        if found.at > clockwork.now:
            due.store(tx, [due.row_of(rule, row.record_id, found)])
        elif values is not None and values["_meets"]:
            about = {"event": "due", "at": instant(found.at)}
            queue.put_once(tx, Wanted(rule, f"due:{found.occurrence}", row.record_id, cause, about))


def _somebody_acts(tx: Tx, live: Live) -> bool:
    try:
        acting(tx, live)
    except AppError:
        return False
    return True


def _stored(tx: Tx, live: Live, form: Form, ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
    """Of the records that whoever acts sees: the values that the moment is worked out of, and whether it meets."""
    try:
        seen = sight(tx, acting(tx, live), form)
        keys = columns_of(live, form)
        columns = [seen.column(key).label(f"_{at}") for at, key in enumerate(keys)]
        meets = to_sql(live.when, seen.operand, seen.context)
    except (AppError, BadCondition):
        return {}
    where = [seen.of.c.id.in_(list(ids))]
    query = secure_select(seen, seen.of.c.id, meets.label("_meets"), *columns, where=where)
    return {
        row[0]: {"_meets": bool(row[1]), **dict(zip(keys, row[2:], strict=True))} for row in tx.rows(query)
    }


def columns_of(live: Live, form: Form) -> list[str]:
    """The fields that the moment is worked out of, those that the form has."""
    assert live.rule.trigger is not None
    named = live.rule.trigger.columns(live.rule.options)
    return [key for key in named if key in form.by_key or key in form.system]


beats.register(Beat("rules.due", EVERY, look))
