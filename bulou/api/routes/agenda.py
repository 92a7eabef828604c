"""What the caller has to do on which day, and the addresses at which other programs read it as iCalendar."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Door, Doors, text
from bulou.api.serve import encode, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.kit.clock import day_in, parse_instant
from bulou.kit.errors import AppError, NotFound
from bulou.kit.icalendar import Entry, calendar
from bulou.kit.protocols import Actor
from bulou.people import actors, feeds
from bulou.records.agenda import agenda
from bulou.words import sentence

doors = Doors("today")

LONGEST = 100  # days of one answer
BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)  # what a calendar elsewhere holds
SUFFIX = ".ics"
CALENDAR = b"text/calendar; charset=utf-8"
DAYS = (
    text("from", "The first day.", required=True),
    text("to", "The last day, at most 100 later.", required=True),
)

Json = dict[str, Any]


class FeedBody(Strict):
    """What the address is for, as its owner calls it."""

    name: str = Field(min_length=1, max_length=100)


@doors.get("/agenda", "get_agenda", carries="records", query=DAYS, answer=OBJECT)
def get_agenda(call: Call) -> Json:
    """Tasks, next steps and expected closings of the caller between two days."""
    first, last = _day(call, "from"), _day(call, "to")
    if not timedelta(0) <= last - first <= timedelta(days=LONGEST):
        raise refused("to", "fields.out_of_range", min=first.isoformat(), max=LONGEST)
    items, whole = agenda(call.tx, call.actor, first, last)
    return {"items": items, "whole": whole}


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.text(name, "", most=10) or "")
    except ValueError:
        raise refused(name, "fields.invalid") from None


@doors.get("/me/calendar-feeds", "list_calendar_feeds", carries="own", answer=ITEMS)
def list_calendar_feeds(call: Call) -> Json:
    """The caller's addresses; their secrets are not told again."""
    return {"items": feeds.listing(call.tx, call.person_id)}


@doors.post(
    "/me/calendar-feeds",
    "create_calendar_feed",
    carries="own",
    status=201,
    body=FeedBody,
    answer=OBJECT,
    repeatable=False,
)
def create_calendar_feed(call: Call) -> Answer:
    """A new address; it is shown once."""
    id_, secret = feeds.create(call.tx, call.actor, call.model(FeedBody).name)
    path = f"/api/calendar/{secret}{SUFFIX}"
    base = call.site.settings.public_url
    link = f"{base}{path}" if base else None
    return Answer({"id": id_, "path": path, "link": link}, 201)


@doors.delete("/me/calendar-feeds/{id}", "revoke_calendar_feed", carries="own")
def revoke_calendar_feed(call: Call) -> None:
    """From now on the address opens nothing."""
    feeds.revoke(call.tx, call.actor, call.id())


@doors.get(
    "/calendar/{secret}",
    "read_calendar_feed",
    carries="records",
    scope=None,
    public=True,
    by_hand=True,
    answer={"text/calendar": {"type": "string"}},
)
async def read_calendar_feed(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The calendar behind a secret address, as its owner may see it at this moment; 404 for any other."""
    found = await unit(site, partial(_calendar, site, asked.path["secret"]))
    return to_response(encode(door, Answer(found.encode(), media=CALENDAR)))


def _calendar(site: Site, given: str, tx: Tx) -> str:
    person_id = feeds.owner_of(tx, given.removesuffix(SUFFIX)) if given.endswith(SUFFIX) else None
    if person_id is None:
        raise NotFound(what="calendar")
    try:
        actor = actors.load(tx, person_id)
    except AppError:  # gone or disabled
        raise NotFound(what="calendar") from None
    today = day_in(tx.now, actor.zone)
    items, _ = agenda(tx, actor, today - BEHIND, today + AHEAD)
    workspace = settings_table.get(tx, "name", "Bulou")
    name = sentence("agenda.calendar", {"who": actor.name, "workspace": workspace}, actor.locale) or workspace
    return calendar(name, actor.zone, [_entry(site, actor, item) for item in items], tx.now)


def _entry(site: Site, actor: Actor, item: Json) -> Entry:
    at: str = item["at"]
    kind = f"agenda.{item['kind']}{'.done' if item['done'] else ''}"
    title = sentence(kind, {"title": item["title"] or ""}, actor.locale) or str(item["title"])
    about = "\n".join(part for part in (item["about"], item["note"]) if part)
    return Entry(
        uid=f"{item['kind']}-{item['form']}-{item['id']}@bulou",
        at=parse_instant(at) if len(at) > 10 else date.fromisoformat(at),
        title=title,
        about=about,
        url=f"{site.settings.public_url}/f/{item['form']}/{item['id']}" if site.settings.public_url else "",
        version=item["version"],
        done=item["done"],
    )
