"""Signing in: the same answer for whatever is wrong, patience that grows, sessions and tokens that end."""

import contextlib
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from bulou.db.database import Database
from bulou.db.tx import Tx, transaction
from bulou.kit.errors import NotFound
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors, audit, authenticate, passwords, sessions, sign_in, throttle, tokens
from bulou.people.errors import BadPassword, TooManyAttempts
from bulou.people.setup import create_owner
from bulou.people.tokens import BadToken

SECRET = "correct horse"
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def at(db: Database, **later: float) -> AbstractContextManager[Tx]:
    """A transaction some time after the start."""
    return transaction(db, clock=lambda: START + timedelta(**later))


@pytest.fixture
def boss(db: Database) -> int:
    with at(db) as tx:
        return create_owner(tx, "boss", SECRET)


def fails(tx: Tx, account: str = "boss", ip: str | None = "10.0.0.1", password: str = "wrong one") -> bool:
    """A failed attempt; the hashing is left out."""
    attempt = sign_in.begin(tx, account, ip)
    return sign_in.finish(tx, attempt, False) is None


def test_whatever_is_wrong_the_answer_is_the_same(db: Database, boss: int) -> None:
    with at(db) as tx:
        accounts.create(tx, SYSTEM, accounts.NewPerson("never"))
        gone = accounts.create(
            tx, SYSTEM, accounts.NewPerson("gone", "gone", passwords.hash_password(SECRET))
        )
        accounts.disable(tx, SYSTEM, gone)
        for account, password in (
            ("boss", "wrong one"),
            ("boss", ""),
            ("boss", "x" * 1000),
            ("boss", "\ud800"),
            ("nobody", SECRET),
            ("gone", SECRET),
            ("", SECRET),
            ("\x00", SECRET),
            ("x" * 300, SECRET),
        ):
            assert sign_in.sign_in(tx, account, password, ip=f"10.0.0.{len(account) % 250}") is None
        assert {row["action"] for row in audit.read(tx, audit.Filter(action="session.*"))} == {
            "session.refused"
        }


def test_an_unknown_account_is_hashed_all_the_same(db: Database, boss: int) -> None:
    """The stand-in has the settings of every other hash, hence costs as much time."""
    assert not passwords.is_outdated(passwords.NOBODYS)
    with at(db) as tx:
        attempt = sign_in.begin(tx, "nobody", None)
    assert attempt.stored is None and sign_in.check(attempt, SECRET) is False


def test_a_password_changed_meanwhile_does_not_sign_in(db: Database, boss: int) -> None:
    with at(db) as tx:
        attempt = sign_in.begin(tx, "boss", None)
        assert sign_in.check(attempt, SECRET)
        accounts.set_password(tx, SYSTEM, boss, passwords.NOBODYS)
        assert sign_in.finish(tx, attempt, True) is None


def test_failures_cost_patience_and_success_forgets_them(db: Database, boss: int) -> None:
    with at(db) as tx:
        for _ in range(throttle.ACCOUNT.free + 1):
            assert fails(tx)
        with pytest.raises(TooManyAttempts) as caught:
            sign_in.begin(tx, "boss", "10.9.9.9")
        assert (caught.value.status, caught.value.params) == (429, {"seconds": 1})
        sign_in.begin(tx, "other", "10.0.0.1")  # neither somebody else nor the address waits yet
    with at(db, seconds=2) as tx:
        assert fails(tx)
        with pytest.raises(TooManyAttempts) as caught:
            sign_in.begin(tx, "boss", None)
        assert caught.value.params == {"seconds": 2}
    with at(db, seconds=5) as tx:
        assert sign_in.sign_in(tx, "boss", SECRET, ip="10.0.0.2") is not None
        sign_in.begin(tx, "boss", None)


def test_unknown_accounts_wait_as_known_ones_do(db: Database, boss: int) -> None:
    waits = []
    for account in ("boss", "nobody"):
        with at(db) as tx:
            for number in range(throttle.ACCOUNT.free + 1):
                fails(tx, account, ip=f"10.1.0.{number}")
            with pytest.raises(TooManyAttempts) as caught:
                sign_in.begin(tx, account, None)
            waits.append(caught.value.params)
    assert waits[0] == waits[1]


