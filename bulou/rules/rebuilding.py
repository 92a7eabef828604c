"""Working out what is due of a rule for every record that is there, page by page, when it comes into force."""

from typing import Any

from sqlalchemy import exists, select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.tables.rules import rule_due
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.records.query.secure import secure_select, sight
from bulou.rules import due, store
from bulou.rules.due import REBUILD, Row
from bulou.rules.firing import columns_of
from bulou.rules.known import Live, acting, live_of
from bulou.rules.model import ON
from bulou.rules.trigger import Due

PAGE = 2_000


def _step(context: JobContext) -> Step:
    tx, payload = context.tx, context.payload
    rule = store.by_id(tx, payload["rule"])
    live = live_of(rule) if rule is not None and rule.body is not None else None
    if rule is None or live is None or rule.state != ON or rule.version != payload["version"]:
        return Finish({"rows": 0})
    seen_to, rows = _page(tx, live, context.cursor or 0, payload["since"])
    due.store(tx, rows)
    if seen_to is None:
        return Finish({"rows": (context.job.done or 0) + len(rows)})
    return Continue(seen_to, done=(context.job.done or 0) + len(rows))


def _page(tx: Tx, live: Live, after: int, since: str) -> tuple[int | None, list[Row]]:
    """What is due of the next records; the id to go on behind, None when there are no more."""
    form = catalogs.load(tx).get(live.rule.form or "")
    if form is None:
        return None, []
    try:
        seen = sight(tx, acting(tx, live), form)
    except AppError:
        return None, []
    keys = columns_of(live, form)
    columns = [seen.column(key).label(f"_{at}") for at, key in enumerate(keys)]
    there = (rule_due.c.rule_id == live.rule.id, rule_due.c.record_id == seen.of.c.id)
    is_there = exists(select(rule_due.c.rule_id).where(*there)).label("is_there")
    query = secure_select(seen, seen.of.c.id, is_there, *columns, where=[seen.of.c.id > after])
    found = tx.rows(query.order_by(seen.of.c.id).limit(PAGE))
    clockwork = due.clockwork_of(tx)
    rows: list[Row] = []
    moments: dict[tuple[Any, ...], Due | None] = {}  # many records share a day, and its moment
    for id_, has_one, *values in found:
        same = tuple(values)
        if not has_one and same not in moments:
            moments[same] = due.of_record(live.rule, dict(zip(keys, values, strict=True)), clockwork, since)
        moment = None if has_one else moments[same]
        if moment is not None:
            rows.append(due.row_of(live.rule, id_, moment))
    if rows and min(row[3] for row in rows) <= instant(tx.now):
        tx.wake("jobs")
    return (found[-1][0] if len(found) == PAGE else None), rows


job_kinds.register(
    JobKind(REBUILD, _step, label={"zh-CN": "排定规则到期", "en-US": "Working out when a rule is due"})
)
