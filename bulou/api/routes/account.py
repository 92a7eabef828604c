"""What people do about their own account: password, sessions, API tokens."""

from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.rights import may
from bulou.api.asked import Asked, read_body
from bulou.api.call import Answer, Call, checked, refused
from bulou.api.doors import Door, Doors
from bulou.api.entry import enter
from bulou.api.serve import open_call
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.signing_in import SMALL, prove
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.errors import NotFound
from bulou.people import accounts, audit, passwords, sessions, tokens

doors = Doors("me")


class NewPassword(Strict):
    """A new password, and the old one as proof, where there is one."""

    old: str | None = Field(default=None, max_length=1000)
    new: str = Field(min_length=1, max_length=1000)


class NewToken(Strict):
    """An API token to be made."""

    name: str = Field(min_length=1, max_length=100)
    scopes: list[str] = Field(min_length=1, max_length=10)
    days: int = Field(ge=1, le=365)
    forms: list[str] | None = Field(default=None, min_length=1, max_length=200)


@doors.put(
    "/me/password",
    "change_password",
    carries="own",
    scope=None,
    by_hand=True,
    status=204,
    body=NewPassword,
    limit=SMALL,
)
async def put_password(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Change one's password; every other session ends."""
    await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(NewPassword, asked.body)
    await prove(site, door, asked, body.old)
    await unit(site, lambda tx: _judge(open_call(site, door, asked, tx), body.new), write=False)
    fresh = await hashing(site, lambda: passwords.hash_password(body.new))

    def work(tx: Tx) -> None:
        call = open_call(site, door, asked, tx)
        accounts.set_password(tx, call.actor, call.person_id, fresh, keep_session=call.session)

    await unit(site, work)
    return Response(status_code=204)


def _judge(call: Call, password: str) -> None:
    passwords.check_password(password, call.actor.account, passwords.rules(call.tx, call.person_id))


@doors.get("/me/sessions", "list_sessions", carries="own", scope=None, answer=ITEMS)
def list_sessions(call: Call) -> dict[str, Any]:
    """Where one is signed in."""
    found = sessions.listing(call.tx, call.person_id)
    return {"items": [{**each, "current": each["id"] == call.session} for each in found]}


@doors.delete("/me/sessions/{session}", "end_session", carries="own", scope=None)
def end_session(call: Call) -> None:
    """End one of one's sessions."""
    if not sessions.end(call.tx, call.person_id, call.part("session")):
        raise NotFound(what="session", id=call.part("session")[:8])
    audit.write(call.tx, call.actor, "session.ended", detail={"remote": True}, ip=call.asked.ip)


@doors.get("/tokens", "list_tokens", carries="own", scope=None, answer=ITEMS)
def list_tokens(call: Call) -> dict[str, Any]:
    """One's API tokens; revoked ones are left out."""
    found = tokens.listing(call.tx, call.person_id)
    return {"items": [each for each in found if each["revoked_at"] is None]}


@doors.post(
    "/tokens",
    "create_token",
    carries="own",
    scope=None,
    status=201,
    repeatable=False,
    body=NewToken,
    answer=OBJECT,
)
def create_token(call: Call) -> Answer:
    """Make an API token; its text is shown in this answer and never again. Every token may read."""
    body = call.model(NewToken)
    if any(scope not in tokens.SCOPES for scope in body.scopes):
        raise refused("scopes", "fields.not_a_choice", choices=list(tokens.SCOPES))
    known = {form.key for form in catalog.load(call.tx)}
    for key in body.forms or ():
        if key not in known or not may(call.actor, key, "read"):
            raise refused("forms", "fields.not_a_choice", choices=[])
    made = tokens.create(call.tx, call.actor, body.name, body.scopes, body.days, body.forms)
    shown = next(each for each in tokens.listing(call.tx, call.person_id) if each["id"] == made.id)
    return Answer({**shown, "token": made.secret}, 201)


@doors.delete("/tokens/{id}", "revoke_token", carries="own", scope=None)
def delete_token(call: Call) -> None:
    """End an API token."""
    tokens.revoke(call.tx, call.actor, call.id())
