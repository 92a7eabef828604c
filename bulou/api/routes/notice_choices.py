"""How the signed-in person wants to hear of news: channels by family, quiet hours, digest, what is muted."""

from typing import Any, Literal

from pydantic import Field
from sqlalchemy import select

from bulou.api.call import Call, refused
from bulou.api.doors import Doors
from bulou.api.shapes import OBJECT, Strict
from bulou.connect import channels, choices
from bulou.connect.families import Family, families, family_of, ordered
from bulou.db.tables.people import person
from bulou.forms import catalog as catalogs
from bulou.kit.words import say
from bulou.people.notices import LOUD
from bulou.records.query.one import sees
from bulou.records.query.titles import titles
from bulou.words import sentence

doors = Doors("me")
Json = dict[str, Any]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class QuietBody(Strict):
    """Hours in which nothing is sent, `HH:MM` in the workspace's zone; over midnight where the end is earlier."""

    since: str = Field(pattern=CLOCK)
    until: str = Field(pattern=CLOCK)
    days_off: bool = False


class ChoicesBody(Strict):
    """Family → way; what is left out is as it is for people who chose nothing."""

    mail: dict[str, Literal["now", "digest", "off"]] = Field(default_factory=dict, max_length=100)
    sms: dict[str, Literal["now", "off"]] = Field(default_factory=dict, max_length=100)
    quiet: QuietBody | None = None
    digest_at: str = Field(default=choices.DIGEST_AT, pattern=CLOCK)


class MuteBody(Strict):
    """A kind of notice, or a record."""

    kind: str | None = Field(default=None, pattern=r"^[a-z_.]{1,80}$")
    form: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,39}$")
    record: int | None = Field(default=None, ge=1, le=2**62)


@doors.get("/me/notices", "get_notice_choices", carries="own", scope=None, answer=OBJECT)
def get_choices(call: Call) -> Json:
    """The choices as they hold, with what can be chosen and what is muted."""
    return _told(call)


def _told(call: Call) -> Json:
    mine = choices.of_people(call.tx, [call.person_id])[call.person_id]
    row = call.tx.one(select(person.c.email, person.c.phone).where(person.c.id == call.person_id))
    known = channels.listing(call.tx)
    return {
        "families": [_family(call, mine, each) for each in ordered()],
        "quiet": None if mine.quiet is None else vars(mine.quiet),
        "digest_at": mine.digest_at,
        "channels": {name: channels.of_name(known, name) is not None for name in ("mail", "sms")},
        "email": row.email,
        "phone": row.phone,
        "mutes": [_mute(call, what, since) for what, since in choices.mutes(call.tx, call.person_id)],
    }


@doors.put("/me/notices", "change_notice_choices", carries="own", scope=None, body=ChoicesBody, answer=OBJECT)
def put_choices(call: Call) -> Json:
    """Choose anew; what waits already is not touched."""
    body = call.model(ChoicesBody)
    for channel, chosen in (("mail", body.mail), ("sms", body.sms)):
        for name in chosen:
            if families.get(name) is None or families[name].inside:
                raise refused(f"{channel}.{name}", "fields.unknown")
    quiet = None if body.quiet is None else choices.Quiet(**body.quiet.model_dump())
    choices.put(
        call.tx, call.person_id, choices.Choices(dict(body.mail), dict(body.sms), quiet, body.digest_at)
    )
    return _told(call)


@doors.post("/me/notices/mutes", "mute_notices", carries="own", scope=None, status=204, body=MuteBody)
def post_mute(call: Call) -> None:
    """Hear no more of a kind or of a record: such notices are kept as read."""
    body = call.model(MuteBody)
    if body.kind and not body.form:
        if body.kind.startswith(LOUD):
            raise refused("kind", "fields.locked")
        choices.mute(call.tx, call.person_id, f"kind:{body.kind}")
        return
    form = catalogs.load(call.tx).get(body.form or "")
    if form is None or body.record is None or not sees(call.tx, call.actor, form, body.record):
        raise refused("record", "fields.unknown_record")
    choices.mute(call.tx, call.person_id, f"record:{form.key}:{body.record}")


@doors.delete("/me/notices/mutes/{what}", "unmute_notices", carries="own", scope=None)
def delete_mute(call: Call) -> None:
    """Hear of it again."""
    choices.unmute(call.tx, call.person_id, call.part("what"))


def _family(call: Call, mine: choices.Choices, family: Family) -> Json:
    return {
        "key": family.key,
        "label": say(family.label, call.locale),
        "mail": mine.way(family, "mail"),
        "sms": mine.way(family, "sms"),
        "loud": family.loud,
    }


def _mute(call: Call, what: str, since: str) -> Json:
    kind, _, rest = what.partition(":")
    told: Json = {"what": what, "since": since, "form": None, "record": None}
    if kind == "kind":
        label = sentence(f"notice.{rest}.kind", {}, call.locale) or say(family_of(rest).label, call.locale)
        return {**told, "kind": rest, "label": label}
    key, _, id_ = rest.partition(":")
    form = catalogs.load(call.tx).get(key)
    title = titles(call.tx, call.actor, form, [int(id_)])[int(id_)] if form is not None else None
    return {**told, "kind": None, "form": key, "record": int(id_), "label": title or f"#{id_}"}
