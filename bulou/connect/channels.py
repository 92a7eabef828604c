"""Channels: the services that are set up, with what they were told; secrets are sealed. What each can do right now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select, update

from bulou.connect.errors import ChannelChanged, ChannelNotFound
from bulou.connect.mail import Post
from bulou.connect.service import Option, Service, services
from bulou.db.tables.messages import channel as table
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.ids import short_id
from bulou.kit.protocols import Actor
from bulou.kit.secrets import Secrets
from bulou.people import audit

ENVIRONMENT = "mail_environment"
LONGEST = 4000  # characters of an option
LONGEST_LABEL = 100
MOST = 100
FIRST_PAUSE = 30.0  # seconds before a channel that is down is tried again; doubled each time
LONGEST_PAUSE = 900.0


@dataclass(frozen=True)
class Channel:
    """A channel as stored; `sealed` are its secrets."""

    key: str
    kind: str
    label: str
    config: Mapping[str, str]
    sealed: str
    enabled: bool
    position: int
    version: int
    down_since: str | None
    down_until: str | None
    failures: int
    error: Mapping[str, Any] | None
    ok_at: str | None
    changed_at: str

    @property
    def service(self) -> Service | None:
        """What it speaks."""
        return services.get(self.kind)

    def options(self, secrets: Secrets) -> dict[str, str]:
        """All it was told, secrets open."""
        hidden = orjson.loads(secrets.open(self.sealed)) if self.sealed else {}
        return {**self.config, **hidden}


@dataclass(frozen=True)
class Wanted:
    """How a channel is to be. Secrets that are not given (or empty) stay as they are."""

    kind: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True


def listing(tx: Tx) -> list[Channel]:
    """All of them, in their order."""
    return [_channel(row) for row in tx.rows(select(table).order_by(table.c.position, table.c.key))]


def get(tx: Tx, key: str) -> Channel:
    """One; ChannelNotFound."""
    row = tx.one(select(table).where(table.c.key == key))
    if row is None:
        raise ChannelNotFound(what="channel", id=key)
    return _channel(row)


def of_name(known: Sequence[Channel], name: str) -> Channel | None:
    """The enabled channel of that key, or the first enabled one of that purpose (`mail`, `sms` …)."""
    for each in known:
        if each.enabled and each.service is not None and name in (each.key, each.service.purpose):
            return each
    return None


def add(tx: Tx, by: Actor, secrets: Secrets, wanted: Wanted) -> str:
    """A new channel; its key. Invalid."""
    tx.lock("channels")
    service = services.get(wanted.kind)
    if service is None:
        raise Invalid(problems=[FieldProblem("kind", "fields.not_a_choice")])
    if int(tx.value(select(func.count()).select_from(table)) or 0) >= MOST:
        raise Invalid(problems=[FieldProblem("kind", "fields.too_many", {"max": MOST})])
    shown, hidden = _checked(service, wanted, {})
    key = f"{service.purpose}_{short_id().lower()[:10]}"
    last = tx.value(select(func.max(table.c.position))) or 0
    row = {"key": key, "kind": wanted.kind, "position": last + 1, "version": 1, "failures": 0}
    tx.execute(insert(table).values(**row, **_values(tx, by, secrets, wanted, shown, hidden)))
    detail = {"channel": key, "kind": wanted.kind, **audit.pairs({}, _told(wanted, shown))}
    audit.write(tx, by, "channel.added", detail=detail)
    return key


def change(tx: Tx, by: Actor, secrets: Secrets, key: str, version: int, wanted: Wanted) -> None:
    """It is another one from now on, and tried again at once. ChannelNotFound, ChannelChanged, Invalid."""
    tx.lock("channels")
    found = get(tx, key)
    service = found.service
    if found.version != version:
        raise ChannelChanged(version=found.version)
    if service is None or wanted.kind != found.kind or key == ENVIRONMENT:
        raise Invalid(problems=[FieldProblem("kind", "fields.not_a_choice")])
    before = found.options(secrets)
    _refuse_elsewhere(service, wanted, before)
    shown, hidden = _checked(service, wanted, before)
    fresh = {"version": version + 1, "down_since": None, "down_until": None, "failures": 0, "error": None}
    values = {**fresh, **_values(tx, by, secrets, wanted, shown, hidden)}
    tx.execute(update(table).where(table.c.key == key).values(**values))
    was = {"label": found.label, "enabled": found.enabled, **found.config}
    secret = any(before.get(name) != text for name, text in hidden.items())
    detail = {"channel": key, "secrets": secret, **audit.pairs(was, _told(wanted, shown))}
    audit.write(tx, by, "channel.changed", detail=detail)
    tx.wake("deliveries")


def _refuse_elsewhere(service: Service, wanted: Wanted, before: Mapping[str, str]) -> None:
    """Invalid where a secret that was given for one place would be told to another: it has to be given anew."""
    plain = {each.key: _option(each, wanted.options, {}) for each in service.options}
    moved = any(plain[key] != before.get(key, "") for key in service.place)
    kept = [
        each.key for each in service.options if each.secret and before.get(each.key) and not plain[each.key]
    ]
    if moved and kept:
        raise Invalid(problems=[FieldProblem(f"options.{key}", "fields.required") for key in kept])


def remove(tx: Tx, by: Actor, key: str) -> None:
    """It is gone; what still waits for it waits for another of its purpose or fails in time. ChannelNotFound."""
    found = get(tx, key)
    if key == ENVIRONMENT:
        raise Invalid(problems=[FieldProblem("key", "fields.locked")])
    tx.execute(delete(table).where(table.c.key == key))
    audit.write(tx, by, "channel.removed", detail={"channel": key, "kind": found.kind, "label": found.label})


def apply_environment(tx: Tx, post: Post | None) -> None:
    """The mail server of the environment stands among the channels, first of all; gone where none is given."""
    of_environment = table.c.key == ENVIRONMENT
    if post is None:
        tx.execute(delete(table).where(of_environment))
        return
    config = {"origin": "environment", "host": post.host, "port": str(post.port), "sender": post.sender}
    text = orjson.dumps(config).decode()
    row = {"key": ENVIRONMENT, "kind": "smtp", "label": post.host, "config": text, "secret": ""}
    rest = {"enabled": 1, "position": 0, "version": 1, "failures": 0, "changed_at": tx.now_text}
    fresh = {"label": post.host, "config": text, "down_since": None, "down_until": None, "failures": 0}
    upsert(tx, table, [{**row, **rest}], fresh)


def works(tx: Tx, key: str) -> None:
    """It has just taken something."""
    fresh = {"down_since": None, "down_until": None, "failures": 0, "error": None, "ok_at": tx.now_text}
    tx.execute(update(table).where(table.c.key == key).values(fresh))


def is_down(tx: Tx, key: str, error: Mapping[str, Any]) -> bool:
    """It takes nothing now: not tried for a while; whether that is news."""
    row = tx.one(select(table.c.down_since, table.c.failures).where(table.c.key == key))
    if row is None:
        return False
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.failures, 10))
    values = {
        "down_since": row.down_since or tx.now_text,
        "down_until": instant(tx.now + timedelta(seconds=pause)),
        "failures": row.failures + 1,
        "error": orjson.dumps(dict(error)).decode(),
    }
    tx.execute(update(table).where(table.c.key == key).values(values))
    return row.down_since is None


def _checked(
    service: Service, wanted: Wanted, before: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What may be shown, and secrets; Invalid with every problem."""
    problems = [
        FieldProblem(f"options.{name}", "fields.unknown")
        for name in wanted.options
        if name not in {each.key for each in service.options}
    ]
    label = wanted.label.strip()
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        problems.append(FieldProblem("label", "fields.required" if not label else "fields.invalid"))
    given = {each.key: _option(each, wanted.options, before) for each in service.options}
    for each in service.options:
        code = _problem(each, given[each.key])
        if code:
            problems.append(FieldProblem(f"options.{each.key}", code))
    if not problems:
        found = service.check(given)
        problems = [FieldProblem(f"options.{name}", code) for name, code in found.items()]
    if problems:
        raise Invalid(problems=problems)
    hidden = {each.key for each in service.options if each.secret}
    return (
        {key: text for key, text in given.items() if key not in hidden},
        {key: text for key, text in given.items() if key in hidden},
    )


