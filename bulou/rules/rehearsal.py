"""A rehearsal: what a draft would have done over the last days of history. Nothing of it stays."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.outbox import Fact
from bulou.db.tables.records import comment, history
from bulou.db.tx import Tx
from bulou.expr.conditions import UnknownField, parse, paths, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.forms.formulas import worked_of
from bulou.forms.rollups import gatherings_of
from bulou.kit.clock import day_in, instant, parse_instant
from bulou.kit.protocols import Actor
from bulou.kit.words import DEFAULT_LOCALE
from bulou.records.history import label_of
from bulou.records.query.anywhere import rows_anywhere
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles
from bulou.records.write.plan import plan_of, stored_values
from bulou.rules import due
from bulou.rules.firing import columns_of
from bulou.rules.known import Live, live_of
from bulou.rules.matching import judged, only_once
from bulou.rules.model import Rule
from bulou.rules.rights import would_run
from bulou.rules.starting import open_to
from bulou.rules.subject import BEFORE, Subject, frozen
from bulou.rules.trigger import Clockwork
from bulou.rules.trying import try_out

Json = dict[str, Any]
MOST_EVENTS = 20_000  # looked at
MOST_RECORDS = 100_000  # looked at for dates
PAGE = 1_000
SAMPLES, TRIED = 20, 5  # told one by one; of those whose steps are tried out
KINDS = {
    "created": "record.created",
    "changed": "record.changed",
    "deleted": "record.deleted",
    "restored": "record.restored",
}
LIVING = {"last_activity_at", "next_activity_at"}  # kept by the product, without a history
NEVER = frozenset({"webhook", "button"})  # nobody knows when they would have come


@dataclass(frozen=True)
class Hit:
    """One time it would have run. `record_id` 0: no record."""

    at: str
    record_id: int


def rehearse(
    tx: Tx, actor: Actor, rule: Rule, days: int, *, day: str | None = None, locale: str = DEFAULT_LOCALE
) -> Json:
    """`{days, since, possible, unsure, total, records, whole, by_day: [{date, count, records}], samples: [{at, record,
    trial}]}`.

    `records` counts those that it would have run for, each once. `whole` is false where there was more history than is
    looked at. Samples are the newest, of `day` (`YYYY-MM-DD` of the actor) alone if it is said; the first few of them
    are tried out on the record as it is today. `unsure`: fields of its condition whose past nobody keeps.
    """
    since = tx.now - timedelta(days=days)
    possible, live = rule.definition.kind not in NEVER, live_of(rule)
    answer: Json = {"days": days, "since": instant(since), "possible": possible and live is not None}
    if live is None or not possible:
        nothing = {"total": 0, "records": 0, "whole": True, "by_day": [], "samples": []}
        return {**answer, "unsure": [], **nothing}
    found, is_whole = _hits(tx, would_run(tx, actor, rule.definition), live, instant(since))
    found.sort(key=lambda hit: (hit.at, hit.record_id), reverse=True)
    if only_once(live):
        found = list({hit.record_id: hit for hit in found}.values())  # the earliest of each record
    days_of = {hit: day_in(parse_instant(hit.at), actor.zone).isoformat() for hit in found}
    shown = [hit for hit in found if day is None or days_of[hit] == day][:SAMPLES]
    return {
        **answer,
        "unsure": _unsure(tx, live, locale),
        "total": len(found),
        "records": len({hit.record_id for hit in found}),
        "whole": is_whole,
        "by_day": _by_day(found, days_of),
        "samples": _samples(tx, actor, rule, shown, locale),
    }


def _by_day(found: Sequence[Hit], days_of: Mapping[Hit, str]) -> list[Json]:
    counts = Counter(days_of[hit] for hit in found)
    records: dict[str, set[int]] = {}
    for hit in found:
        records.setdefault(days_of[hit], set()).add(hit.record_id)
    return [{"date": day, "count": counts[day], "records": len(records[day])} for day in sorted(counts)]


def _unsure(tx: Tx, live: Live, locale: str) -> list[str]:
    """What the fields of its conditions are called that the product works out: their values of then are unknown."""
    form = None if live.rule.form is None else catalogs.load(tx)[live.rule.form]
    if form is None or live.timed:
        return []
    besides = {*paths(live.before), *paths(live.after)}
    asked = {*live.asked, *(path.removeprefix(BEFORE).split(".")[0] for path in besides)}
    worked_out = {each.key for each in worked_of(form)} | gatherings_of(form).keys() | LIVING
    return [label_of(form, key, locale) for key in sorted(asked & worked_out)]


def _samples(tx: Tx, actor: Actor, rule: Rule, hits: Sequence[Hit], locale: str) -> list[Json]:
    form = None if rule.form is None else catalogs.load(tx)[rule.form]
    named = titles(tx, actor, form, [hit.record_id for hit in hits]) if form is not None else {}
    told = []
    for at, hit in enumerate(hits):
        title = named.get(hit.record_id)
        record = {"form": rule.form, "id": hit.record_id, "title": title} if hit.record_id else None
        alive = form is None or (title is not None and _is_there(tx, actor, form, hit.record_id))
        trial = try_out(tx, actor, rule, hit.record_id, locale=locale) if at < TRIED and alive else None
        told.append({"at": hit.at, "record": record, "trial": trial})
    return told


def _is_there(tx: Tx, actor: Actor, form: Form, id_: int) -> bool:
    seen = sight(tx, actor, form)
    return tx.one(secure_select(seen, seen.of.c.id, where=[seen.of.c.id == id_])) is not None


def _hits(tx: Tx, acting: Actor, live: Live, since: str) -> tuple[list[Hit], bool]:
    form = None if live.rule.form is None else catalogs.load(tx)[live.rule.form]
    if form is None:
        return _ticks(tx, live, since)
    if live.timed:
        return _dates(tx, acting, live, form, since)
    events = (
        _comments(tx, form, since) if live.rule.definition.kind == "commented" else _past(tx, form, since)
    )
    found, looked_at = [], 0
    for subject, at in events:
        looked_at += 1
        if looked_at > MOST_EVENTS:
            break
        heard = live.rule.trigger is not None and subject.fact.kind in live.rule.trigger.events
        if heard and judged(subject, live, acting):
            found.append(Hit(at, subject.fact.record_id or 0))
    return _seen_only(tx, acting, live, form, found), looked_at <= MOST_EVENTS


def _seen_only(tx: Tx, acting: Actor, live: Live, form: Form, hits: list[Hit]) -> list[Hit]:
    """Those on records that whoever would act sees with all that the rule asks for, in the bin, too."""
    seen = sight(tx, acting, form)
    try:
        asked = open_to(seen, live.rule)
    except UnknownField:
        return []
    ids = sorted({hit.record_id for hit in hits})
    open_: set[int] = set()
    for start in range(0, len(ids), PAGE):
        here = [seen.of.c.id.in_(ids[start : start + PAGE]), *asked]
        open_.update(row[0] for row in rows_anywhere(tx, seen, seen.of.c.id, where=here))
    return [hit for hit in hits if hit.record_id in open_]


def _past(tx: Tx, form: Form, since: str) -> Iterator[tuple[Subject, str]]:
    """Every write of the form's records, the newest first, each with the values that the record had right then."""
    h, last = history.c, 0
    states: dict[int, dict[str, Any]] = {}
    while True:
        query = select(h.id, h.record_id, h.version, h.action, h.changes, h.at, h.via, h.by)
        query = query.where(h.form == form.key, h.at >= since).order_by(h.id.desc()).limit(PAGE)
        rows = tx.rows(query if not last else query.where(h.id < last))
        _load(tx, form, {row.record_id for row in rows} - states.keys(), states)
        for row in rows:
            state = states.get(row.record_id)
            if state is not None:
                changes = frozen(orjson.loads(row.changes))
                yield _subject(tx, form, row, dict(state), changes), row.at
                state.update({key: before for key, (before, _after) in changes.items()})
        if len(rows) < PAGE:
            return
        last = rows[-1].id


