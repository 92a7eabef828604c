"""The second factor: set up, asked for, taken once, lost, taken away, required; and what guessing it leads to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.api import cookies
from bulou.db.tables.sign_in import recovery_code, second_factor
from bulou.people import audit
from tests.api.conftest import PASSWORD, Office, code

STEP = timedelta(seconds=30)


def now_code(office: Office, secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps away."""
    return pyotp.TOTP(secret.replace(" ", "")).at(office.clock.now + steps * STEP)


def set_up(office: Office, client: TestClient) -> tuple[str, list[str]]:
    """A second factor of the client's person: (secret, recovery codes); the clock goes on by a step."""
    begun = client.post("/api/me/second-factor", json={"password": PASSWORD})
    assert begun.status_code == 201, begun.text
    done = client.put("/api/me/second-factor", json={"code": now_code(office, begun.json()["secret"])})
    assert done.status_code == 200, done.text
    office.clock.now += STEP
    return begun.json()["secret"], done.json()["recovery_codes"]


def first_step(office: Office, account: str = "anna") -> TestClient:
    """A browser whose person has given the right password."""
    client = office.client()
    reply = client.post("/api/session", json={"account": account, "password": PASSWORD})
    assert (reply.status_code, reply.json()["wants"]) == (202, "code"), reply.text
    assert "csrf" not in reply.json()
    return client


def second_step(client: TestClient, given: str) -> int:
    reply = client.post("/api/session/code", json={"code": given})
    if reply.status_code == 200:
        client.headers["x-csrf-token"] = reply.json()["csrf"]
    return reply.status_code


def actions(office: Office, *wanted: str) -> list[str]:
    """What the audit trail tells, the newest last."""
    rows = office.do(lambda tx: audit.read(tx, audit.Filter(), limit=200))
    return [row["action"] for row in reversed(rows) if row["action"] in wanted]


def kinds(client: TestClient) -> list[str]:
    return [each["kind"] for each in client.get("/api/notifications").json()["items"]]


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


def test_setting_it_up_and_signing_in(office: Office, anna: TestClient) -> None:
    elsewhere = office.client("anna")
    begun = anna.post("/api/me/second-factor", json={"password": PASSWORD}).json()
    assert begun["address"].startswith("otpauth://totp/Ruida:anna?secret=") and begun["qr"].startswith(
        "data:image/svg"
    )
    assert anna.get("/api/me/security").json()["second_factor"] == {"since": None, "codes": 0}
    assert (
        office.client().post("/api/session", json={"account": "anna", "password": PASSWORD}).status_code
        == 200
    )
    assert code(anna.put("/api/me/second-factor", json={"code": "000000"})) == "sign_in.wrong_code"
    done = anna.put("/api/me/second-factor", json={"code": now_code(office, begun["secret"])})
    assert len(done.json()["recovery_codes"]) == 10
    assert elsewhere.get("/api/me").status_code == 401, "whoever was in before has shown no second factor"
    assert anna.get("/api/me").status_code == 200
    assert anna.get("/api/me/security").json()["second_factor"]["codes"] == 10
    assert code(anna.post("/api/me/second-factor", json={"password": PASSWORD})) == "second_factor.on"
    office.clock.now += STEP
    client = first_step(office)
    assert client.get("/api/me").status_code == 401
    assert second_step(client, now_code(office, begun["secret"])) == 200
    assert client.get("/api/me").json()["person"]["account"] == "anna"
    assert client.get("/api/me/sessions").json()["items"][0]["via"] == "password"
    assert actions(office, "second_factor.set_up", "session.created")[-2:] == [
        "second_factor.set_up",
        "session.created",
    ]


def test_what_is_stored_gives_nothing_away(office: Office, anna: TestClient) -> None:
    secret, codes = set_up(office, anna)
    stored = office.do(lambda tx: tx.value(select(second_factor.c.secret)))
    hashes = office.do(lambda tx: [row[0] for row in tx.rows(select(recovery_code.c.code_hash))])
    assert secret.replace(" ", "") not in stored and not set(codes) & set(hashes)
    trail = str(office.do(lambda tx: audit.read(tx, audit.Filter(), limit=200)))
    assert not any(each in trail for each in (secret, secret.replace(" ", ""), *codes))


def test_a_code_is_taken_once_and_may_be_a_step_off(office: Office, anna: TestClient) -> None:
    secret, _ = set_up(office, anna)
    office.clock.now += 10 * STEP
    rows = [(-2, 401), (2, 401), (-1, 200), (-1, 401), (0, 200), (0, 401), (-1, 401), (1, 200), (0, 401)]
    for steps, status in rows:
        assert second_step(first_step(office), now_code(office, secret, steps)) == status, steps
        office.clock.now += timedelta(microseconds=1)


def test_of_two_with_one_code_one_gets_in(office: Office, anna: TestClient) -> None:
    secret, codes = set_up(office, anna)
    for given in (now_code(office, secret), codes[0]):
        browsers = [first_step(office) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda client, it=given: second_step(client, it), browsers))
        assert sorted(answers) == [200, 401, 401, 401]


def test_of_many_guesses_at_one_time_no_more_are_judged(office: Office, anna: TestClient) -> None:
    set_up(office, anna)
    browsers = [first_step(office) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda client: second_step(client, "000000"), browsers))
    assert answers.count(401) == 6 and answers.count(429) == 6


