"""The second factor: set up, asked for, taken once, lost; and what guessing it leads to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.api import cookies
from bulou.db.tables.sign_in import recovery_code, second_factor
from bulou.people import audit
from tests.api.conftest import PASSWORD, Office, code
from tests.api.second_factors import STEP, actions, first_step, kinds, now_code, second_step, set_up


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


@pytest.mark.parametrize(
    "given", ["", " ", "１２３４５６", "12345", "1234567", "-12345", "x" * 101, None, 123456]
)
def test_codes_that_are_none(office: Office, anna: TestClient, given: object) -> None:
    set_up(office, anna)
    client = first_step(office)
    assert client.post("/api/session/code", json={"code": given}).status_code in (401, 422)
