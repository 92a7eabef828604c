"""Two at once: what only one of them may do, only one of them does."""

from bulou.db.database import Database
from bulou.db.tx import Tx, transaction
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, departments, passwords, roles, sign_in, throttle
from bulou.people.setup import create_owner
from tests.racing import race


def test_two_moves_make_no_circle(db: Database) -> None:
    with transaction(db) as tx:
        a, b = departments.create(tx, SYSTEM, "A"), departments.create(tx, SYSTEM, "B")
    found = race(
        db,
        lambda tx: departments.change(tx, SYSTEM, a, {"parent_id": b}),
        lambda tx: departments.change(tx, SYSTEM, b, {"parent_id": a}),
    )
    assert [each.code for each in found if each] == ["departments.cycle"]


def test_two_administrators_cannot_remove_each_other(db: Database) -> None:
    with transaction(db) as tx:
        first = create_owner(tx, "first", "correct horse")
        new = accounts.NewPerson("second", "second", passwords.NOBODYS, roles=(roles.ADMINISTRATOR,))
        second = accounts.create(tx, SYSTEM, new)
    found = race(
        db,
        lambda tx: accounts.disable(tx, SYSTEM, first),
        lambda tx: roles.assign(tx, SYSTEM, second, []),
    )
    assert [each.code for each in found if each] == ["people.last_administrator"]


def test_one_account_is_given_once(db: Database) -> None:
    found = race(db, *[lambda tx: accounts.create(tx, SYSTEM, accounts.NewPerson("li", "li"))] * 3)
    assert sorted(each.code for each in found if isinstance(each, AppError)) == ["people.account_taken"] * 2


def test_every_failure_counts(db: Database) -> None:
    """Many wrong passwords at one moment are not fewer than one after the other."""

    def fail(tx: Tx) -> None:
        sign_in.finish(tx, sign_in.Attempt("boss", None, None, None), False)

    race(db, *[fail] * (throttle.ACCOUNT.free + 1))
    with transaction(db) as tx:
        try:
            sign_in.begin(tx, "boss", None)
        except AppError as error:
            assert error.code == "sign_in.too_many"
        else:
            raise AssertionError("a failure was lost")