def test_an_attacker_cannot_lock_others_out(db: Database, boss: int) -> None:
    with at(db) as tx:
        assert sign_in.sign_in(tx, "boss", SECRET, ip="192.168.1.5") is not None
    seconds = 0.0
    for _ in range(20):
        with at(db, seconds=seconds) as tx:
            fails(tx, ip=None)
        seconds += throttle.ACCOUNT.longest + 1
    with at(db, seconds=seconds - throttle.ACCOUNT.longest) as tx:
        with pytest.raises(TooManyAttempts) as caught:
            sign_in.begin(tx, "boss", "10.0.0.9")
        assert caught.value.params["seconds"] <= throttle.ACCOUNT.longest
        sign_in.begin(tx, "boss", "192.168.1.5")  # from where they always came


def test_an_address_that_tries_many_accounts_waits(db: Database, boss: int) -> None:
    with at(db) as tx:
        for number in range(throttle.ADDRESS.free + 1):
            fails(tx, f"someone{number}", ip="2001:db8::1")
        with pytest.raises(TooManyAttempts):
            sign_in.begin(tx, "boss", "2001:db8::ffff")
        sign_in.begin(tx, "boss", "2001:db8:1::1")
    with at(db, hours=2) as tx:
        sign_in.begin(tx, "boss", "2001:db8::1")


ALONE = passwords.Rules(12, ("bulou", "Ruida", "Zhang San"))
BESIDE = passwords.Rules(8, ("bulou", "Ruida", "Zhang San"))
UNUSABLE = [
    ("short", ALONE, "fields.too_short"),
    ("eleven char", ALONE, "fields.too_short"),
    ("seven77", BESIDE, "fields.too_short"),
    ("x" * 257, ALONE, "fields.too_long"),
    ("Boss.Of-1234", ALONE, "people.password_is_account"),
    ("\ud800" * 8, ALONE, "fields.not_text"),
    (None, ALONE, "fields.not_text"),
    ("x" * 20, ALONE, "people.password_run"),
    ("            ", ALONE, "people.password_run"),
    ("123456789012", ALONE, "people.password_run"),
    ("987654321zyxwvu", ALONE, "people.password_run"),
    ("qwertyuiop[]qw", ALONE, "people.password_run"),
    ("1qaz2wsx3edc4rfv", ALONE, "people.password_run"),
    ("xk7xk7xk7xk7xk7", ALONE, "people.password_repeat"),
    ("密码密码密码密码密码密码", ALONE, "people.password_repeat"),
    ("P@ssw0rd welcome", ALONE, "people.password_common"),
    ("woaini5201314", ALONE, "people.password_common"),
    ("Ruida-Ruida-2026", ALONE, "people.password_repeat"),
    ("zhang-san-bulou-9", ALONE, "people.password_context"),
    ("boss.of-1234boss", ALONE, "people.password_context"),
    ("12345678", BESIDE, "people.password_run"),
    ("password", BESIDE, "people.password_common"),
]


