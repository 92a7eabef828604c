"""Guessing is slow from wherever it comes, and locks nobody out who has been here before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.people import passwords, sign_in, throttle
from bulou.people.errors import TooManyAttempts
from tests.api.conftest import PASSWORD, Office, code


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a thousand guesses would take minutes and show nothing more."""
    monkeypatch.setattr(passwords, "matches", lambda stored, given: stored is not None and given == PASSWORD)


def browser(office: Office, ip: str) -> TestClient:
    client = TestClient(office.app, client=(ip, 50000), raise_server_exceptions=False)
    client.headers["accept-language"] = "en-US"
    return client


def try_(client: TestClient, account: str = "anna", password: str = "wrong") -> int:
    return int(client.post("/api/session", json={"account": account, "password": password}).status_code)


def test_many_addresses_on_one_account_are_slow(office: Office) -> None:
    judged = 0
    for at in range(600):  # an hour, a guess every six seconds, each from elsewhere
        judged += try_(browser(office, f"203.0.{at // 250}.{at % 250 + 1}")) == 401
        office.clock.now += timedelta(seconds=6)
    assert judged < 130, "NIST allows a hundred in a row before something must be done"
    office.clock.now += timedelta(seconds=throttle.ACCOUNT.late + 1)
    assert try_(browser(office, "198.51.100.1"), password=PASSWORD) == 200, "and it ends by itself"


def test_whoever_was_here_before_is_not_locked_out(office: Office) -> None:
    known, home = browser(office, "198.51.100.7"), browser(office, "198.51.100.8")
    assert [try_(each, password=PASSWORD) for each in (known, home)] == [200, 200]
    for at in range(30):
        try_(browser(office, f"203.0.113.{at + 1}"))
    stranger = browser(office, "203.0.113.200")
    assert try_(stranger, password=PASSWORD) == 429, "a new device waits"
    traveller = browser(office, "192.0.2.99")
    traveller.cookies.update(dict(known.cookies))
    assert try_(traveller, password=PASSWORD) == 200, "a known device does not, wherever it is"
    assert try_(browser(office, "198.51.100.8"), password=PASSWORD) == 200, "nor a known address"


def test_a_neighbour_behind_the_same_address_locks_nobody_out(office: Office) -> None:
    office_ip = "198.51.100.20"
    mine = browser(office, office_ip)
    assert try_(mine, password=PASSWORD) == 200
    for at in range(40):
        try_(browser(office, office_ip), account=f"someone{at}")
    assert try_(browser(office, office_ip), account="ben", password=PASSWORD) == 429
    assert try_(mine, password=PASSWORD) == 200


def test_a_known_device_guesses_no_faster(office: Office) -> None:
    mine = browser(office, "198.51.100.30")
    try_(mine, password=PASSWORD)
    answers = [try_(mine) for _ in range(30)]
    assert answers.count(401) == throttle.DEVICE.free + 1 and answers[-1] == 429
    assert try_(mine, password=PASSWORD) == 429, "the right one is not told from the wrong ones"


def test_the_cookie_of_a_device_is_no_key(office: Office) -> None:
    mine = browser(office, "198.51.100.40")
    try_(mine, password=PASSWORD)
    for made_up in ("", "x", "y" * 500, "a\u00e9"):
        other = browser(office, "198.51.100.41")
        other.cookies.set("bulou_device", made_up.encode("ascii", "ignore").decode())
        for _ in range(7):
            try_(other, account="ben")
        assert try_(other, account="ben", password=PASSWORD) == 429
        office.clock.now += timedelta(hours=2)


ROWS: list[tuple[str, Any]] = [
    ("one address", lambda at: "203.0.113.5"),
    ("one network of IPv6", lambda at: f"2001:db8:1:1::{at + 1:x}"),
    ("one IPv4 address in two guises", lambda at: "::ffff:203.0.113.5" if at % 2 else "203.0.113.5"),
]


@pytest.mark.parametrize(("name", "address"), ROWS, ids=[row[0] for row in ROWS])
def test_one_place_on_many_accounts_is_slow(office: Office, name: str, address: Any) -> None:
    answers = [try_(browser(office, address(at)), account=f"someone{at}") for at in range(40)]
    assert answers.count(401) == throttle.ADDRESS.free + 1, name


def test_many_networks_in_one_hand_are_slow(office: Office) -> None:
    answers = [try_(browser(office, f"2001:db8:7:{at:x}::1"), account=f"someone{at}") for at in range(150)]
    assert answers.count(401) == throttle.NETWORK.free + 1
    assert try_(browser(office, "2001:db8:8::1"), account="ben", password=PASSWORD) == 200


def test_of_many_guesses_at_one_time_no_more_are_judged(office: Office) -> None:
    attempts = [
        office.do(lambda tx, at=at: sign_in.begin(tx, "anna", f"203.0.113.{at + 1}")) for at in range(24)
    ]

    def guess(attempt: sign_in.Attempt) -> bool:
        try:
            office.do(lambda tx: sign_in.finish(tx, attempt, False))
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        judged = list(pool.map(guess, attempts))
    assert judged.count(True) == throttle.ACCOUNT.free + 1


def test_wrong_tokens_lock_nobody_out(office: Office, anna: TestClient) -> None:
    made = anna.post("/api/tokens", json={"name": "t", "scopes": ["read"], "days": 2}).json()
    guessing = office.client()
    for at in range(60):  # 256 random bits: guessing them is hopeless, waiting would only harm others
        guessing.headers["authorization"] = f"Bearer bulou_{at}"
        assert code(guessing.get("/api/me")) == "token.invalid"
    guessing.headers["authorization"] = f"Bearer {made['token']}"
    assert guessing.get("/api/records/account").status_code == 200


def test_going_to_the_provider_over_and_over_is_slowed(office: Office, nobody: TestClient) -> None:
    answers = [nobody.get("/api/session/oidc").status_code for _ in range(310)]
    assert answers.count(404) == 300 and answers.count(429) == 10
