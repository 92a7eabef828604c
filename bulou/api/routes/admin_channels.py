"""Administration: the channels that carry messages outside, each with what it can do right now."""

from functools import partial
from typing import Any

from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, checked
from bulou.api.doors import Door, Doors
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.connect import channels
from bulou.connect.channels import Channel, Wanted
from bulou.connect.deliveries import Means, by_hand, claiming
from bulou.connect.deliveries.sender import try_out
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Service, services
from bulou.db.tx import Tx
from bulou.kit.ids import short_id
from bulou.kit.words import say
from bulou.people import audit
from bulou.words import sentence

doors = Doors("admin")
Json = dict[str, Any]
SMALL = 100_000
PURPOSES = ("mail", "sms", "robot", "webhook")
ABOUT: dict[str, Any] = {"carries": "people", "scope": "configure"}


class ChannelBody(Strict):
    """How a channel is to be. A secret that is left out or empty stays as it is."""

    kind: str = Field(max_length=40)
    label: str = Field(max_length=200)
    options: dict[str, str] = Field(default_factory=dict, max_length=40)
    enabled: bool = True


class ChangedChannel(ChannelBody):
    """The same, with the version that was seen."""

    version: int


class TryBody(Strict):
    """Where the try goes: an address or a number; channels with a place of their own need none."""

    to: str = Field(default="", max_length=300)


@doors.get("/admin/channels", "list_channels", answer=ITEMS, **ABOUT)
def list_channels(call: Call) -> Json:
    """The channels in their order, and the services that can be set up."""
    administrator(call)
    known, waiting = channels.listing(call.tx), by_hand.waiting(call.tx)
    return {
        "items": [_shown(call, each, known, waiting) for each in known],
        "services": [_service(call, each) for each in sorted(services, key=_by_purpose)],
        "waiting": sum(count for count, _since in waiting.values()),
    }


@doors.post(
    "/admin/channels",
    "add_channel",
    status=201,
    body=ChannelBody,
    answer=OBJECT,
    repeatable=False,
    carries="people",
    scope="configure",
)
def add_channel(call: Call) -> Json:
    """A new channel."""
    administrator(call)
    body = call.model(ChannelBody)
    wanted = Wanted(body.kind, body.label, body.options, body.enabled)
    return {"key": channels.add(call.tx, call.actor, call.site.secrets, wanted)}


@doors.patch(
    "/admin/channels/{key}",
    "change_channel",
    body=ChangedChannel,
    answer=OBJECT,
    repeatable=False,
    carries="people",
    scope="configure",
)
def change_channel(call: Call) -> Json:
    """Change one; what waits for it is tried at once."""
    administrator(call)
    body = call.model(ChangedChannel)
    wanted = Wanted(body.kind, body.label, body.options, body.enabled)
    key = call.part("key")
    channels.change(call.tx, call.actor, call.site.secrets, key, body.version, wanted)
    return {"key": key}


@doors.delete("/admin/channels/{key}", "remove_channel", **ABOUT)
def remove_channel(call: Call) -> None:
    """Remove one."""
    administrator(call)
    channels.remove(call.tx, call.actor, call.part("key"))


@doors.post(
    "/admin/channels/{key}/try",
    "try_channel",
    by_hand=True,
    body=TryBody,
    answer=OBJECT,
    limit=SMALL,
    carries="people",
    scope="configure",
)
async def try_channel(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Send something real now: `{ok, fate, said, detail}`, in the words of the other side."""
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(TryBody, asked.body)

    def prepare(tx: Tx) -> tuple[Channel, str, str]:
        call = open_call(site, door, asked, tx)
        administrator(call)
        found = channels.get(tx, call.part("key"))
        audit.write(tx, call.actor, "channel.tried", detail={"channel": found.key, "to": body.to})
        words = [sentence(f"mail.try.{part}", {"label": found.label}, call.locale) or "" for part in WORDS]
        return found, words[0], words[1]

    found, subject, text = await unit(site, prepare)
    means = Means(site.secrets, site.guard, site.post, site.settings.public_url)
    told = claiming.told(found, means)
    work = partial(try_out, found, told, f"try:{short_id()}", body.to, subject, text, site.clock())
    outcome = await to_thread.run_sync(work, limiter=site.mailing)
    if isinstance(outcome, Sent):
        await unit(site, lambda tx: channels.works(tx, found.key))
    return to_response(encode(door, _outcome(outcome, asked.locale)))


WORDS = ("subject", "text")


def _outcome(outcome: Sent | Trouble, locale: str) -> Json:
    if isinstance(outcome, Sent):
        return {"ok": True, "fate": "sent", "said": outcome.said, "detail": None}
    return {"ok": False, "fate": outcome.fate, "said": outcome.said, "detail": reason(outcome.json, locale)}


def reason(error: Any, locale: str) -> str | None:
    """Why something was not sent, in words."""
    if not error:
        return None
    return sentence(f"delivery.reason.{error.get('reason')}", error, locale) or str(error.get("reason"))


def _shown(call: Call, each: Channel, known: list[Channel], waiting: dict[str, tuple[int, str]]) -> Json:
    service = each.service
    names = {each.key}
    if service is not None and channels.of_name(known, service.purpose) is each:
        names.add(service.purpose)
    counts = [waiting[name] for name in names if name in waiting]
    return {
        "key": each.key,
        "kind": each.kind,
        "purpose": service.purpose if service else None,
        "service": say(service.label, call.locale) if service else each.kind,
        "label": each.label,
        "options": dict(each.config),
        "secrets": _secrets(call, each),
        "environment": each.key == channels.ENVIRONMENT,
        "first": service is not None and service.purpose in names,
        "enabled": each.enabled,
        "version": each.version,
        "state": "off"
        if not each.enabled
        else "down"
        if each.down_since
        else "works"
        if each.ok_at
        else "new",
        "down_since": each.down_since,
        "next_try": each.down_until,
        "error": reason(each.error, call.locale),
        "ok_at": each.ok_at,
        "waiting": sum(count for count, _since in counts),
        "waiting_since": min((since for _count, since in counts), default=None),
    }


def _secrets(call: Call, each: Channel) -> list[str]:
    """The names of the secrets that are given; never the secrets."""
    if not each.sealed or each.service is None:
        return []
    given = each.options(call.site.secrets)
    return [option.key for option in each.service.options if option.secret and given.get(option.key)]


def _by_purpose(service: Service) -> tuple[int, str]:
    """As they are asked for: mail, SMS, robots, anything else."""
    return PURPOSES.index(service.purpose), service.key


def _service(call: Call, each: Service) -> Json:
    return {
        "key": each.key,
        "purpose": each.purpose,
        "label": say(each.label, call.locale),
        "options": [
            {
                "key": option.key,
                "label": say(option.label, call.locale),
                "hint": say(option.hint, call.locale),
                "kind": option.kind,
                "secret": option.secret,
                "required": option.required,
                "choices": [_choice(option.key, value, call.locale) for value in option.choices],
                "default": option.default,
            }
            for option in each.options
        ],
    }


def _choice(key: str, value: str, locale: str) -> Json:
    return {"value": value, "label": sentence(f"delivery.choice.{key}.{value}", {}, locale) or value}
