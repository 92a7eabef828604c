"""Administration: invitations by link, one at a time or many, open ones and their end."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, checked, refused
from bulou.api.doors import Door, Doors
from bulou.api.routes.admin_people import PersonBody, held, places_of, shown
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.connect.mail import Letter, MailFailed, NoMail, Post, send
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.kit.clock import day_in, parse_instant
from bulou.people import accounts, directory, invitations
from bulou.people.invitations import Invited
from bulou.words import sentence

doors = Doors("admin")

Json = dict[str, Any]
MOST = 500  # people invited at once


class InviteBody(Strict):
    """Who is invited: people who are not activated (`people`), or somebody new (`person`, without a password).

    `days` until the links end. `mail`: send each link to the person's e-mail; `origin` is the address under which
    people reach the pages (`https://crm.example.com`), which links need in letters.
    """

    people: list[int] | None = Field(default=None, max_length=MOST)
    person: PersonBody | None = None
    days: int = Field(default=invitations.DAYS, ge=1, le=invitations.LONGEST_DAYS)
    mail: bool = False
    origin: str | None = Field(default=None, max_length=300)


@dataclass(frozen=True)
class Prepared:
    """Invitations made and committed, and the letters that are to go out."""

    invited: list[Invited]
    people: dict[int, Json]
    letters: dict[int, Letter]


@doors.get("/admin/invitations", "list_invitations", carries="people", scope="configure", answer=ITEMS)
def list_invitations(call: Call) -> Json:
    """The open ones; their links are not shown again. `mail`: whether letters can be sent."""
    administrator(call)
    found = invitations.listing(call.tx)
    known = directory.names(call.tx, [each["created_by"] for each in found if each["created_by"]])
    items = [
        {
            **{key: each[key] for key in ("id", "created_at", "expires_at", "mailed_to")},
            "person": {"id": each["person"], "title": each["name"]},
            "by": each["created_by"] and {"id": each["created_by"], "title": known.get(each["created_by"])},
        }
        for each in found
    ]
    return {"items": items, "mail": call.site.post_in(call.tx) is not None}


@doors.post(
    "/admin/invitations",
    "invite_people",
    carries="people",
    scope="configure",
    by_hand=True,
    status=201,
    body=InviteBody,
    answer=OBJECT,
)
async def invite_people(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Invite by link: each is shown in this answer and never again. A link that somebody had before is dead."""
    await unit(site, lambda tx: administrator(open_call(site, door, asked, tx)), write=False)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(InviteBody, asked.body)
    origin = origin_of(body)
    letters_go = await unit(site, site.post_in, write=False)
    if body.mail and letters_go is None:
        raise NoMail()

    def work(tx: Tx) -> Prepared:
        call = open_call(site, door, asked, tx)
        administrator(call)
        return _prepare(call, body, origin)

    made = await unit(site, work)
    items, post = [], letters_go
    for each in made.invited:
        sent = await _sent(site, post, made.letters.get(each.person_id))
        post = None if sent["mail_error"] else post  # a server that is away is not waited for again and again
        path = f"/join/{each.secret}"
        link = {"path": path, "link": f"{origin}{path}" if origin else None}
        items.append(
            {
                "id": each.id,
                "person": made.people[each.person_id],
                "expires_at": each.expires_at,
                **link,
                **sent,
            }
        )
    return to_response(encode(door, {"items": items}))


def _prepare(call: Call, body: InviteBody, origin: str | None) -> Prepared:
    tx = call.tx
    ids = list(dict.fromkeys(body.people or ()))
    if body.person is not None:
        ids.append(_new(call, body.person))
    if not ids:
        raise refused("people", "fields.required")
    people = {id_: shown(directory.one(tx, id_)) for id_ in ids}
    wanted = [id_ for id_ in ids if body.mail and people[id_]["email"]]
    invited = [
        invitations.invite(tx, call.actor, id_, body.days, people[id_]["email"] if id_ in wanted else None)
        for id_ in ids
    ]
    letters = {
        each.person_id: _letter(call, people[each.person_id], each, origin or "")
        for each in invited
        if each.person_id in wanted
    }
    return Prepared(invited, people, letters)


def _new(call: Call, body: PersonBody) -> int:
    """Somebody new, who chooses account and password by the link; an account may be proposed."""
    if body.password is not None:
        raise refused("person.password", "fields.unknown")
    new = accounts.NewPerson(
        name=body.name or "",
        account=body.account,
        email=body.email,
        phone=body.phone,
        department_id=body.department,
        departments=tuple(body.departments or ()),
        places=tuple(places_of(body)),
        roles=tuple(held(call.tx, body)),
    )
    return accounts.create(call.tx, call.actor, new)


def origin_of(body: InviteBody) -> str | None:
    """The origin without a path; a letter needs one."""
    if body.origin is None:
        if body.mail:
            raise refused("origin", "fields.required")
        return None
    try:
        parts = urlsplit(body.origin)
    except ValueError:
        raise refused("origin", "fields.not_a_link") from None
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("http", "https") or not parts.hostname or body.origin.rstrip("/") != plain:
        raise refused("origin", "fields.not_a_link")
    return plain


def _letter(call: Call, person: Json, invited: Invited, origin: str) -> Letter:
    workspace = settings_table.everything(call.tx)
    locale = person["locale"] or workspace.get("locale") or call.locale
    until = day_in(parse_instant(invited.expires_at), workspace.get("zone") or "Asia/Shanghai")
    params = {
        "name": person["name"],
        "by": call.actor.name,
        "workspace": workspace.get("name") or "Bulou",
        "link": f"{origin}/join/{invited.secret}",
        "until": until.isoformat(),
    }
    subject = sentence("mail.invitation.subject", params, locale) or ""
    text = sentence("mail.invitation.text", params, locale) or ""
    return Letter(person["email"], " ".join(subject.split()), text)


async def _sent(site: Site, post: Post | None, letter: Letter | None) -> Json:
    """Whether the letter has gone; one that has not leaves the link to be given by hand."""
    if letter is None:
        return {"mailed": False, "mail_error": None}
    if post is None:
        return {"mailed": False, "mail_error": MailFailed.code}
    try:
        await to_thread.run_sync(partial(send, post, letter), limiter=site.mailing)
    except MailFailed as error:
        return {"mailed": False, "mail_error": error.code}
    return {"mailed": True, "mail_error": None}


@doors.delete("/admin/invitations/{id}", "revoke_invitation", carries="people", scope="configure")
def revoke_invitation(call: Call) -> None:
    """The link leads nowhere from now on."""
    administrator(call)
    invitations.revoke(call.tx, call.actor, call.id())
