"""Signing in and out, and who the signed-in person is."""

from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.rights import rights_of
from bulou.api import cookies
from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Answer, Call, checked
from bulou.api.doors import Door, Doors
from bulou.api.menu import home_of, menu_of, tabs_of
from bulou.api.routes.preferences import preferences_of
from bulou.api.shapes import OBJECT, Strict
from bulou.api.signing_in import SMALL, pictured, place_of, secure, welcome
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db import settings_table
from bulou.forms import catalog
from bulou.kit.errors import Forbidden
from bulou.people import accounts, directory, looking, passwords, policy, roles, sign_in, two_steps
from bulou.people.errors import WrongCode, WrongCredentials

doors = Doors("session")


class SignIn(Strict):
    """Who, and how we know."""

    account: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class Code(Strict):
    """Six digits of an app, or a recovery code."""

    code: str = Field(min_length=1, max_length=100)


class MyChange(Strict):
    """What people change about themselves."""

    locale: str | None = Field(default=None, max_length=20)


@doors.get("/session/ways", "list_ways_in", carries="nothing", scope=None, public=True, answer=OBJECT)
def get_ways(call: Call) -> dict[str, Any]:
    """How one may sign in here: `{password: "everybody"|"administrators", outside: {label}|null}`."""
    outside = call.site.outside
    return {
        "password": policy.read(call.tx).passwords,
        "outside": None if outside is None else {"label": outside.provider.label},
    }


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
    """Sign in by account and password: a session cookie, `{csrf, person_id}`; 202 `{wants}` for a second step."""
    asked.raw = await read_body(asked, receive, door.limit)
    given, place = checked(SignIn, asked.body), place_of(site, asked)
    attempt = await unit(
        site, lambda tx: sign_in.begin(tx, given.account, place.ip, place.device), write=False
    )
    matched = await hashing(site, lambda: sign_in.check(attempt, given.password))
    made = await unit(
        site, lambda tx: sign_in.finish(tx, attempt, matched, agent=place.agent, days=place.days)
    )
    if made is None or attempt.person_id is None:
        raise WrongCredentials()
    asked.person_id = attempt.person_id
    if attempt.stored is not None and passwords.is_outdated(attempt.stored):
        await _renew(site, attempt.person_id, given.password)
    return welcome(site, asked, made, person_id=attempt.person_id)


async def _renew(site: Site, person_id: int, password: str) -> None:
    fresh = await hashing(site, lambda: passwords.hash_password(password))
    await unit(site, lambda tx: sign_in.renew_hash(tx, person_id, fresh))


@doors.post(
    "/session/code",
    "sign_in_code",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    body=Code,
    answer=OBJECT,
    limit=SMALL,
)
async def post_code(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The second step: a code of the app, or a recovery code."""
    asked.raw = await read_body(asked, receive, door.limit)
    given, half = checked(Code, asked.body), cookies.given(asked, cookies.HALF)
    place = place_of(site, asked)
    made = await unit(site, lambda tx: two_steps.by_code(tx, site.secrets, half, given.code, place))
    if made is None:
        raise WrongCode()
    return welcome(site, asked, made)


@doors.post(
    "/session/second-factor",
    "begin_required_factor",
    carries="own",
    scope=None,
    public=True,
    status=201,
    answer=OBJECT,
    limit=SMALL,
)
def post_required_factor(call: Call) -> dict[str, Any]:
    """Begin to set up the second factor that the workspace asks for before anything else."""
    half = cookies.given(call.asked, cookies.HALF)
    person_id, secret = two_steps.begin_set_up(call.tx, call.site.secrets, half)
    return pictured(call.tx, secret, directory.one(call.tx, person_id)["account"])


@doors.put(
    "/session/second-factor",
    "finish_required_factor",
    carries="own",
    scope=None,
    public=True,
    by_hand=True,
    body=Code,
    answer=OBJECT,
    limit=SMALL,
)
async def put_required_factor(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Confirm it by a code: a session, and the recovery codes, which are shown now and never again."""
    asked.raw = await read_body(asked, receive, door.limit)
    given, half = checked(Code, asked.body), cookies.given(asked, cookies.HALF)
    place = place_of(site, asked)
    made = await unit(site, lambda tx: two_steps.finish_set_up(tx, site.secrets, half, given.code, place))
    if made is None:
        raise WrongCode()
    return welcome(site, asked, made.session, recovery_codes=made.codes)


@doors.delete("/session", "sign_out", carries="own", scope=None)
def delete_session(call: Call) -> Answer:
    """Sign out."""
    if call.session is not None:
        who = call.looking.person_id if call.looking is not None else None
        sign_in.sign_out(call.tx, who or call.person_id, call.session)
    reply, bound = Response(), secure(call.site, call.asked)
    for name in (cookies.SESSION, cookies.CSRF):
        cookies.drop(reply, name, secure=bound)
    return Answer(None, 204, tuple(pair for pair in reply.raw_headers if pair[0] == b"set-cookie"))


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
