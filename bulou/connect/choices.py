"""What a person chose: which channel carries which family of notices, quiet hours, the hour of the digest, mutes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import delete, func, select

from bulou.connect.families import Family
from bulou.db.tables.messages import notice_choice, notice_mute
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new, upsert
from bulou.kit.errors import FieldProblem, Invalid, NotFound
from bulou.kit.workdays import Calendar

DIGEST_AT = "08:30"
MOST_MUTES = 1000
MOST_DAYS = 31  # that quiet hours may go on over days off


@dataclass(frozen=True)
class Quiet:
    """From `since` to `until` (`HH:MM`, over midnight where `until` is earlier) nothing is sent; `days_off`: nor on
    days that are no working days."""

    since: str
    until: str
    days_off: bool = False


@dataclass(frozen=True)
class Choices:
    """`mail` and `sms`: family → `now`, `digest` (mail only), `off`; what is not named is as the family has it."""

    mail: Mapping[str, str] = field(default_factory=dict)
    sms: Mapping[str, str] = field(default_factory=dict)
    quiet: Quiet | None = None
    digest_at: str = DIGEST_AT

    def way(self, family: Family, channel: str) -> str:
        """How a family reaches this person by `mail` or `sms`."""
        if family.inside:
            return "off"
        if channel == "sms":
            return self.sms.get(family.key, "off")
        return "now" if family.loud else self.mail.get(family.key, family.mail)


def of_people(tx: Tx, people: Iterable[int]) -> dict[int, Choices]:
    """The choices of each; whoever chose nothing has the usual ones."""
    ids = sorted(set(people))
    c, found = notice_choice.c, dict.fromkeys(ids, Choices())
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        for person_id, text in tx.rows(select(c.person_id, c.choices).where(c.person_id.in_(some))):
            found[person_id] = _read(orjson.loads(text))
    return found


def put(tx: Tx, person_id: int, choices: Choices) -> None:
    """These, from now on."""
    quiet = None if choices.quiet is None else vars(choices.quiet)
    value = {"mail": dict(choices.mail), "sms": dict(choices.sms), "digest_at": choices.digest_at}
    text = orjson.dumps({**value, "quiet": quiet}).decode()
    row = {"person_id": person_id, "choices": text, "at": tx.now_text}
    upsert(tx, notice_choice, [row], {"choices": text, "at": tx.now_text})


def mute(tx: Tx, person_id: int, what: str) -> None:
    """Hear no more of `kind:<kind>` or `record:<form>:<id>`. Invalid beyond 1,000."""
    c = notice_mute.c
    if int(tx.value(select(func.count()).where(c.person_id == person_id)) or 0) >= MOST_MUTES:
        raise Invalid(problems=[FieldProblem("what", "fields.too_many", {"max": MOST_MUTES})])
    row = {"person_id": person_id, "what": what, "at": tx.now_text}
    insert_new(tx, notice_mute, row, on=["person_id", "what"])


def unmute(tx: Tx, person_id: int, what: str) -> None:
    """Hear of it again. NotFound where it is not muted."""
    c = notice_mute.c
    if not tx.execute(delete(notice_mute).where(c.person_id == person_id, c.what == what)).rowcount:
        raise NotFound(what="mute", id=what[:60])


def mutes(tx: Tx, person_id: int) -> list[tuple[str, str]]:
    """(what, since), the latest first."""
    c = notice_mute.c
    query = select(c.what, c.at).where(c.person_id == person_id).order_by(c.at.desc(), c.what)
    return [(row[0], row[1]) for row in tx.rows(query)]


def loud_at(quiet: Quiet | None, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The first moment from `now` on at which something may be sent."""
    if quiet is None:
        return now
    local = now.astimezone(zone)
    for _ in range(MOST_DAYS):
        moved = _past_days_off(quiet, _past_night(quiet, local), zone, calendar)
        if moved == local:
            break
        local = moved
    return now if local == now.astimezone(zone) else local


def _past_night(quiet: Quiet, local: datetime) -> datetime:
    since, until = time.fromisoformat(quiet.since), time.fromisoformat(quiet.until)
    at = local.time().replace(tzinfo=None)
    if since == until:
        return local
    inside = since <= at < until if since < until else at >= since or at < until
    if not inside:
        return local
    day = local.date() if at < until else local.date() + timedelta(days=1)
    return datetime.combine(day, until, local.tzinfo)


def _past_days_off(quiet: Quiet, local: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    if not quiet.days_off or calendar.is_workday(local.date()):
        return local
    return datetime.combine(local.date() + timedelta(days=1), time.fromisoformat(quiet.until), zone)


def next_digest(choices: Choices, now: datetime, zone: ZoneInfo) -> datetime:
    """When the next digest goes out."""
    local = now.astimezone(zone)
    at = datetime.combine(local.date(), time.fromisoformat(choices.digest_at), zone)
    return at if at > now else at + timedelta(days=1)


def _read(value: Mapping[str, Any]) -> Choices:
    quiet = value.get("quiet")
    return Choices(
        value.get("mail", {}),
        value.get("sms", {}),
        None if quiet is None else Quiet(**quiet),
        value.get("digest_at", DIGEST_AT),
    )
