"""Every address is a door: registered, named once, public only where that is argued for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bulou.api.app import OPENAPI, DoorRoute, create_app
from bulou.api.doors import all_doors
from bulou.db.database import sqlite_url
from bulou.settings import Settings

DOORS = [door for _, door in all_doors()]

# Public doors give away no business data; each stands here with its reason.
PUBLIC = {
    "GET /health": "a load balancer asks without an account",
    "GET /version": "an upgrade script asks without an account",
    "POST /session": "signing in is how one stops being anonymous",
    "DELETE /session": "signing out of a session that has ended is no error",
    "POST /join/look": "whoever is invited has no account yet; it tells their own name to who holds the secret",
    "POST /join": "their first sign-in; the secret is used up, guesses are counted as at sign-in",
    "GET /session/ways": "the sign-in page draws its boxes and buttons by it; it tells the provider's label only",
    "POST /session/code": "the second step of signing in; it takes the cookie of the first and is throttled",
    "POST /session/second-factor": "the second factor that is required before there is a session; by the same cookie",
    "PUT /session/second-factor": "its confirmation by a code, which is throttled",
    "GET /session/oidc": "sends to the provider; rates bound it, and nothing is kept here",
    "GET /session/oidc/callback": "comes back from there: only with the sealed cookie of the browser that went",
    "GET /public/{slug}": "visitors of a public form have no account; it tells the chosen fields only",
    "POST /public/{slug}": "their entry; what becomes of it is not told",
    "POST /public/{slug}/code": "a letter to an address that they name; it costs a solved puzzle, and rates bound it",
    "POST /public/{slug}/files": "their uploads; a ticket comes back, never a file",
    "GET /public/{slug}/logo": "the picture on the form's page",
    "GET /calendar/{secret}": "calendar programs cannot sign in: the address is its secret, revocable, read only",
    "POST /hooks/{slug}": "other systems start a rule: the address is its secret, a signature may be asked for; rates bound it",
}
# What passes through these is a visitor's own, what somebody chose to show, or what the owner of a secret address sees.
OPEN = {"get_public_form", "send_public_form", "upload_public_file", "read_calendar_feed"}


def test_every_route_is_a_door(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=sqlite_url(tmp_path / "none.db")))
    found = [
        route.path
        for route in app.routes
        if not isinstance(route, DoorRoute) and str(getattr(route, "path", "")).startswith("/api")
    ]
    assert found == [OPENAPI], "what carries data registers in api/routes as a door"


def test_no_two_doors_share_a_name_or_an_address() -> None:
    names = Counter(door.key for door in DOORS)
    addresses = Counter((door.method, re.sub(r"{\w+}", "{}", door.path)) for door in DOORS)
    assert not [key for key, times in [*names.items(), *addresses.items()] if times > 1]


def test_only_the_doors_listed_here_are_public() -> None:
    assert {f"{door.method} {door.path}" for door in DOORS if door.public} <= PUBLIC.keys()
    assert not [
        door.key
        for door in DOORS
        if door.public and door.carries in ("records", "definitions", "people") and door.key not in OPEN
    ]
