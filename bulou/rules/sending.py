"""What goes outside: queued with the step, under a key that stays the same whenever the step is tried again."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bulou.connect import channels
from bulou.connect.choices import loud_at, of_people
from bulou.connect.deliveries import Delivery, queue
from bulou.connect.fan_out import ZONE
from bulou.db import settings_table
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.people import calendar as calendars
from bulou.records.actions import Checking, Doing

ADDRESS = re.compile(r"[^\s@,;<>()\"]{1,64}@[^\s@,;<>()\"]{1,190}")
MOST = 50  # addresses of one step


def put(doing: Doing, delivery: Delivery, mark: str = "") -> int:
    """Queue one thing; the id of the delivery."""
    run, _, path = doing.key.partition(":")[2].partition(":")
    about = {"form": doing.form.key if doing.form is not None else None, "record_id": doing.record_id}
    values = {**delivery.__dict__, **about, "by": doing.who.person_id, "cause": f"rule:{run}:{path}"}
    if delivery.person_id is not None:
        values["not_before"] = _loud(doing, delivery.person_id)
    return queue(doing.tx, Delivery(**{**values, "key": f"{doing.key}:{mark}" if mark else doing.key}))


def _loud(doing: Doing, person_id: int) -> datetime:
    """The first moment at which somebody of ours wants to be sent anything."""
    quiet = of_people(doing.tx, [person_id])[person_id].quiet
    zone = ZoneInfo(settings_table.get(doing.tx, "zone", ZONE))
    return loud_at(quiet, doing.tx.now, zone, calendars.load(doing.tx)) if quiet else doing.tx.now


def check_channel(checking: Checking, at: str, name: str, purpose: str) -> Iterator[FieldProblem]:
    """No channel of this name, or none for this purpose."""
    found = channels.of_name(channels.listing(checking.tx), name or purpose)
    if found is None or found.service is None or found.service.purpose != purpose:
        yield FieldProblem(at, "rules.no_channel", {"channel": name or purpose})


def addresses(text: str) -> list[str]:
    """The addresses in a text, by commas; what is none is left out."""
    found = (each.strip() for each in text.replace(";", ",").split(","))
    return list(dict.fromkeys(each for each in found if ADDRESS.fullmatch(each)))[:MOST]


def reached_at(tx: Tx, person_id: int, column: str) -> str:
    """The mail address or phone number of one of us, `` where there is none."""
    return str(tx.value(select(person.c[column]).where(person.c.id == person_id)) or "")
