"""What people do about the safety of their own account: second factor, recovery codes, sessions, identities."""

from typing import Any

import orjson
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, checked
from bulou.api.doors import Door, Doors
from bulou.api.entry import enter
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import OBJECT, Strict
from bulou.api.signing_in import SMALL, pictured, place_of, prove, prove_code
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.people import audit, outside, passwords, policy, second_factor, sessions, two_steps
from bulou.people.accounts import has_password
from bulou.people.errors import BadPassword, SecondFactorNeeded, WrongCode

doors = Doors("me")
Json = dict[str, Any]
OWN: dict[str, Any] = {"carries": "own", "scope": None, "by_hand": True, "limit": SMALL}


class Proof(Strict):
    """The password; left out by those who have none and have just signed in."""

    password: str | None = Field(default=None, max_length=1000)


class Both(Proof):
    """The password and a code of the second factor, or a recovery code."""

    code: str = Field(min_length=1, max_length=100)


class Code(Strict):
    """Six digits of an app."""

    code: str = Field(min_length=1, max_length=100)


@doors.get("/me/security", "get_security", carries="own", scope=None, answer=OBJECT)
def get_security(call: Call) -> Json:
    """How one's account is secured, and what the workspace asks for."""
    rules, now = policy.read(call.tx), second_factor.state(call.tx, call.person_id)
    provider = call.site.outside
    return {
        "account": call.actor.account,
        "password": has_password(call.tx, call.person_id),
        "least": passwords.rules(call.tx, call.person_id).least,
        "second_factor": {"since": now.since, "codes": now.codes},
        "required": policy.needs_factor(rules, call.actor.admin),
        "identities": outside.listing(call.tx, call.person_id),
        "outside": None if provider is None else {"label": provider.provider.label},
    }


@doors.post("/me/second-factor", "begin_second_factor", status=201, body=Proof, answer=OBJECT, **OWN)
async def post_factor(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Begin to set up a second factor: `{secret, address, qr}`; nothing asks for it before it is confirmed."""
    await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    await prove(site, door, asked, checked(Proof, asked.body).password)

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        secret = second_factor.begin(tx, site.secrets, call.person_id)
        return pictured(tx, secret, call.actor.account)

    return to_response(encode(door, await unit(site, work)))


@doors.put("/me/second-factor", "confirm_second_factor", body=Code, answer=OBJECT, **OWN)
async def put_factor(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Confirm it by a code: `{recovery_codes}`, shown now and never again; every other session ends."""
    await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    given = checked(Code, asked.body)

    def work(tx: Tx) -> list[str] | None:
        call = open_call(site, door, asked, tx)
        codes = two_steps.confirm(
            tx, site.secrets, call.actor, call.person_id, given.code, place_of(site, asked)
        )
        if codes is not None:
            sessions.end_all(tx, call.person_id, but=call.session)
        return codes

    codes = await unit(site, work)
    if codes is None:
        raise WrongCode()
    return to_response(encode(door, {"recovery_codes": codes}))


@doors.post("/me/second-factor/off", "remove_second_factor", status=204, body=Both, **OWN)
async def post_off(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Switch the second factor off, with the password and a code; not where the workspace asks for one."""
    await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    given = checked(Both, asked.body)
    await unit(site, lambda tx: _on(open_call(site, door, asked, tx), off=True), write=False)
    await prove(site, door, asked, given.password)
    await unit(site, lambda tx: _may_stand_alone(tx, given.password), write=False)
    await prove_code(site, door, asked, given.code)

    def work(tx: Tx) -> None:
        call = open_call(site, door, asked, tx)
        _on(call, off=True)
        second_factor.remove(tx, call.actor, call.person_id)

    await unit(site, work)
    return Response(status_code=204)


def _on(call: Call, *, off: bool = False) -> None:
    """There is a second factor; `off`: and it may be switched off."""
    if off and policy.needs_factor(policy.read(call.tx), call.actor.admin):
        raise SecondFactorNeeded()
    second_factor.must_be_on(call.tx, call.person_id)


def _may_stand_alone(tx: Tx, password: str | None) -> None:
    if password and passwords.is_too_short_alone(tx, password):
        least = policy.read(tx).least
        raise BadPassword(
            problems=[FieldProblem("password", "people.password_short_alone", {"least": least})]
        )


@doors.post("/me/recovery-codes", "renew_recovery_codes", status=201, body=Both, answer=OBJECT, **OWN)
async def post_codes(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Other recovery codes: `{recovery_codes}`; those before are good for nothing."""
    await enter(site, door, asked)
    asked.raw = await read_body(asked, receive, door.limit)
    given = checked(Both, asked.body)
    await unit(site, lambda tx: _on(open_call(site, door, asked, tx)), write=False)
    await prove(site, door, asked, given.password)
    await prove_code(site, door, asked, given.code)

    def work(tx: Tx) -> list[str]:
        call = open_call(site, door, asked, tx)
        return second_factor.renew_codes(tx, call.actor, call.person_id)

    return Response(
        orjson.dumps({"recovery_codes": await unit(site, work)}), 201, media_type="application/json"
    )


@doors.delete("/me/sessions", "end_other_sessions", carries="own", scope=None, status=200, answer=OBJECT)
def end_others(call: Call) -> Json:
    """Sign out everywhere else: `{ended}`."""
    ended = sessions.end_all(call.tx, call.person_id, but=call.session)
    audit.write(call.tx, call.actor, "session.others_ended", detail={"ended": ended}, ip=call.asked.ip)
    return {"ended": ended}


@doors.delete("/me/identities/{id}", "unlink_identity", carries="own", scope=None)
def delete_identity(call: Call) -> None:
    """Take the link to an identity at the provider away; it needs a password to sign in with."""
    outside.unlink(call.tx, call.actor, call.person_id, call.id())
