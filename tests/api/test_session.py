"""Signing in and out, being throttled, tokens and their scopes, repeated requests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bulou.api.app import create_app
from bulou.db.database import Database
from bulou.people import tokens
from bulou.people.tokens import SCOPES
from tests.api.conftest import PASSWORD, Office, code, created


def signed_in(client: TestClient, account: str, password: str = PASSWORD) -> TestClient:
    """A client that signed in with account and password."""
    reply = client.post("/api/session", json={"account": account, "password": password})
    assert reply.status_code == 200, reply.text
    client.headers["x-csrf-token"] = reply.json()["csrf"]
    return client


def test_signing_in_and_out(nobody: TestClient) -> None:
    reply = nobody.post("/api/session", json={"account": " ANNA ", "password": PASSWORD})
    assert reply.status_code == 200
    cookies = reply.headers.get_list("set-cookie")
    assert "HttpOnly" in cookies[0] and "SameSite=lax" in cookies[0] and "HttpOnly" not in cookies[1]
    nobody.headers["x-csrf-token"] = reply.json()["csrf"]
    me = nobody.get("/api/me").json()
    assert (me["person"]["name"], me["csrf"]) == ("Anna Ames", reply.json()["csrf"])
    assert nobody.delete("/api/session").status_code == 204
    assert nobody.get("/api/me").status_code == 401


WRONG = [
    ({"account": "anna", "password": "wrong password"}, 401, "sign_in.wrong"),
    ({"account": "nobody-such", "password": PASSWORD}, 401, "sign_in.wrong"),
    ({"account": "anna"}, 422, "invalid"),
    ({"account": "anna", "password": PASSWORD, "more": 1}, 422, "invalid"),
    ({"account": ["anna"], "password": PASSWORD}, 422, "invalid"),
    ({"account": "an\u0000na", "password": PASSWORD}, 422, "invalid"),
    ([], 422, "invalid"),
]


def test_signing_in_wrongly(nobody: TestClient) -> None:
    for body, status, problem in WRONG:
        reply = nobody.post("/api/session", json=body)
        assert (reply.status_code, code(reply)) == (status, problem), body
        assert "set-cookie" not in reply.headers


def test_failures_slow_down_the_next_try(office: Office, nobody: TestClient) -> None:
    for _ in range(6):
        nobody.post("/api/session", json={"account": "ben", "password": "wrong password"})
    reply = nobody.post("/api/session", json={"account": "ben", "password": PASSWORD})
    assert (reply.status_code, code(reply)) == (429, "sign_in.too_many")
    assert int(reply.headers["retry-after"]) >= 1
    office.clock.now += timedelta(minutes=10)
    assert nobody.post("/api/session", json={"account": "ben", "password": PASSWORD}).status_code == 200


def test_a_new_password_ends_other_sessions(office: Office) -> None:
    here, there = signed_in(office.client(), "anna"), signed_in(office.client(), "anna")
    rows = [
        ({"old": "wrong password", "new": "another long password"}, 401, "sign_in.wrong"),
        ({"old": PASSWORD, "new": "short"}, 422, "people.bad_password"),
        ({"old": PASSWORD, "new": "another long password"}, 204, None),
    ]
    for body, status, problem in rows:
        reply = here.put("/api/me/password", json=body)
        assert (reply.status_code, code(reply)) == (status, problem), reply.text
    assert here.get("/api/me").status_code == 200
    assert there.get("/api/me").status_code == 401


def test_wrong_passwords_slow_down_the_change_of_it(office: Office) -> None:
    here = office.client("ben")
    answers = [
        code(here.put("/api/me/password", json={"old": f"guess {number}", "new": "another long password"}))
        for number in range(8)
    ]
    assert answers == ["sign_in.wrong"] * 6 + ["sign_in.too_many"] * 2


def test_a_session_lives_as_long_as_the_setting_says(office: Office, db: Database) -> None:
    rows = [  # days set, days between requests, answers: 30 days are the most, or the days set if more
        (2, (1, 1, 1, 2), (200, 200, 200, 401)),
        (20, (19, 9, 3), (200, 200, 401)),
        (60, (59, 2), (200, 401)),
    ]
    for days, pauses, answers in rows:
        app = create_app(replace(office.settings, session_days=days), db=db, clock=office.clock)
        client = signed_in(TestClient(app), "anna")
        seen = []
        for pause in pauses:
            office.clock.now += timedelta(days=pause)
            seen.append(client.get("/api/me").status_code)
        assert tuple(seen) == answers, days


def bearer(office: Office, client: TestClient, *scopes: str, days: int = 7) -> TestClient:
    """A program with a token of the client's person."""
    reply = client.post("/api/tokens", json={"name": "script", "scopes": list(scopes), "days": days})
    assert reply.status_code == 201, reply.text
    program = office.client()
    program.headers["authorization"] = f"Bearer {reply.json()['token']}"
    return program