@pytest.mark.parametrize(("password", "rules", "code"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_passwords_that_cannot_be_used(password: object, rules: passwords.Rules, code: str) -> None:
    with pytest.raises(BadPassword) as caught:
        passwords.check_password(password, "boss.of-1234", rules)
    assert caught.value.problems[0].code == code


WELCOME = [
    ("correct horse battery", ALONE),
    ("kommst du morgen?", ALONE),
    ("no upper case nor digit", ALONE),
    ("公司三楼的咖啡比二楼好喝", ALONE),
    ("🐎🔋 staple correct", ALONE),
    ("tr0ub4dor&3xyz" * 18, ALONE),
    ("vK9mRtzq", BESIDE),
    ("楼下的猫不吃鱼", passwords.Rules(7, ())),
]


@pytest.mark.parametrize(("password", "rules"), WELCOME, ids=range(len(WELCOME)))
def test_long_and_odd_passwords_are_welcome(password: str, rules: passwords.Rules) -> None:
    assert passwords.check_password(password, "boss", rules) == password


def test_the_same_letters_typed_otherwise_are_the_same_password() -> None:
    assert passwords.matches(passwords.hash_password("Å" * 8), "A\u030a" * 8)


def test_of_many_guesses_at_one_time_no_more_are_judged(db: Database, boss: int) -> None:
    with at(db) as tx:
        attempts = [sign_in.begin(tx, "boss", "10.0.0.1") for _ in range(8)]
    judged = 0
    for attempt in attempts[:-1]:
        with at(db) as tx, contextlib.suppress(TooManyAttempts):
            assert sign_in.finish(tx, attempt, False) is None
            judged += 1
    assert judged == throttle.ACCOUNT.free + 1
    with at(db) as tx, pytest.raises(TooManyAttempts):
        sign_in.finish(tx, attempts[-1], True)  # the right one is not told from the wrong ones


def test_a_session_slides_and_ends(db: Database, boss: int) -> None:
    with at(db) as tx:
        made = sessions.create(tx, boss, days=7, ip="10.0.0.1", agent="browser")
        caller = authenticate.by_session(tx, made.secret)
        assert caller and caller.csrf == made.csrf and caller.session == made.id_hash and not caller.stale
        assert caller.actor.person_id == boss and caller.actor.scopes is None
        assert authenticate.by_session(tx, made.id_hash) is None  # what is stored opens nothing
    day = 0
    while day < 24:
        day += 6
        with at(db, days=day) as tx:
            caller = authenticate.by_session(tx, made.secret)
            assert caller and caller.stale, day
            authenticate.touch(tx, caller, 7)
    with at(db, days=30) as tx:
        assert authenticate.by_session(tx, made.secret) is None
    with at(db) as tx:
        idle = sessions.create(tx, boss, days=7)
        long = sessions.create(tx, boss, days=90)
    with at(db, days=7) as tx:
        assert authenticate.by_session(tx, idle.secret) is None
    with at(db, days=89) as tx:
        assert authenticate.by_session(tx, long.secret) is not None


def test_sessions_are_listed_and_ended_one_by_one(db: Database, boss: int) -> None:
    with at(db) as tx:
        first, second = sessions.create(tx, boss), sessions.create(tx, boss)
        assert {row["id"] for row in sessions.listing(tx, boss)} == {first.id_hash, second.id_hash}
        assert not sessions.end(tx, boss + 1, first.id_hash)
        sign_in.sign_out(tx, boss, first.id_hash)
        assert authenticate.by_session(tx, first.secret) is None
        assert authenticate.by_session(tx, second.secret) is not None
        assert audit.read(tx, audit.Filter(action="session.ended"))


def test_csrf_is_compared_whole() -> None:
    assert sessions.csrf_matches("abc", "abc")
    for given in ("ab", "", None, "abcd", "äbc"):
        assert not sessions.csrf_matches("abc", given)
    assert not sessions.csrf_matches(None, None)


def test_a_token_is_shown_once_and_ends(db: Database, boss: int) -> None:
    with at(db) as tx:
        actor = actors.load(tx, boss)
        made = tokens.create(tx, actor, "nightly export", ["read", "export"], 30)
        caller = authenticate.by_token(tx, made.secret)
        assert caller and caller.token == made.id and caller.session is None and caller.stale
        assert caller.actor.scopes == {"read", "export"}
        assert authenticate.by_token(tx, made.secret).actor is caller.actor  # type: ignore[union-attr]
        authenticate.touch(tx, caller)
        (shown,) = tokens.listing(tx, boss)
        assert made.secret not in str(shown) and shown["used_at"] == tx.now_text
        caller = authenticate.by_token(tx, made.secret)
        assert caller and not caller.stale
    with at(db, days=31) as tx:
        assert authenticate.by_token(tx, made.secret) is None
    with at(db) as tx:
        tokens.revoke(tx, actors.load(tx, boss), made.id)
        assert authenticate.by_token(tx, made.secret) is None
        with pytest.raises(NotFound):
            tokens.revoke(tx, actors.load(tx, boss), made.id + 1)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "fields"),
    [
        ("", ["read"], 30, ["name"]),
        ("a", [], 30, ["scopes"]),
        ("a", ["fly"], 30, ["scopes"]),
        ("a", "read", 30, ["scopes"]),
        ("a", ["read"], 0, ["days"]),
        ("a", ["read"], 366, ["days"]),
        ("a\x00", ["fly"], True, ["name", "scopes", "days"]),
    ],
)
def test_tokens_that_cannot_be_made(
    db: Database, boss: int, name: str, scopes: list[str], days: int, fields: list[str]
) -> None:
    with at(db) as tx, pytest.raises(BadToken) as caught:
        tokens.create(tx, actors.load(tx, boss), name, scopes, days)
    assert [problem.field for problem in caught.value.problems] == fields
