"""A provider that lies, or somebody between it and us, is not believed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from tests.api.conftest import Office
from tests.api.outside import PUBLIC, anna, app_of, browser, ended, has_mail, problem
from tests.oidc_provider import CLIENT, Provider, provider_at


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_at() as running:
        running.client.redirect_uri = f"{PUBLIC}/api/session/oidc/callback"
        yield running


def lie(provider: Provider, what: str) -> None:
    """Make the provider (or somebody in between) wrong in one way."""
    now = int(time.time())
    changes: dict[str, dict[str, Any]] = {
        "other nonce": {"nonce": "of somebody else"},
        "no nonce": {"nonce": None},
        "other audience": {"aud": "another-client"},
        "several audiences": {"aud": [CLIENT, "another-client"]},
        "other party": {"aud": [CLIENT], "azp": "another-client"},
        "other issuer": {"iss": "https://evil.example"},
        "expired": {"exp": now - 3600, "iat": now - 7200},
        "no expiry": {"exp": None},
        "from the future": {"iat": now + 7200, "nbf": now + 7200},
        "no subject": {"sub": None},
        "a subject that is a list": {"sub": ["s-anna"]},
    }
    if what in changes:
        provider.twist = lambda claims: {
            k: v for k, v in {**claims, **changes[what]}.items() if v is not None
        }
    elif what == "unsigned":
        provider.algorithm = "none"
    elif what == "public key as secret":
        provider.algorithm = "HS256"
    elif what == "other key":
        provider.signs_with = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    elif what == "no word of the issuer":
        provider.answer = {"iss": ""}
    elif what == "another issuer's answer":
        provider.answer = {"iss": "https://evil.example"}


LIES = [
    "other nonce",
    "no nonce",
    "other audience",
    "several audiences",
    "other party",
    "other issuer",
    "expired",
    "no expiry",
    "from the future",
    "no subject",
    "a subject that is a list",
    "unsigned",
    "public key as secret",
    "other key",
    "no word of the issuer",
    "another issuer's answer",
]


def test_lies_are_not_believed(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    assert ended(browser(app)) == "/f/lead", "the truth is"
    honest = vars(provider).copy()
    for what in LIES:
        lie(provider, what)
        client = browser(app)
        assert problem(ended(client)) == "sign_in.outside_failed", what
        assert client.get("/api/me").status_code == 401, what
        vars(provider).update(honest)
    assert ended(browser(app)) == "/f/lead", "and the truth still is"


def test_a_changed_key_of_the_provider_is_found_out(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    assert ended(browser(app)) == "/f/lead"
    provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    assert ended(browser(app)) == "/f/lead"
