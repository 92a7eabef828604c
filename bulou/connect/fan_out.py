"""Carrying notices further: after their commit, by what each person chose, as deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bulou.connect import channels
from bulou.connect.choices import Choices, loud_at, next_digest, of_people
from bulou.connect.deliveries import Delivery, queue
from bulou.connect.families import Family, family_of
from bulou.db import settings_table
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tables.messages import delivery
from bulou.db.tables.people import person
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.workdays import Calendar
from bulou.people import calendar as calendars

ZONE = "Asia/Shanghai"
MOST_DIGESTS = 8  # dates that are tried: those before are on their way


@dataclass(frozen=True)
class Day:
    """What quiet hours and digests are judged by, and which purposes have a channel."""

    zone: ZoneInfo
    calendar: Calendar
    open: frozenset[str]


def fan_out(tx: Tx, fact: Fact) -> None:
    """Queue what is to go outside of the notices that were just written."""
    ids = fact.body.get("notices") or ()
    known = channels.listing(tx)
    open_ = frozenset(name for name in ("mail", "sms") if channels.of_name(known, name) is not None)
    if not ids or not open_:
        return
    c = notification.c
    joined = notification.join(person, person.c.id == c.person_id)
    query = select(notification, person.c.email, person.c.phone).select_from(joined)
    rows = tx.rows(query.where(c.id.in_(ids), c.read_at.is_(None), person.c.state == "active"))
    chosen = of_people(tx, [row.person_id for row in rows])
    day = Day(ZoneInfo(settings_table.get(tx, "zone", ZONE)), calendars.load(tx), open_)
    _carry(tx, rows, chosen, day)


def _carry(tx: Tx, rows: Sequence[Any], chosen: Mapping[int, Choices], day: Day) -> None:
    for row in rows:
        choices, family = chosen[row.person_id], family_of(row.kind)
        way = choices.way(family, "mail")
        if "mail" in day.open and row.email and way == "now":
            _now(tx, row, "mail", row.email, _moment(tx, choices, family, day))
        elif "mail" in day.open and row.email and way == "digest":
            _digest(tx, row, choices, day)
        if "sms" in day.open and row.phone and choices.way(family, "sms") == "now":
            _now(tx, row, "sms", row.phone, _moment(tx, choices, family, day))


def _moment(tx: Tx, choices: Choices, family: Family, day: Day) -> datetime:
    return tx.now if family.loud else loud_at(choices.quiet, tx.now, day.zone, day.calendar)


def _now(tx: Tx, row: Any, channel: str, to: str, moment: datetime) -> None:
    queue(
        tx,
        Delivery(
            channel,
            to,
            payload={"notice": row.id},
            key=f"notice:{row.id}:{channel}",
            cause=f"notice:{row.kind}",
            form=row.form,
            record_id=row.record_id,
            person_id=row.person_id,
            drawing="notice",
            not_before=moment,
        ),
    )


def _digest(tx: Tx, row: Any, choices: Choices, day: Day) -> None:
    """Put the notice into the person's next digest that is not on its way yet."""
    moment = next_digest(choices, tx.now, day.zone)
    for _ in range(MOST_DIGESTS):
        wanted = Delivery(
            "mail",
            row.email,
            key=f"digest:{row.person_id}:{moment.date().isoformat()}",
            cause="digest",
            person_id=row.person_id,
            drawing="digest",
            not_before=loud_at(choices.quiet, moment, day.zone, day.calendar),
        )
        id_ = queue(tx, wanted)
        if tx.value(select(delivery.c.state).where(delivery.c.id == id_)) == "queued":
            into = update(notification).where(notification.c.id == row.id).values(delivery_id=id_)
            tx.execute(into)
            return
        moment = next_digest(choices, moment, day.zone)


handlers.register(Handler("connect.fan_out", ("notification.added",), fan_out))
