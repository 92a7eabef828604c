"""Signing in and out, and who the signed-in person is."""

from typing import Any

import orjson
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.rights import rights_of
from bulou.api.administrator import administrator
from bulou.api.asked import CSRF_COOKIE, SESSION_COOKIE, Asked, read_body
from bulou.api.call import Answer, Call, checked
from bulou.api.doors import Door, Doors
from bulou.api.menu import home_of, menu_of, tabs_of
from bulou.api.routes.preferences import preferences_of
from bulou.api.shapes import OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db import settings_table
from bulou.forms import catalog
from bulou.kit.errors import Forbidden
from bulou.people import accounts, directory, looking, passwords, roles, sign_in
from bulou.people.errors import WrongCredentials
from bulou.people.sessions import NewSession, longest

doors = Doors("session")

SMALL = 16 * 1024


class SignIn(Strict):
    """Who, and how we know."""

    account: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class MyChange(Strict):
    """What people change about themselves."""

    locale: str | None = Field(default=None, max_length=20)


@doors.post(
    "/session",
    "sign_in",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    body=SignIn,
    answer=OBJECT,
    limit=SMALL,
)
async def post_session(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Sign in by account and password: a session cookie, and `{csrf, person_id}`."""
    asked.raw = await read_body(asked, receive, door.limit)
    given = checked(SignIn, asked.body)
    attempt = await unit(site, lambda tx: sign_in.begin(tx, given.account, asked.ip), write=False)
    matched = await hashing(site, lambda: sign_in.check(attempt, given.password))
    agent = asked.header(b"user-agent")
    days = site.settings.session_days
    session = await unit(site, lambda tx: sign_in.finish(tx, attempt, matched, agent=agent, days=days))
    if session is None or attempt.person_id is None:
        raise WrongCredentials()
    asked.person_id = attempt.person_id
    if attempt.stored is not None and passwords.is_outdated(attempt.stored):
        await _renew(site, attempt.person_id, given.password)
    return welcome(site, asked, session, attempt.person_id)


async def _renew(site: Site, person_id: int, password: str) -> None:
    fresh = await hashing(site, lambda: passwords.hash_password(password))
    await unit(site, lambda tx: sign_in.renew_hash(tx, person_id, fresh))


def welcome(site: Site, asked: Asked, session: NewSession, person_id: int) -> Response:
    """The answer that signs somebody in: both cookies, and `{csrf, person_id, expires_at}`."""
    body = orjson.dumps({"csrf": session.csrf, "person_id": person_id, "expires_at": session.expires_at})
    response = Response(body, media_type="application/json")
    secure = site.settings.cookie_secure or asked.secure
    age = int(longest(site.settings.session_days).total_seconds())
    for name, value, hidden in ((SESSION_COOKIE, session.secret, True), (CSRF_COOKIE, session.csrf, False)):
        response.set_cookie(
            name, value, max_age=age, path="/", secure=secure, httponly=hidden, samesite="lax"
        )
    return response


@doors.delete("/session", "sign_out", carries="own", scope=None)
def delete_session(call: Call) -> Answer:
    """Sign out."""
    if call.session is not None:
        who = call.looking.person_id if call.looking is not None else None
        sign_in.sign_out(call.tx, who or call.person_id, call.session)
    gone = "; Max-Age=0; Path=/; SameSite=lax"
    names = (SESSION_COOKIE, CSRF_COOKIE)
    return Answer(None, 204, tuple((b"set-cookie", f'{name}=""{gone}'.encode()) for name in names))


@doors.get("/me", "get_me", carries="own", answer=OBJECT)
def get_me(call: Call) -> dict[str, Any]:
    """The person, the workspace, the menu, rights and preferences."""
    forms = catalog.load(call.tx)
    workspace = settings_table.everything(call.tx)
    person = directory.one(call.tx, call.person_id)
    home = person["department_id"]
    menu = menu_of(call.tx, call.actor, forms)
    return {
        "person": {
            "id": person["id"],
            "name": person["name"],
            "account": person["account"],
            "department": {"id": home, "title": person["department"]} if home else None,
        },
        "workspace": workspace_of(workspace),
        "locale": person["locale"] or call.locale,
        "csrf": call.csrf,
        "menu": menu,
        "tabs": tabs_of(call.tx, call.actor, menu),
        "home": home_of(call.tx, call.actor, forms, roles.of_person(call.tx, call.person_id)),
        "roles": list(call.actor.roles),
        "admin": call.actor.admin,
        "looking": _looking(call, person["name"]),
        "rights": rights_of(call.actor, forms),
        "preferences": preferences_of(call.tx, call.person_id),
    }


def _looking(call: Call, name: str) -> dict[str, Any] | None:
    """As whom the caller looks, None when as themselves."""
    return None if call.looking is None else {"id": call.person_id, "name": name}


class Looking(Strict):
    """As whom to look."""

    person: int


@doors.post("/me/looking", "begin_looking", carries="people", scope="configure", status=204, body=Looking)
def begin_looking(call: Call) -> None:
    """Look as somebody else, read only: this session shows what they see until that is ended."""
    administrator(call)
    if call.session is None:
        raise Forbidden(action="looking", form="user")
    looking.begin(call.tx, call.actor, call.session, call.model(Looking).person)


@doors.delete("/me/looking", "end_looking", carries="own", scope=None)
def end_looking(call: Call) -> None:
    """Be oneself again."""
    if call.session is not None:
        looking.end(call.tx, call.looking or call.actor, call.session)


def workspace_of(settings: dict[str, Any]) -> dict[str, Any]:
    """What pages need of the workspace's settings."""
    return {
        "name": settings.get("name") or "Bulou",
        "zone": settings.get("zone") or "Asia/Shanghai",
        "week_start": settings.get("week_start") or 1,
        "currency": settings.get("currency") or "CNY",
        "locale": settings.get("locale") or "zh-CN",
    }


@doors.patch("/me", "change_me", carries="own", scope=None, status=204, body=MyChange)
def patch_me(call: Call) -> None:
    """Choose one's language."""
    body = call.model(MyChange)
    accounts.change(call.tx, call.actor, call.person_id, {"locale": body.locale})
