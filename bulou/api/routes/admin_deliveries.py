"""Administration: what was sent outside, what waits, what failed, what nobody knows; sent again by hand."""

from typing import Any

import orjson

from bulou.api.administrator import administrator
from bulou.api.call import Call, refused
from bulou.api.doors import Doors, number, text
from bulou.api.routes.admin_channels import reason
from bulou.api.shapes import ITEMS, OBJECT
from bulou.connect import channels
from bulou.connect.deliveries import by_hand
from bulou.connect.families import family_of
from bulou.kit.words import say
from bulou.people.register import register
from bulou.words import sentence

doors = Doors("admin")
Json = dict[str, Any]
LAST = 2**31 - 1
ABOUT: dict[str, Any] = {"carries": "people", "scope": "configure"}
LONGEST = 20_000  # characters of a text that is shown


@doors.get(
    "/admin/deliveries",
    "list_deliveries",
    answer=ITEMS,
    query=[
        text("state", "States by comma"),
        text("channel"),
        text("q", "Looked for in receiver and subject"),
        text("form"),
        number("record", most=LAST),
        text("cause", "What it comes from, such as rule:12"),
        number("limit", most=200),
        number("before", most=LAST),
    ],
    **ABOUT,
)
def list_deliveries(call: Call) -> Json:
    """The newest first, with how many there are in each state."""
    administrator(call)
    limit = call.number("limit", 50, most=200)
    before = call.number("before", 0, least=0, most=LAST)
    rows = by_hand.listing(call.tx, _filter(call), before=before or None, limit=limit)
    names = {each.key: each.label for each in channels.listing(call.tx)}
    return {
        "items": [_shown(call, row, names) for row in rows],
        "counts": by_hand.counts(call.tx),
        "next": rows[-1].id if len(rows) == limit else None,
    }


@doors.get("/admin/deliveries/{id}", "get_delivery", answer=OBJECT, **ABOUT)
def get_delivery(call: Call) -> Json:
    """One with its text."""
    administrator(call)
    row = by_hand.get(call.tx, call.id())
    names = {each.key: each.label for each in channels.listing(call.tx)}
    payload = row.payload if row.payload != "{}" and not row.drawing else ""
    return {**_shown(call, row, names), "text": row.text[:LONGEST], "payload": payload[:LONGEST]}


@doors.post("/admin/deliveries/{id}/again", "resend_delivery", status=204, **ABOUT)
def resend_delivery(call: Call) -> None:
    """Send it again: one that failed, was cancelled, or of which nobody knows."""
    administrator(call)
    by_hand.send_again(call.tx, call.actor, call.id())


@doors.post("/admin/deliveries/{id}/cancel", "cancel_delivery", status=204, **ABOUT)
def cancel_delivery(call: Call) -> None:
    """Do not send one that waits."""
    administrator(call)
    by_hand.cancel(call.tx, call.actor, call.id())


def _filter(call: Call) -> by_hand.Filter:
    states = call.words("state") or ()
    if any(each not in by_hand.STATES for each in states):
        raise refused("state", "fields.not_a_choice")
    record = call.number("record", 0, least=0, most=LAST)
    return by_hand.Filter(
        states,
        call.text("channel"),
        call.text("q", most=200),
        call.text("form"),
        record or None,
        call.text("cause"),
    )


def _cause(cause: str | None, locale: str) -> str | None:
    """What a delivery comes from, in words."""
    kind, _, rest = (cause or "").partition(":")
    label = say(family_of(rest).label, locale) if kind == "notice" else ""
    return sentence(f"delivery.cause.{kind}", {"label": label, "rest": rest}, locale) or cause


def _shown(call: Call, row: Any, names: dict[str, str]) -> Json:
    people = register(call.tx).people
    person = people.get(row.person_id) if row.person_id else None
    return {
        "id": row.id,
        "channel": row.channel,
        "channel_label": names.get(row.channel),
        "to": row.recipient,
        "person": {"id": row.person_id, "title": person.name} if person is not None else None,
        "subject": row.subject,
        "cause": row.cause,
        "cause_label": _cause(row.cause, call.locale),
        "form": row.form,
        "record_id": row.record_id,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at if row.state == "queued" else None,
        "error": reason(orjson.loads(row.error) if row.error else None, call.locale),
        "answer": row.answer,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
        "may": [
            *(["again"] if row.state in by_hand.AGAIN else []),
            *(["cancel"] if row.state == "queued" else []),
        ],
    }
