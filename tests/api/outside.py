"""Ways out to a provider and back, as a browser takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bulou.api.app import create_app
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from tests.api.conftest import Office
from tests.oidc_provider import CLIENT, SECRET, Provider

PUBLIC = "http://testserver"


def app_of(office: Office, provider: Provider, **more: Any) -> FastAPI:
    given = {
        "public_url": PUBLIC,
        "outbound_allow": "127.0.0.1",
        "oidc_issuer": provider.url,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_label": "Ruida SSO",
    }
    return create_app(replace(office.settings, **{**given, **more}), db=office.db, clock=office.clock)


def browser(app: FastAPI) -> TestClient:
    client = TestClient(app, base_url=PUBLIC, raise_server_exceptions=False, follow_redirects=False)
    client.headers["accept-language"] = "en-US"
    return client


def way_back(client: TestClient, onward: str = "/f/lead") -> str:
    """Out to the provider and granted there: the address that leads back."""
    out = client.get("/api/session/oidc", params={"onward": onward})
    assert out.status_code == 303, out.text
    granted = httpx.get(out.headers["location"], follow_redirects=False)
    return str(granted.headers.get("location") or granted.text)


def ended(client: TestClient, onward: str = "/f/lead") -> str:
    """Where the whole way ends: a page of ours."""
    return str(client.get(way_back(client, onward)).headers["location"])


def problem(where: str) -> str | None:
    """The code that the sign-in page is told."""
    parts = urlsplit(where)
    assert (parts.scheme, parts.netloc) == ("", ""), "nobody is sent elsewhere in our name"
    return (parse_qs(parts.query).get("problem") or [None])[0]


def anna(provider: Provider, **more: Any) -> None:
    provider.person = {
        "sub": "s-anna",
        "email": "anna@ruida.test",
        "email_verified": True,
        "name": "Anna",
        **more,
    }


def has_mail(office: Office, who: str, mail: str) -> None:
    office.do(lambda tx: accounts.change(tx, SYSTEM, getattr(office.people, who), {"email": mail}))
