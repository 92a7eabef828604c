"""Signing in through a provider: a real one on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, outside
from bulou.people.accounts import NewPerson
from bulou.people.outside import Vouched
from tests.api.conftest import PASSWORD, Office, code
from tests.api.outside import PUBLIC, anna, app_of, browser, ended, has_mail, problem, way_back
from tests.oidc_provider import Provider, provider_at


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_at() as running:
        running.client.redirect_uri = f"{PUBLIC}/api/session/oidc/callback"
        yield running


def test_without_a_provider_there_is_no_such_way(nobody: TestClient) -> None:
    assert nobody.get("/api/session/ways").json() == {"password": "everybody", "outside": None}
    assert nobody.get("/api/session/oidc").status_code == 404
    assert nobody.get("/api/session/oidc/callback").status_code == 404


def test_a_verified_address_finds_the_person_and_is_linked(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "Anna@Ruida.test")
    app = app_of(office, provider)
    anna(provider)
    client = browser(app)
    assert client.get("/api/session/ways").json()["outside"] == {"label": "Ruida SSO"}
    assert ended(client) == "/f/lead"
    me = client.get("/api/me").json()
    assert me["person"]["account"] == "anna"
    [linked] = client.get("/api/me/security").json()["identities"]
    assert (linked["issuer"], linked["name"]) == (provider.url, "anna@ruida.test")
    kinds = [each["kind"] for each in client.get("/api/notifications").json()["items"]]
    assert "sign_in.linked" in kinds
    # From now on the subject says who it is, whatever the address says.
    has_mail(office, "anna", "other@ruida.test")
    has_mail(office, "ben", "anna@ruida.test")
    again = browser(app)
    assert ended(again) == "/f/lead"
    assert again.get("/api/me").json()["person"]["account"] == "anna"


STRANGERS: list[tuple[dict[str, Any], str]] = [
    ({"email_verified": False}, "sign_in.outside_unknown"),
    ({"email_verified": None}, "sign_in.outside_unknown"),
    ({"email": "nobody@ruida.test"}, "sign_in.outside_unknown"),
    ({"email": None, "preferred_username": "anna"}, "sign_in.outside_unknown"),
]


def test_whom_nobody_vouches_for_gets_no_further(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    for more, expected in STRANGERS:
        anna(provider, **more)
        client = browser(app)
        assert problem(ended(client)) == expected, more
        assert client.get("/api/me").status_code == 401


def test_two_people_of_one_address_are_not_mixed_up(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    has_mail(office, "ben", "anna@ruida.test")
    anna(provider)
    assert problem(ended(browser(app_of(office, provider)))) == "sign_in.outside_unclear"


def test_a_claim_that_the_administrator_trusts_is_the_account(office: Office, provider: Provider) -> None:
    app = app_of(office, provider, oidc_account_claim="preferred_username")
    provider.person = {"sub": "s-2", "preferred_username": "BEN"}
    client = browser(app)
    assert ended(client) == "/f/lead"
    assert client.get("/api/me").json()["person"]["account"] == "ben"


def test_a_claim_missing_in_the_token_is_asked_for(office: Office, provider: Provider) -> None:
    app = app_of(office, provider, oidc_account_claim="preferred_username")
    provider.person = {"sub": "s-2"}
    provider.userinfo = {"sub": "s-2", "preferred_username": "ben"}
    client = browser(app)
    assert ended(client) == "/f/lead"
    provider.person, provider.userinfo = {"sub": "s-3"}, {"sub": "s-2", "preferred_username": "anna"}
    assert problem(ended(browser(app))) == "sign_in.outside_failed"


def test_disabled_people_stay_out(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider, oidc_create="yes")
    anna(provider)
    assert ended(browser(app)) == "/f/lead"
    office.do(lambda tx: accounts.disable(tx, SYSTEM, office.people.anna))
    assert problem(ended(browser(app))) == "sign_in.outside_unknown"


def test_new_people_come_only_where_that_is_allowed(office: Office, provider: Provider) -> None:
    invited = office.do(
        lambda tx: accounts.create(tx, SYSTEM, NewPerson("Ina Invited", email="ina@ruida.test"))
    )
    rows: list[tuple[str, str, str | None]] = [
        ("no", "ina@ruida.test", "sign_in.outside_unknown"),
        ("invited", "new@ruida.test", "sign_in.outside_unknown"),
        ("invited", "ina@ruida.test", None),
        ("yes", "new@ruida.test", None),
    ]
    for create, mail, expected in rows:
        app = app_of(office, provider, oidc_create=create, oidc_roles="sales")
        provider.person = {"sub": f"s-{mail}", "email": mail, "email_verified": True, "name": "Nina New"}
        client = browser(app)
        assert problem(ended(client)) == expected, (create, mail)
        assert client.get("/api/me").status_code == (401 if expected else 200)
    made = client.get("/api/me").json()
    assert (made["person"]["name"], made["person"]["account"], made["roles"]) == (
        "Nina New",
        "new@ruida.test",
        ["sales"],
    )
    owner = office.client("owner")
    assert owner.get(f"/api/admin/people/{invited}").json()["state"] == "active"
    # Disabled and enabled again, somebody without a password still comes in by the provider.
    path = f"/api/admin/people/{made['person']['id']}"
    owner.patch(path, json={"state": "disabled"})
    assert owner.patch(path, json={"state": "active"}).json()["state"] == "active"
    assert ended(browser(app)) == "/f/lead"


def test_a_way_back_belongs_to_the_browser_that_went(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    mine, other, blank = browser(app), browser(app), browser(app)
    link = way_back(mine)
    way_back(other)
    assert problem(other.get(link).headers["location"]) == "sign_in.outside_failed", "another state"
    assert problem(blank.get(link).headers["location"]) == "sign_in.outside_failed", "no state at all"
    assert mine.get(link).headers["location"] == "/f/lead"
    assert problem(mine.get(link).headers["location"]) == "sign_in.outside_failed", "only once"
    assert [each.get("/api/me").status_code for each in (mine, other, blank)] == [200, 401, 401]


def test_a_code_is_taken_once(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    client = browser(app)
    link, kept = way_back(client), dict(client.cookies)
    assert client.get(link).headers["location"] == "/f/lead"
    thief = browser(app)
    thief.cookies.update(kept)  # even with the very cookie: the provider gave that code away already
    assert problem(thief.get(link).headers["location"]) == "sign_in.outside_failed"


def test_a_verifier_of_another_way_does_not_fit(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    victim, thief = browser(app), browser(app)
    stolen = parse_qs(urlsplit(way_back(victim)).query)["code"][0]
    own = parse_qs(urlsplit(way_back(thief)).query)
    query = {"code": stolen, "state": own["state"][0], "iss": provider.url}
    assert (
        problem(thief.get("/api/session/oidc/callback", params=query).headers["location"])
        == "sign_in.outside_failed"
    )
    assert thief.get("/api/me").status_code == 401


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/api/me",
    "javascript:1",
    "",
    "/a\nb",
]


def test_nobody_is_sent_elsewhere(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    for onward in ELSEWHERE:
        assert ended(browser(app), onward) == "/", onward


def test_who_says_no_there_is_not_let_in(office: Office, provider: Provider) -> None:
    client = browser(app_of(office, provider))
    out = client.get("/api/session/oidc").headers["location"]
    state = parse_qs(urlsplit(out).query)["state"][0]
    query = {"error": "access_denied<script>", "state": state, "iss": provider.url}
    assert (
        problem(client.get("/api/session/oidc/callback", params=query).headers["location"])
        == "sign_in.outside_refused"
    )


def test_a_provider_on_a_private_address_must_be_allowed(office: Office, provider: Provider) -> None:
    client = browser(app_of(office, provider, outbound_allow=""))
    assert problem(client.get("/api/session/oidc").headers["location"]) == "sign_in.outside_away"


def test_a_provider_that_names_others_is_not_followed(office: Office, provider: Provider) -> None:
    for wrong in (
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/"},
        {"authorization_endpoint": 7},
    ):
        provider.metadata = wrong
        assert (
            problem(browser(app_of(office, provider)).get("/api/session/oidc").headers["location"])
            == "sign_in.outside_away"
        )


def test_the_second_factor_and_the_rule_of_passwords_hold(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider)
    anna(provider)
    owner = browser(app)
    owner.cookies.update(office.client("owner").cookies)
    signed = office.client("owner")
    owner.cookies.update(signed.cookies)
    owner.headers["x-csrf-token"] = signed.headers["x-csrf-token"]
    told = owner.patch(
        "/api/admin/security", json={"passwords": "administrators", "second_factor": "everybody"}
    )
    assert told.status_code == 200, told.text
    assert told.json()["outside"]["redirect_uri"] == f"{PUBLIC}/api/session/oidc/callback"
    client = browser(app)
    assert ended(client) == "/signin?wants=set_up&onward=%2Ff%2Flead"
    assert client.get("/api/me").status_code == 401, "half is not signed in"
    assert (
        code(client.post("/api/session", json={"account": "anna", "password": PASSWORD}))
        == "sign_in.passwords_off"
    )
    assert client.post("/api/session", json={"account": "owner", "password": PASSWORD}).status_code == 202
    assert owner.patch("/api/admin/security", json={"after_outside": False}).status_code == 200
    assert ended(browser(app)) == "/f/lead"


def test_links_are_taken_away_only_where_another_way_in_is_left(office: Office, provider: Provider) -> None:
    has_mail(office, "anna", "anna@ruida.test")
    app = app_of(office, provider, oidc_create="yes")
    anna(provider)
    client = browser(app)
    ended(client)
    client.headers["x-csrf-token"] = client.get("/api/me").json()["csrf"]
    [linked] = client.get("/api/me/security").json()["identities"]
    assert office.client("ben").delete(f"/api/me/identities/{linked['id']}").status_code == 404
    assert client.delete(f"/api/me/identities/{linked['id']}").status_code == 204
    provider.person = {"sub": "s-new", "email": "new@ruida.test", "email_verified": True}
    other = browser(app)
    ended(other)
    other.headers["x-csrf-token"] = other.get("/api/me").json()["csrf"]
    [only] = other.get("/api/me/security").json()["identities"]
    assert code(other.delete(f"/api/me/identities/{only['id']}")) == "sign_in.only_way"


def test_of_many_first_times_at_once_one_makes_the_person(office: Office) -> None:
    who = Vouched("https://sso.test", "s-9", email="nina@ruida.test", name="Nina New")

    def come(_: int) -> int:
        return int(office.do(lambda tx: outside.settle(tx, who, "anybody", ("sales",))))

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(come, range(6)))) == 1
    found = office.client("owner").get("/api/admin/people", params={"q": "Nina"}).json()["items"]
    assert [each["account"] for each in found] == ["nina@ruida.test"]