def test_recovery_codes_are_good_once_and_told_of(office: Office, anna: TestClient) -> None:
    _, codes = set_up(office, anna)
    typed = f"  {codes[3].lower().replace('-', ' ')} "
    client = first_step(office)
    assert second_step(client, typed) == 200
    assert client.get("/api/me/security").json()["second_factor"]["codes"] == 9
    assert "sign_in.recovery_used" in kinds(client)
    assert second_step(first_step(office), codes[3]) == 401
    again = client.post("/api/me/recovery-codes", json={"password": PASSWORD, "code": codes[4]})
    assert again.status_code == 201 and len(again.json()["recovery_codes"]) == 10
    assert second_step(first_step(office), codes[5]) == 401, "those before are good for nothing"
    assert second_step(first_step(office), again.json()["recovery_codes"][0]) == 200


def test_of_somebody_else_they_are_good_for_nothing(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    secret, codes = set_up(office, anna)
    set_up(office, ben)
    assert [
        second_step(first_step(office, "ben"), each) for each in (codes[0], now_code(office, secret))
    ] == [401, 401]


def test_half_a_session_opens_nothing_and_ends(office: Office, anna: TestClient) -> None:
    secret, _ = set_up(office, anna)
    client = first_step(office)
    half = client.cookies[cookies.HALF]
    for name in (cookies.SESSION, cookies.HALF):
        thief = office.client()
        thief.cookies.set(name, half)
        assert thief.get("/api/me").status_code == 401
    bearer = office.client()
    bearer.headers["authorization"] = f"Bearer {half}"
    assert code(bearer.get("/api/records/account")) == "token.invalid"
    assert code(client.post("/api/session/second-factor", json={})) == "sign_in.begin_again"
    office.clock.now += timedelta(minutes=6)
    assert (
        code(client.post("/api/session/code", json={"code": now_code(office, secret)}))
        == "sign_in.begin_again"
    )
    assert code(office.client().post("/api/session/code", json={"code": "123456"})) == "sign_in.begin_again"


def test_guessing_codes_ends_and_is_told(office: Office, anna: TestClient, ben: TestClient) -> None:
    secret, _ = set_up(office, anna)
    client = first_step(office)
    answers = [code(client.post("/api/session/code", json={"code": "000000"})) for _ in range(6)]
    assert answers == ["sign_in.wrong_code"] * 5 + ["sign_in.begin_again"]
    assert "sign_in.codes_refused" in kinds(anna)
    assert second_step(first_step(office), "000001") == 401
    again = first_step(office)
    reply = again.post("/api/session/code", json={"code": now_code(office, secret)})
    assert (reply.status_code, code(reply)) == (429, "sign_in.too_many"), "nor is the right one judged now"
    assert actions(office, "session.code_refused") == ["session.code_refused"] * 6
    guesses = 0
    for _ in range(200):  # a day of patience
        office.clock.now += timedelta(seconds=450)
        status = second_step(first_step(office), "000000")
        guesses += status == 401
    assert guesses < 120, "far from the million codes that there are"


def test_a_device_known_before_is_not_kept_waiting_by_guesses(office: Office) -> None:
    known = office.client()
    known.post("/api/session", json={"account": "anna", "password": PASSWORD})
    known.headers["x-csrf-token"] = known.get("/api/me").json()["csrf"]
    secret, _ = set_up(office, known)
    for _ in range(7):
        second_step(first_step(office), "000000")
    assert second_step(first_step(office), now_code(office, secret)) == 429
    known.post("/api/session", json={"account": "anna", "password": PASSWORD})
    assert second_step(known, now_code(office, secret)) == 200


def test_switching_it_off_takes_both(office: Office, anna: TestClient) -> None:
    secret, _ = set_up(office, anna)
    rows: list[tuple[dict[str, str], int, str | None]] = [
        ({"password": "wrong", "code": now_code(office, secret)}, 401, "sign_in.wrong"),
        ({"password": PASSWORD, "code": "000000"}, 401, "sign_in.wrong_code"),
        ({"password": PASSWORD}, 422, "invalid"),
        ({"code": now_code(office, secret)}, 401, "sign_in.wrong"),
        ({"password": PASSWORD, "code": now_code(office, secret)}, 204, None),
        ({"password": PASSWORD, "code": "000000"}, 409, "second_factor.off"),
    ]
    for body, status, problem in rows:
        reply = anna.post("/api/me/second-factor/off", json=body)
        assert (reply.status_code, code(reply)) == (status, problem), body
    assert (
        office.client().post("/api/session", json={"account": "anna", "password": PASSWORD}).status_code
        == 200
    )
    assert actions(office, "second_factor.removed") == ["second_factor.removed"]


def test_a_short_password_is_for_those_with_a_second_factor(office: Office, anna: TestClient) -> None:
    short = {"old": PASSWORD, "new": "vK9mRtzq"}
    assert code(anna.put("/api/me/password", json=short)) == "people.bad_password"
    secret, _ = set_up(office, anna)
    assert anna.put("/api/me/password", json=short).status_code == 204
    off = {"password": "vK9mRtzq", "code": now_code(office, secret)}
    reply = anna.post("/api/me/second-factor/off", json=off)
    assert [each["code"] for each in reply.json()["errors"]] == ["people.password_short_alone"]
    assert (
        anna.put("/api/me/password", json={"old": "vK9mRtzq", "new": "a much longer one, then"}).status_code
        == 204
    )
    assert (
        anna.post(
            "/api/me/second-factor/off", json={**off, "password": "a much longer one, then"}
        ).status_code
        == 204
    )


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
    assert row["detail"]["changes"]["least"] == {"before": 12, "after": 15}
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


@pytest.mark.parametrize(
    "given", ["", " ", "１２３４５６", "12345", "1234567", "-12345", "x" * 101, None, 123456]
)
def test_codes_that_are_none(office: Office, anna: TestClient, given: object) -> None:
    set_up(office, anna)
    client = first_step(office)
    assert client.post("/api/session/code", json={"code": given}).status_code in (401, 422)
