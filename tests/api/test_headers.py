"""What every answer tells the browser to allow, and cookies that nobody else can set."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from bulou.api import cookies
from tests.api.conftest import PASSWORD, Office, code


def test_every_answer_is_dressed(office: Office, anna: TestClient) -> None:
    rows = [
        ("GET", "/api/me"),
        ("GET", "/api/nothing-here"),
        ("POST", "/api/me"),
        ("GET", "/api/openapi.json"),
        ("GET", "/signin"),
        ("GET", "/p/any"),
        ("GET", "/assets/nothing.js"),
        ("POST", "/"),
        ("GET", "/api/session/oidc"),
    ]
    for method, path in rows:
        headers = anna.request(method, path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert "geolocation=(self)" in headers["permissions-policy"], path
        assert headers["cross-origin-resource-policy"] == (
            "cross-origin" if path == "/p/any" else "same-origin"
        ), path
        policy = dict(re.findall(r"([a-z-]+) ([^;]*)", headers["content-security-policy"]))
        assert policy["frame-ancestors"] == ("*" if path == "/p/any" else "'self'"), path
        scripts = policy.get("script-src", policy["default-src"])
        assert scripts == ("'none'" if path.startswith("/api") else "'self'"), path
        assert "strict-transport-security" not in headers, "over http it would mean nothing"


def test_a_file_keeps_its_own_policy(anna: TestClient) -> None:
    kept = anna.post("/api/files", files={"file": ("a.txt", b"plain words")}).json()
    headers = anna.get(f"/api/files/{kept['id']}").headers
    assert headers.get_list("content-security-policy") == [
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    ]


def over_https(office: Office) -> TestClient:
    client = TestClient(office.app, base_url="https://testserver", raise_server_exceptions=False)
    client.headers["accept-language"] = "en-US"
    return client


def test_over_https_cookies_belong_to_this_host_alone(office: Office) -> None:
    client = over_https(office)
    reply = client.post("/api/session", json={"account": "anna", "password": PASSWORD})
    assert reply.headers["strict-transport-security"].startswith("max-age=31536000")
    given = reply.headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in given] == [
        "__Host-bulou_session",
        "__Host-bulou_csrf",
        "__Host-bulou_device",
    ]
    assert all("Secure" in each and "Path=/" in each and "Domain" not in each for each in given)
    assert ["HttpOnly" in each for each in given] == [True, False, True]
    client.headers["x-csrf-token"] = reply.json()["csrf"]
    assert client.get("/api/me").status_code == 200
    assert client.delete("/api/session").status_code == 204
    assert client.get("/api/me").status_code == 401


def test_over_https_a_cookie_that_a_neighbour_set_is_not_taken(office: Office) -> None:
    session = office.client("ben").cookies[cookies.SESSION]
    client = over_https(office)
    client.cookies.set(cookies.SESSION, session)
    assert client.get("/api/me").status_code == 401
    client.cookies.set(f"__Host-{cookies.SESSION}", session)
    assert client.get("/api/me").json()["person"]["account"] == "ben"


def test_writes_by_cookie_need_the_word_of_their_session(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    for given in (None, "", "x", ben.headers["x-csrf-token"]):
        if given is None:
            del anna.headers["x-csrf-token"]
        else:
            anna.headers["x-csrf-token"] = given
        assert code(anna.patch("/api/me", json={"locale": "en-US"})) == "csrf.missing"
        assert code(anna.post("/api/me/second-factor", json={"password": PASSWORD})) == "csrf.missing"
        assert code(anna.delete("/api/me/sessions")) == "csrf.missing"