def _option(each: Option, given: Mapping[str, str], before: Mapping[str, str]) -> str:
    text = given.get(each.key, "").strip()
    return text or (before.get(each.key, "") if each.secret else "") or each.default


def _problem(each: Option, text: str) -> str | None:
    if each.required and not text:
        return "fields.required"
    if len(text) > LONGEST:
        return "fields.too_long"
    if any(not (c.isprintable() or (c == "\n" and each.kind == "lines")) for c in text):
        return "fields.invalid"
    if each.kind == "number" and text and not (text.isascii() and text.isdigit() and len(text) < 8):
        return "fields.not_a_number"
    return "fields.not_a_choice" if each.choices and text and text not in each.choices else None


def _values(
    tx: Tx, by: Actor, secrets: Secrets, wanted: Wanted, shown: Mapping[str, str], hidden: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "label": wanted.label.strip(),
        "config": orjson.dumps(dict(shown)).decode(),
        "secret": secrets.seal(orjson.dumps(dict(hidden)).decode()),
        "enabled": int(wanted.enabled),
        "changed_by": by.person_id,
        "changed_at": tx.now_text,
    }


def _told(wanted: Wanted, shown: Mapping[str, str]) -> dict[str, Any]:
    return {"label": wanted.label.strip(), "enabled": wanted.enabled, **shown}


def _channel(row: Any) -> Channel:
    return Channel(
        row.key,
        row.kind,
        row.label,
        orjson.loads(row.config),
        row.secret,
        bool(row.enabled),
        row.position,
        row.version,
        row.down_since,
        row.down_until,
        row.failures,
        orjson.loads(row.error) if row.error else None,
        row.ok_at,
        row.changed_at,
    )