def _subject(tx: Tx, form: Form, row: Any, values: dict[str, Any], changes: dict[str, Any]) -> Subject:
    body: Json = {"version": row.version, "via": row.via, "changed": list(changes)}
    if row.action == "created" and form.staged:
        body["stage"] = [None, values.get("stage")]
    elif "stage" in changes:
        body["stage"] = list(changes["stage"])
    kind = KINDS.get(row.action, f"record.{row.action}")
    fact = Fact(kind, form.key, row.record_id, body, row.by, id=0, at=parse_instant(row.at))
    subject = Subject(tx, fact, form)
    subject.__dict__.update(values=values, changes=changes)  # known already: nothing is read
    return subject


def _load(tx: Tx, form: Form, ids: set[int], states: dict[int, dict[str, Any]]) -> None:
    table, plan = form.table, plan_of(form)
    keys = [column.key for column in table.c]
    query = select(*table.c).where(table.c.id.in_(sorted(ids)))  # visible: `_seen_only` judges what is told
    for row in tx.rows(query) if ids else ():
        values = stored_values(plan, dict(zip(keys, row, strict=True)))
        states[values["id"]] = values


def _comments(tx: Tx, form: Form, since: str) -> Iterator[tuple[Subject, str]]:
    """Every comment, the newest first, on its record as it is today."""
    k, states = comment.c, dict[int, dict[str, Any]]()
    query = select(k.id, k.record_id, k.at, k.by).where(k.form == form.key, k.at >= since)
    rows = tx.rows(query.order_by(k.id.desc()).limit(MOST_EVENTS + 1))  # one more says that there are more
    for start in range(0, len(rows), PAGE):
        some = rows[start : start + PAGE]
        _load(tx, form, {row.record_id for row in some} - states.keys(), states)
        for row in some:
            fact = Fact("comment.added", form.key, row.record_id, {}, row.by, id=0, at=parse_instant(row.at))
            subject = Subject(tx, fact, form)
            subject.__dict__.update(values=states.get(row.record_id))  # known already
            yield subject, row.at


