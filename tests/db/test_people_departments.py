"""The tree of departments stays a tree, whatever is moved where; heads and actors follow."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.db.database import Database
from bulou.db.tx import Tx, transaction
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors, departments, passwords, revision
from bulou.people.errors import DepartmentCycle, DepartmentInUse, DepartmentNotFound

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class Enough(Exception):
    """Ends an example and takes its rows back."""


def test_the_closure_is_that_of_the_tree(db: Database) -> None:
    """A random series of new, moved and removed departments, against a plain map of parents."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from(["create", "move", "remove"]), st.integers(0, 7), st.integers(-1, 7)),
            max_size=20,
        )
    )
    def stays_a_tree(steps: list[tuple[str, int, int]]) -> None:
        try:
            with transaction(db) as tx:
                grow(tx, steps)
                raise Enough
        except Enough:
            pass

    stays_a_tree()


def grow(tx: Tx, steps: list[tuple[str, int, int]]) -> None:
    parents: dict[int, int | None] = {}
    for step, which, where in steps:
        ids = sorted(parents)
        parent = ids[where % len(ids)] if ids and where >= 0 else None
        if step == "create" or not ids:
            parents[departments.create(tx, SYSTEM, "D", parent_id=parent)] = parent
            continue
        moved = ids[which % len(ids)]
        try:
            if step == "move":
                departments.change(tx, SYSTEM, moved, {"parent_id": parent})
                parents[moved] = parent
            else:
                departments.remove(tx, SYSTEM, moved)
                del parents[moved]
        except DepartmentCycle:
            assert parent is not None and moved in line(parents, parent)
        except DepartmentInUse:
            assert moved in parents.values()
    expected = {above: {below for below in parents if above in line(parents, below)} for above in parents}
    assert departments.tree(tx) == expected
    assert {each["id"]: each["parent_id"] for each in departments.listing(tx)} == parents


def line(parents: dict[int, int | None], id_: int | None) -> list[int]:
    """A department and everything above it."""
    found = []
    while id_ is not None:
        found.append(id_)
        id_ = parents[id_]
    return found


def member(tx: Tx, name: str, home: int, *further: int) -> int:
    new = accounts.NewPerson(name, name, passwords.NOBODYS, department_id=home, departments=further)
    return accounts.create(tx, SYSTEM, new)


def test_heads_reports_and_departments_of_an_actor(db: Database) -> None:
    with transaction(db) as tx:
        top = departments.create(tx, SYSTEM, "Group", kind="company")
        sales = departments.create(tx, SYSTEM, "Sales", parent_id=top)
        north = departments.create(tx, SYSTEM, "North", parent_id=sales)
        staff = departments.create(tx, SYSTEM, "Staff", parent_id=top)
        boss, head, li, hu = (
            member(tx, name, home)
            for name, home in (("boss", top), ("head", sales), ("li", north), ("hu", staff))
        )
        departments.change(tx, SYSTEM, top, {"head_id": boss})
        departments.change(tx, SYSTEM, sales, {"head_id": head})
        departments.change(tx, SYSTEM, staff, {"head_id": head})  # leads two, and belongs to both from now on
    with transaction(db, write=False) as tx:
        found = {id_: actors.load(tx, id_) for id_ in (boss, head, li, hu)}
    assert found[boss].below == {top, sales, north, staff} and found[boss].reports == {head}
    assert found[head].departments == (sales, staff) and found[head].below == {sales, north, staff}
    assert found[head].reports == {li, hu}
    assert found[li].departments == (north,) and found[li].reports == set()


def test_only_empty_departments_go(db: Database) -> None:
    with transaction(db) as tx:
        top = departments.create(tx, SYSTEM, "Top")
        below = departments.create(tx, SYSTEM, "Below", parent_id=top)
        person = member(tx, "li", below)
        for id_, counts in ((top, {"people": 0, "departments": 1}), (below, {"people": 1, "departments": 0})):
            with pytest.raises(DepartmentInUse) as caught:
                departments.remove(tx, SYSTEM, id_)
            assert caught.value.params == counts
        accounts.change(tx, SYSTEM, person, {"department_id": None})
        departments.remove(tx, SYSTEM, below)
        assert [each["name"] for each in departments.listing(tx)] == ["Top"]
        with pytest.raises(DepartmentNotFound):
            accounts.change(tx, SYSTEM, person, {"department_id": below})


def test_what_is_not_committed_reaches_no_cache(db: Database) -> None:
    with transaction(db) as tx:
        person = member(tx, "li", departments.create(tx, SYSTEM, "Old"))
    with transaction(db) as tx:
        before, at = actors.load(tx, person), revision.current(tx)
        assert actors.load(tx, person) is before
    try:
        with transaction(db) as tx:
            accounts.change(tx, SYSTEM, person, {"name": "wang"})
            assert actors.load(tx, person).name == "wang"
            assert departments.tree(tx)
            raise Enough
    except Enough:
        pass
    with transaction(db, write=False) as tx:
        assert revision.current(tx) == at
        assert actors.load(tx, person) is before
