"""What the doors of signing in share: where somebody comes from, how they are welcomed, how they prove themselves."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from starlette.responses import Response

from bulou.api import cookies, qr
from bulou.api.asked import Asked
from bulou.api.call import Call
from bulou.api.doors import Door
from bulou.api.rates import Rate
from bulou.api.serve import open_call
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.people import second_factor, sessions, sign_in, throttle, two_steps
from bulou.people.errors import SignInStale, TooManyAttempts, WrongCode, WrongCredentials
from bulou.people.half_sessions import Half
from bulou.people.sessions import NewSession, longest
from bulou.people.sign_in import From

SMALL = 16 * 1024
RECENT = timedelta(minutes=10)
LOOKS = Rate(300, 60)  # of an address that is not signed in, for what costs us a request to somebody else


def secure(site: Site, asked: Asked) -> bool:
    """Whether cookies are bound to HTTPS."""
    return site.settings.cookie_secure or asked.secure


def place_of(site: Site, asked: Asked) -> From:
    """Where a sign-in comes from."""
    agent, device = asked.header(b"user-agent"), cookies.given(asked, cookies.DEVICE)
    return From(asked.ip, agent, device, site.settings.session_days)


def hold_back(site: Site, asked: Asked, what: str) -> None:
    """TooManyAttempts for an address that asks too often; it is no lock-out: nothing is kept of it."""
    for name, _ in throttle.addresses(asked.ip)[:1]:
        if wait := site.rates.hit(f"{what}:{name}", LOOKS, site.clock()):
            raise TooManyAttempts(seconds=wait)


def welcome(
    site: Site, asked: Asked, made: NewSession | Half, response: Response | None = None, **more: Any
) -> Response:
    """Cookies and body of a session (200), or of half a one (202): `{wants, expires_at}`."""
    half = isinstance(made, Half)
    body: Mapping[str, Any] = {"expires_at": made.expires_at, **more}
    if isinstance(made, Half):
        body = {"wants": made.wants, **body}
    else:
        body = {"csrf": made.csrf, **body}
    reply = response or Response(orjson.dumps(body), 202 if half else 200, media_type="application/json")
    if isinstance(made, Half):
        give_half(site, asked, reply, made)
    else:
        give_session(site, asked, reply, made)
    return reply


def give_half(site: Site, asked: Asked, reply: Response, made: Half) -> None:
    """The cookie of a half session: no other site can make the browser send it."""
    cookies.put(
        reply, cookies.HALF, made.secret, secure=secure(site, asked), seconds=1200, same_site="strict"
    )


def give_session(site: Site, asked: Asked, reply: Response, made: NewSession) -> None:
    """The cookies of a session, and the one that tells the device again."""
    bound, age = secure(site, asked), int(longest(site.settings.session_days).total_seconds())
    cookies.put(reply, cookies.SESSION, made.secret, secure=bound, seconds=age)
    cookies.put(reply, cookies.CSRF, made.csrf, secure=bound, seconds=age, hidden=False)
    if made.device:
        cookies.put(reply, cookies.DEVICE, made.device, secure=bound, seconds=cookies.DEVICE_DAYS * 24 * 3600)
    if cookies.given(asked, cookies.HALF) is not None:
        cookies.drop(reply, cookies.HALF, secure=bound)


async def prove(site: Site, door: Door, asked: Asked, password: str | None) -> None:
    """Somebody signed in proves that it is still they: by the password, where they have one, else by having signed in
    just now. WrongCredentials, SignInStale, TooManyAttempts."""
    attempt = await unit(site, lambda tx: _attempt(open_call(site, door, asked, tx), site), write=False)
    if attempt is not None and not await hashing(site, lambda: sign_in.check(attempt, password or "")):
        await unit(site, lambda tx: sign_in.refuse(tx, attempt))
        raise WrongCredentials()


async def prove_code(site: Site, door: Door, asked: Asked, code: str) -> None:
    """And by a code, which is spent with that. WrongCode, TooManyAttempts."""
    if not await unit(site, lambda tx: _code(open_call(site, door, asked, tx), code)):
        raise WrongCode()


def _attempt(call: Call, site: Site) -> sign_in.Attempt | None:
    device = cookies.given(call.asked, cookies.DEVICE)
    attempt = sign_in.begin(call.tx, call.actor.account, call.asked.ip, device)
    if attempt.stored is not None:
        return attempt
    began = sessions.began(call.tx, call.session)
    if began is None or call.tx.now - began > RECENT:
        raise SignInStale(minutes=int(RECENT.total_seconds()) // 60)
    return None


def _code(call: Call, code: str) -> bool:
    place = place_of(call.site, call.asked)
    return two_steps.judge(call.tx, call.site.secrets, call.person_id, code, place) is not None


def pictured(tx: Tx, secret: str, account: str) -> dict[str, Any]:
    """A secret as people bring it into their app: typed, by an address, by a QR code."""
    workspace = str(settings_table.get(tx, "name") or "Bulou")
    address = second_factor.address(secret, account, workspace)
    drawing = base64.b64encode(qr.answer(address, "svg", 4, error="m").value).decode()
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"secret": spaced, "address": address, "qr": f"data:image/svg+xml;base64,{drawing}"}