def _ticks(tx: Tx, live: Live, since: str) -> tuple[list[Hit], bool]:
    """The set times that passed."""
    trigger, clockwork = live.rule.trigger, due.clockwork_of(tx)
    found: list[Hit] = []
    moment = parse_instant(since)
    while trigger is not None and trigger.due is not None and len(found) < PAGE:
        next_ = trigger.due(live.rule.options, {}, Clockwork(moment, clockwork.zone, clockwork.calendar))
        if next_ is None or next_.at > tx.now:
            return found, True
        found.append(Hit(instant(next_.at), 0))
        moment = next_.at
    return found, False


def _dates(tx: Tx, acting: Actor, live: Live, form: Form, since: str) -> tuple[list[Hit], bool]:
    """The moments that passed, of the records as they are today."""
    seen = sight(tx, acting, form)
    keys = columns_of(live, form)
    columns = [seen.column(key).label(f"_{at}") for at, key in enumerate(keys)]
    meets = to_sql(parse(live.rule.definition.when), seen.operand, seen.context)
    query = secure_select(seen, seen.of.c.id, *columns, where=[meets]).order_by(seen.of.c.id)
    clockwork, trigger = due.clockwork_of(tx), live.rule.trigger
    rows = tx.rows(query.limit(MOST_RECORDS))
    found = []
    for id_, *values in rows:
        assert trigger is not None and trigger.due is not None
        moment = trigger.due(live.rule.options, dict(zip(keys, values, strict=True)), clockwork)
        if moment is not None and since <= instant(moment.at) <= tx.now_text:
            found.append(Hit(instant(moment.at), id_))
    return found, len(rows) < MOST_RECORDS