def test_tokens_reach_as_far_as_their_scopes(office: Office, anna: TestClient) -> None:
    reader, writer = bearer(office, anna, "read"), bearer(office, anna, "read", "write")
    before = office.last_fact()
    assert reader.get("/api/records/account").status_code == 200
    assert code(reader.post("/api/records/account", json={"name": "A"})) == "token.scope"
    assert writer.post("/api/records/account", json={"name": "A"}).status_code == 201  # no CSRF header
    assert (
        code(writer.post("/api/tokens", json={"name": "x", "scopes": ["read"], "days": 1})) == "token.scope"
    )
    assert office.events(before) == ["record.created"]


@pytest.mark.parametrize("scope", SCOPES)
def test_every_token_may_read_what_it_works_with(office: Office, anna: TestClient, scope: str) -> None:
    program = bearer(office, anna, scope)
    [listed] = anna.get("/api/tokens").json()["items"]
    assert listed["scopes"] == sorted({"read", scope}), "what it really may do is shown"
    assert program.get("/api/records/account").status_code == 200
    made = program.post("/api/records/account", json={"name": "By a program"})
    if scope == "write":
        assert (made.status_code, made.json()["name"]) == (201, "By a program")
        changed = program.patch(f"/api/records/account/{made.json()['id']}", json={"name": "B", "version": 1})
        assert changed.json()["version"] == 2
    else:
        assert code(made) == "token.scope"


def test_tokens_end(office: Office, anna: TestClient) -> None:
    program = bearer(office, anna, "read", days=2)
    listed = anna.get("/api/tokens").json()["items"]
    assert [("token" in each, each["name"]) for each in listed] == [(False, "script")]
    office.clock.now += timedelta(days=3)
    assert code(program.get("/api/records/account")) == "token.invalid"
    office.clock.now -= timedelta(days=3)
    assert anna.delete(f"/api/tokens/{listed[0]['id']}").status_code == 204
    assert code(program.get("/api/records/account")) == "token.invalid"
    program.headers["authorization"] = "Bearer nonsense"
    assert code(program.get("/api/records/account")) == "token.invalid"


def test_tokens_are_not_without_number(
    office: Office, anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    wanted = {"name": "x", "scopes": ["read"], "days": 1}
    made = [anna.post("/api/tokens", json=wanted) for _ in range(3)]
    assert [reply.status_code for reply in made] == [201, 201, 422]
    assert made[-1].json()["errors"][0]["code"] == "fields.too_many"
    anna.delete(f"/api/tokens/{made[0].json()['id']}")
    assert anna.post("/api/tokens", json=wanted).status_code == 201
    office.clock.now += timedelta(days=2)
    fresh = office.client("anna")
    assert fresh.post("/api/tokens", json=wanted).status_code == 201, "those that have ended do not count"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scopes": ["everything"], "days": 7},
        {"name": "", "scopes": ["read"], "days": 7},
        {"name": "x", "scopes": [], "days": 7},
        {"name": "x", "scopes": ["read"], "days": 4000},
        {"name": "x", "scopes": "read", "days": 7},
    ],
)
def test_tokens_that_cannot_be_made(anna: TestClient, body: dict[str, object]) -> None:
    assert anna.post("/api/tokens", json=body).status_code == 422


def test_a_repeated_request_gets_the_stored_answer(
    office: Office, anna: TestClient, head: TestClient
) -> None:
    key = {"idempotency-key": "one-create"}
    before = office.last_fact()
    first = anna.post("/api/records/account", json={"name": "Once"}, headers=key)
    again = anna.post("/api/records/account", json={"name": "Once"}, headers=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert office.events(before) == ["record.created"]
    other = anna.post("/api/records/account", json={"name": "Twice"}, headers=key)
    assert (other.status_code, code(other)) == (422, "idempotency.reused")
    assert (
        head.post("/api/records/account", json={"name": "Once"}, headers=key).json()["id"]
        != first.json()["id"]
    )
    bad = anna.post("/api/records/account", json={"name": "Once"}, headers={"idempotency-key": "k" * 300})
    assert code(bad) == "idempotency.invalid"


def test_a_refused_request_may_be_tried_again_with_its_key(office: Office, anna: TestClient) -> None:
    key = {"idempotency-key": "second-chance"}
    made = created(anna, "account", name="A")
    path = f"/api/records/account/{made['id']}"
    assert anna.patch(path, json={"revenue": "many"}, headers=key).status_code == 422
    assert anna.patch(path, json={"revenue": 5}, headers=key).status_code == 200


def test_of_several_at_one_time_one_creates(office: Office) -> None:
    key = {"idempotency-key": "a-race"}
    before = office.last_fact()
    with office.client("anna") as anna, ThreadPoolExecutor(6) as pool:  # one event loop, as in a server

        def create(_: int) -> tuple[int, int]:
            reply = anna.post("/api/records/account", json={"name": "Raced"}, headers=key)
            return reply.status_code, reply.json()["id"]

        answers = set(pool.map(create, range(6)))
    assert len(answers) == 1
    assert office.events(before) == ["record.created"]
