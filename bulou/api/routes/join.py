"""Joining by an invitation's link: who it is for, and choosing account and password; its secret travels in bodies."""

from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked, read_body
from bulou.api.call import checked
from bulou.api.doors import Door, Doors
from bulou.api.serve import encode, to_response
from bulou.api.shapes import OBJECT, Strict
from bulou.api.signing_in import SMALL, place_of, welcome
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.people import join, passwords
from bulou.people.accounts import account_key
from bulou.people.errors import InvitationDead
from bulou.people.join import Link

doors = Doors("session")

Json = dict[str, Any]


class LookBody(Strict):
    """The secret of a link."""

    secret: str = Field(min_length=1, max_length=200)


class JoinBody(LookBody):
    """How one wants to sign in."""

    account: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


@doors.ask(
    "/join/look",
    "look_at_invitation",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    body=LookBody,
    answer=OBJECT,
    limit=SMALL,
)
async def look_at_invitation(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Whom a link invites, into which workspace, until when; 410 when it leads nowhere."""
    asked.raw = await read_body(asked, receive, door.limit)
    link = Link(checked(LookBody, asked.body).secret, asked.ip)
    found = await unit(site, lambda tx: _look(tx, link), write=False)
    if found is None:
        await _missed(site, link)
    return to_response(encode(door, found))


def _look(tx: Tx, link: Link) -> Json | None:
    found = join.look(tx, link)
    if found is None:
        return None
    return {
        "name": found["name"],
        "account": found["account"] or _proposed(found["email"]),
        "expires_at": found["expires_at"],
        "workspace": settings_table.get(tx, "name", "Bulou"),
        "shortest": passwords.rules(tx, found["person_id"]).least,
    }


def _proposed(email: str | None) -> str | None:
    """What stands before the @ of an address is a good account."""
    return account_key(email.partition("@")[0]) if email and "@" in email else None


@doors.post(
    "/join",
    "join",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    body=JoinBody,
    answer=OBJECT,
    limit=SMALL,
)
async def join_by_link(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Choose account and password by a link, which is dead from then on; answers as `POST /session` does."""
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(JoinBody, asked.body)
    link = Link(body.secret, asked.ip)
    rules = await unit(site, lambda tx: _rules(tx, link), write=False)
    if rules is None:
        await _missed(site, link)
        raise InvitationDead()
    passwords.check_password(body.password, account_key(body.account), rules)
    fresh = await hashing(site, lambda: passwords.hash_password(body.password))
    place = place_of(site, asked)
    made = await unit(site, lambda tx: join.finish(tx, link, body.account, fresh, place))
    if made is None:
        await _missed(site, link)
        raise InvitationDead()
    person_id, session = made
    asked.person_id = person_id
    return welcome(site, asked, session, person_id=person_id)


def _rules(tx: Tx, link: Link) -> passwords.Rules | None:
    found = join.look(tx, link)
    return None if found is None else passwords.rules(tx, found["person_id"])


async def _missed(site: Site, link: Link) -> None:
    """Guesses are counted and committed before they are answered."""
    await unit(site, lambda tx: join.missed(tx, link))
    raise InvitationDead()
