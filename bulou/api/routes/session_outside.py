"""Signing in through the provider of the organisation (OpenID Connect): out to it, and back."""

from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive

from bulou.api import cookies
from bulou.api.asked import Asked
from bulou.api.doors import Door, Doors, text
from bulou.api.signing_in import give_half, give_session, hold_back, place_of, secure
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.tx import Tx
from bulou.kit.errors import AppError, NotFound
from bulou.people import outside, sign_in
from bulou.people.half_sessions import Half
from bulou.people.outside import Vouched
from bulou.people.sessions import NewSession

doors = Doors("session")

MINUTES = 10  # that somebody may take at the provider
PAGE = "/signin"


@doors.get(
    "/session/oidc",
    "sign_in_outside",
    carries="nothing",
    scope=None,
    public=True,
    by_hand=True,
    status=303,
    query=[text("onward", "Page of ours to come back to")],
)
async def go_outside(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """To the provider."""
    hold_back(site, asked, "outside")
    provider = site.outside
    if provider is None:
        raise NotFound(what="provider")
    onward = local(asked.query.get("onward", ""))
    try:
        where, begun = await to_thread.run_sync(lambda: provider.begin(onward), limiter=site.asking)
    except AppError as error:
        return back(error, onward)
    response = RedirectResponse(where, 303)
    sealed = site.secrets.seal(begun.packed())
    cookies.put(response, cookies.OUTSIDE, sealed, secure=secure(site, asked), seconds=MINUTES * 60)
    return response


@doors.get(
    "/session/oidc/callback",
    "return_from_outside",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    write=True,
    status=303,
    query=[text("code"), text("state"), text("iss"), text("error")],
)
async def come_back(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Back from the provider: a session, or half a one; what went wrong is said on the sign-in page."""
    hold_back(site, asked, "outside")
    provider = site.outside
    if provider is None:
        raise NotFound(what="provider")
    from bulou.connect.oidc import unpacked

    sealed = cookies.given(asked, cookies.OUTSIDE)
    opened = site.secrets.open_young(sealed, MINUTES * 60) if sealed else None
    begun = unpacked(opened) if opened else None
    onward = local(begun.onward if begun else "")
    try:
        told = await to_thread.run_sync(lambda: provider.finish(begun, asked.query), limiter=site.asking)
        who = Vouched(told.issuer, told.subject, told.account, told.email, told.name)
        made = await unit(site, lambda tx: _enter(tx, site, asked, who))
        response = _welcomed(site, asked, made, onward)
    except AppError as error:
        response = back(error, onward)
    cookies.drop(response, cookies.OUTSIDE, secure=secure(site, asked))
    return response


def _enter(tx: Tx, site: Site, asked: Asked, who: Vouched) -> NewSession | Half:
    admits: dict[str, outside.Admits] = {"no": "known", "invited": "invited", "yes": "anybody"}
    given = site.settings
    wanted = tuple(key.strip() for key in given.oidc_roles.split(",") if key.strip())
    person_id = outside.settle(tx, who, admits[given.oidc_create], wanted)
    asked.person_id = person_id
    return sign_in.enter(tx, person_id, sign_in.OUTSIDE, place_of(site, asked))


def _welcomed(site: Site, asked: Asked, made: NewSession | Half, onward: str) -> Response:
    if isinstance(made, Half):
        response = RedirectResponse(_page(wants=made.wants, onward=onward), 303)
        give_half(site, asked, response, made)
        return response
    response = RedirectResponse(onward, 303)
    give_session(site, asked, response, made)
    return response


def back(error: AppError, onward: str) -> Response:
    """The sign-in page, which says what went wrong by its code."""
    return RedirectResponse(_page(problem=error.code, onward=onward), 303)


def _page(**query: Any) -> str:
    return f"{PAGE}?{urlencode(query)}"


def local(path: str) -> str:
    """`path` where it is a page of ours, else the first page: nobody is sent elsewhere in our name."""
    good = path.startswith("/") and not path.startswith(("//", "/api/", PAGE)) and len(path) <= 1000
    return path if good and path.isprintable() and "\\" not in path else "/"
