"""The rules of signing in, what administrators see and end, and what people are told about their own account."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.people import audit
from tests.api.conftest import PASSWORD, Office, code
from tests.api.second_factors import STEP, actions, first_step, kinds, now_code, second_step, set_up

DOORS = [
    ("GET", "/api/me/security", None),
    ("POST", "/api/me/second-factor", {"password": PASSWORD}),
    ("PUT", "/api/me/second-factor", {"code": "123456"}),
    ("POST", "/api/me/second-factor/off", {"password": PASSWORD, "code": "123456"}),
    ("POST", "/api/me/recovery-codes", {"password": PASSWORD, "code": "123456"}),
    ("DELETE", "/api/me/sessions", None),
    ("DELETE", "/api/me/identities/1", None),
]
ADMIN = [
    ("GET", "/api/admin/security", None),
    ("PATCH", "/api/admin/security", {"second_factor": "nobody"}),
    ("GET", "/api/admin/security/people", None),
    ("GET", "/api/admin/people/1/access", None),
    ("DELETE", "/api/admin/people/1/sessions", None),
    ("DELETE", "/api/admin/people/1/sessions/abc", None),
    ("DELETE", "/api/admin/people/1/tokens/1", None),
    ("DELETE", "/api/admin/people/1/second-factor", None),
    ("DELETE", "/api/admin/people/1/identities/1", None),
]


def test_nobody_and_no_program_comes_near(office: Office, nobody: TestClient, anna: TestClient) -> None:
    made = anna.post(
        "/api/tokens", json={"name": "t", "scopes": ["read", "write", "configure"], "days": 2}
    ).json()
    program = office.client()
    program.headers["authorization"] = f"Bearer {made['token']}"
    for method, path, body in DOORS:
        assert nobody.request(method, path, json=body).status_code == 401, path
        assert code(program.request(method, path, json=body)) == "token.scope", path
    for method, path, body in ADMIN:
        assert nobody.request(method, path, json=body).status_code == 401, path
        assert anna.request(method, path, json=body).status_code == 403, path
        assert program.request(method, path, json=body).status_code == 403, path


def test_an_administrator_takes_a_lost_one_away(office: Office, owner: TestClient, anna: TestClient) -> None:
    set_up(office, anna)
    half = first_step(office)
    path = f"/api/admin/people/{office.people.anna}/second-factor"
    assert owner.delete(path).status_code == 204
    assert code(owner.delete(path)) == "second_factor.off"
    assert anna.get("/api/me").status_code == 401, "every session ends"
    assert code(half.post("/api/session/code", json={"code": "123456"})) == "sign_in.begin_again"
    again = office.client()
    assert again.post("/api/session", json={"account": "anna", "password": PASSWORD}).status_code == 200
    assert "second_factor.reset" in kinds(again)
    assert actions(office, "second_factor.reset") == ["second_factor.reset"]


def required(office: Office, owner: TestClient, who: str) -> None:
    assert owner.patch("/api/admin/security", json={"second_factor": who}).status_code == 200


def test_where_it_is_required_it_is_set_up_before_anything_else(office: Office, owner: TestClient) -> None:
    before = office.client("anna")
    required(office, owner, "everybody")
    assert before.get("/api/me").status_code == 200, "who is in stays in"
    client = office.client()
    reply = client.post("/api/session", json={"account": "anna", "password": PASSWORD})
    assert (reply.status_code, reply.json()["wants"]) == (202, "set_up")
    assert client.get("/api/me").status_code == 401
    assert code(client.post("/api/session/code", json={"code": "123456"})) == "sign_in.begin_again"
    begun = client.post("/api/session/second-factor", json={})
    assert begun.status_code == 201 and begun.json()["address"].startswith("otpauth://")
    assert code(client.put("/api/session/second-factor", json={"code": "000000"})) == "sign_in.wrong_code"
    given = now_code(office, begun.json()["secret"])
    done = client.put("/api/session/second-factor", json={"code": given})
    assert done.status_code == 200 and len(done.json()["recovery_codes"]) == 10
    client.headers["x-csrf-token"] = done.json()["csrf"]
    assert client.get("/api/me").status_code == 200
    both = {"password": PASSWORD, "code": done.json()["recovery_codes"][0]}
    assert code(client.post("/api/me/second-factor/off", json=both)) == "second_factor.needed"
    assert client.get("/api/me/security").json()["second_factor"]["codes"] == 10, (
        "the code was not spent on a refusal"
    )
    office.clock.now += STEP
    assert second_step(first_step(office), now_code(office, begun.json()["secret"])) == 200


def test_it_may_be_required_of_administrators_only(office: Office, owner: TestClient) -> None:
    required(office, owner, "administrators")
    rows = [("anna", 200), ("owner", 202)]
    for account, status in rows:
        reply = office.client().post("/api/session", json={"account": account, "password": PASSWORD})
        assert reply.status_code == status, account


POLICIES: list[tuple[dict[str, Any], int, str | None]] = [
    ({"second_factor": "some"}, 422, "invalid"),
    ({"least": 7}, 422, "invalid"),
    ({"least": 65}, 422, "invalid"),
    ({"more": 1}, 422, "invalid"),
    ({"passwords": "administrators"}, 422, "security.bad"),
    ({"least": 15, "second_factor": "administrators"}, 200, None),
    ({}, 200, None),
]


def test_the_rules_of_signing_in(office: Office, owner: TestClient) -> None:
    for body, status, problem in POLICIES:
        reply = owner.patch("/api/admin/security", json=body)
        assert (reply.status_code, code(reply)) == (status, problem), body
    told = owner.get("/api/admin/security").json()
    assert (told["least"], told["second_factor"], told["passwords"]) == (15, "administrators", "everybody")
    assert told["people"] == {"active": 5, "secured": 0}
    [row] = office.do(lambda tx: audit.read(tx, audit.Filter(action="security.changed")))
    assert row["detail"]["changes"]["least"] == [12, 15]
    told = owner.get("/api/admin/audit", params={"action": "security.changed"}).json()["items"][0]["changes"]
    assert [(each["label"], each["before"], each["after"]) for each in told] == [
        ("Who must use two steps", "nobody", "administrators"),
        ("Fewest characters of a password", "12", "15"),
    ]
    new = {"name": "Nina", "account": "nina", "password": "thirteen chars", "roles": ["sales"]}
    reply = owner.post("/api/admin/people", json=new)
    assert reply.json()["errors"][0]["params"] == {"least": 15}


def test_administrators_see_and_end_what_people_hold(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made = anna.post("/api/tokens", json={"name": "script", "scopes": ["read"], "days": 2}).json()
    program = office.client()
    program.headers["authorization"] = f"Bearer {made['token']}"
    assert program.get("/api/records/account").status_code == 200
    there = office.client("anna")
    path = f"/api/admin/people/{office.people.anna}"
    held = owner.get(f"{path}/access").json()
    assert len(held["sessions"]) == 2 and [each["name"] for each in held["tokens"]] == ["script"]
    assert held["tokens"][0]["used_at"] and held["tokens"][0]["used_ip"] == "testclient"
    assert "token" not in held["tokens"][0] and "csrf" not in held["sessions"][0]
    [row] = [
        each for each in owner.get("/api/admin/security/people").json()["items"] if each["account"] == "anna"
    ]
    assert (row["sessions"], row["tokens"], row["second_factor"]) == (2, 1, None)
    ben = f"/api/admin/people/{office.people.ben}"
    assert owner.delete(f"{ben}/sessions/{held['sessions'][0]['id']}").status_code == 404, "it is not his"
    assert owner.delete(f"{ben}/tokens/{held['tokens'][0]['id']}").status_code == 404
    assert owner.delete(f"{path}/sessions/{held['sessions'][0]['id']}").status_code == 204
    assert sorted(each.get("/api/me").status_code for each in (anna, there)) == [200, 401]
    assert owner.delete(f"{path}/sessions").json() == {"ended": 1}
    assert {each.get("/api/me").status_code for each in (anna, there)} == {401}
    assert owner.delete(f"{path}/tokens/{held['tokens'][0]['id']}").status_code == 204
    assert code(program.get("/api/records/account")) == "token.invalid"
    assert owner.get("/api/admin/people/999999/access").status_code == 404


def test_signing_out_everywhere_else(office: Office) -> None:
    clients = [office.client("anna") for _ in range(3)]
    assert clients[0].delete("/api/me/sessions").json() == {"ended": 2}
    assert [each.get("/api/me").status_code for each in clients] == [200, 401, 401]


def test_a_new_device_is_told_and_a_known_one_is_not(office: Office) -> None:
    first, second = office.client(), office.client()
    for client, agent in (
        (first, "Mozilla/5.0 (Windows NT 10.0) Chrome/140"),
        (second, "Mozilla/5.0 (iPhone) Safari/1"),
    ):
        client.headers["user-agent"] = agent
    say = {"account": "anna", "password": PASSWORD}
    first.post("/api/session", json=say)
    assert kinds(first) == [], "the first one of all is nothing to be told"
    second.post("/api/session", json=say)
    [told] = first.get("/api/notifications").json()["items"]
    assert (told["kind"], told["link"]) == ("sign_in.new_device", "/settings/security")
    assert "Safari · iPhone" in told["title"]
    first.post("/api/session", json=say)
    second.post("/api/session", json=say)
    assert kinds(first) == ["sign_in.new_device"]


def test_whoever_joins_by_a_link_meets_the_rules(office: Office, owner: TestClient) -> None:
    required(office, owner, "everybody")
    made = owner.post("/api/admin/invitations", json={"person": {"name": "Ina Invited", "roles": ["sales"]}})
    assert made.status_code == 201, made.text
    secret = made.json()["items"][0]["path"].rpartition("/")[2]
    client = office.client()
    assert client.post("/api/join/look", json={"secret": secret}).json()["shortest"] == 8
    for password, problem in (("Ina Invited", "people.bad_password"), ("12345678", "people.bad_password")):
        reply = client.post("/api/join", json={"secret": secret, "account": "ina", "password": password})
        assert code(reply) == problem, password
    reply = client.post("/api/join", json={"secret": secret, "account": "ina", "password": "vK9mRtzq"})
    assert (reply.status_code, reply.json()["wants"]) == (202, "set_up"), reply.text
    assert client.get("/api/me").status_code == 401
    begun = client.post("/api/session/second-factor", json={}).json()
    done = client.put("/api/session/second-factor", json={"code": now_code(office, begun["secret"])})
    assert done.status_code == 200 and client.get("/api/me").json()["person"]["account"] == "ina"
