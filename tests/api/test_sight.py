"""Whatever somebody's rights are, they change no record outside of `visible`; what doors tell is the leak drill's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.protocols import SYSTEM
from bulou.people import actors, roles
from tests.api.conftest import Office, created

MARK = re.compile(r"Q(\d+)Q")
DEEP = re.compile(r"H(\d+)H")
FIELDS = {  # the field by which a record is told apart, and one that a role may hide
    "account": ("name", "address"),
    "contact": ("name", "wechat"),
    "lead": ("company", "city"),
    "opportunity": ("name", None),
    "follow_up": ("content", "next_step"),
    "task": ("title", None),
}
ACTIONS = ["read", "create", "change", "delete", "import", "export", "assign", "bulk"]
ROUNDS = 6


@dataclass(frozen=True)
class Thing:
    """A record with its number, which all of its texts carry."""

    form: str
    id: int
    number: int


@dataclass(frozen=True)
class Sight:
    """The numbers of the records somebody may see, and of those whose hideable field they may see, too."""

    records: frozenset[int]
    deep: frozenset[int]


def settle(office: Office) -> list[Thing]:
    """Every salesperson has one record of each form, tied to somebody else's, with a comment and a file."""
    things: list[Thing] = []
    owner = office.client("owner")
    for account in ("anna", "ben", "head"):
        browser = office.client(account)
        for form, (title, hideable) in FIELDS.items():
            number = len(things) + 100
            values: dict[str, Any] = {title: f"Q{number}Q"}
            if hideable:
                values[hideable] = f"H{number}H"
            if form == "follow_up":
                values["about"] = {"form": "opportunity", "id": things[-1].id}
            made = created(browser, form, **values)
            things.append(Thing(form, made["id"], number))
            base = f"/api/records/{form}/{made['id']}"
            assert browser.post(f"{base}/comments", json={"body": f"Q{number}Q"}).status_code == 201
            upload = browser.post("/api/files", files={"file": (f"Q{number}Q.txt", b"x")}).json()
            assert browser.post(f"{base}/files", json={"files": [upload["id"]]}).status_code == 200
            browser.patch(base, json={title: f"Q{number}Q again"})
    tie(owner, things)
    return things


def tie(owner: TestClient, things: list[Thing]) -> None:
    """Contacts, opportunities, follow-ups and tasks point at other people's records; one of each is deleted."""
    by_form = {form: [thing for thing in things if thing.form == form] for form in FIELDS}
    for index in range(3):
        account, contact = (by_form[form][(index + 1) % 3] for form in ("account", "contact"))
        rows: list[tuple[str, dict[str, Any]]] = [
            ("account", {"parent": account.id}),
            ("contact", {"account": account.id}),
            ("opportunity", {"account": account.id, "contact": contact.id}),
            ("follow_up", {"about": {"form": "lead", "id": by_form["lead"][(index + 1) % 3].id}}),
            ("task", {"about": {"form": "contact", "id": contact.id}}),
        ]
        for form, values in rows:
            reply = owner.patch(f"/api/records/{form}/{by_form[form][index].id}", json=values)
            assert reply.status_code == 200, reply.text
    for form in ("task", "lead"):
        assert owner.delete(f"/api/records/{form}/{by_form[form][0].id}").status_code == 204


def random_role(random: Random) -> dict[str, Any]:
    """Grants of every kind: few rows, conditions, denials, hidden fields."""
    grants = []
    for form, (title, hideable) in FIELDS.items():
        condition = {"field": title, "op": "contains", "value": str(random.randrange(100, 118))}
        for _ in range(random.choice((0, 1, 2))):
            hidden = {hideable: "hidden"} if hideable and random.random() < 0.5 else {}
            rows = random.choice(["own", "department", "department_below", "all", condition])
            actions = ["read", *random.sample(ACTIONS[1:], 4)]
            grants.append({"form": form, "actions": actions, "rows": rows, "fields": hidden})
        if random.random() < 0.3:
            grants.append({"form": form, "actions": ["read"], "rows": condition, "deny": True})
    return {"grants": grants}


def sight(office: Office, things: list[Thing]) -> Sight:
    """What `visible` says about the head of East."""

    def work(tx: Tx) -> Sight:
        actor, forms = actors.load(tx, office.people.head), catalog.load(tx)
        seen: dict[tuple[str, bool], set[int]] = {}
        for key, (_, hideable) in FIELDS.items():
            there = visible(actor, forms[key])
            query = select(forms[key].table.c.id).where(there.predicate)
            seen[key, False] = {row[0] for row in tx.rows(query)}
            seen[key, True] = set()
            if hideable in there.fields:
                open_ = there.when(hideable)
                seen[key, True] = {row[0] for row in tx.rows(query if open_ is None else query.where(open_))}
        return Sight(
            frozenset(each.number for each in things if each.id in seen[each.form, False]),
            frozenset(each.number for each in things if each.id in seen[each.form, True]),
        )

    found: Sight = office.do(work)
    return found


def told(sight: Sight, text: str) -> set[str]:
    """The marks in `text` that the reader may not know."""
    records = {f"Q{found}" for found in MARK.findall(text) if int(found) not in sight.records}
    return records | {f"H{found}" for found in DEEP.findall(text) if int(found) not in sight.deep}


@pytest.fixture
def things(office: Office) -> list[Thing]:
    """The records of the workspace."""
    return settle(office)


def each_role(office: Office, seed: int) -> Iterator[tuple[int, TestClient, dict[str, Any]]]:
    """The head of East with one random role after the other."""
    random = Random(seed)
    office.do(lambda tx: roles.put(tx, SYSTEM, "odd", {"en-US": "Odd"}, {"grants": []}))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.head, ["odd"]))
    for number in range(ROUNDS):
        definition = random_role(random)
        office.do(lambda tx, it=definition: roles.put(tx, SYSTEM, "odd", {"en-US": "Odd"}, it))
        yield number, office.client("head"), definition


def changes(thing: Thing) -> Iterator[tuple[str, str, Any]]:
    """(method, address, body) of everything that may be done to one record."""
    base = f"/api/records/{thing.form}/{thing.id}"
    yield "PATCH", base, {FIELDS[thing.form][0]: "Taken"}
    yield "DELETE", base, None
    yield "POST", f"{base}/stage", {"stage": "won"}
    yield "POST", f"{base}/assign", {"owner": None}
    yield "POST", f"{base}/restore", None
    yield "POST", f"{base}/follow", None
    yield "POST", f"{base}/comments", {"body": "x"}
    yield "POST", f"{base}/files", {"files": [1]}
    yield "POST", "/api/log", {"about": {"form": thing.form, "id": thing.id}, "content": "x"}


def test_nothing_out_of_sight_is_changed(office: Office, things: list[Thing]) -> None:
    for number, somebody, definition in each_role(office, 9):
        seen = sight(office, things)
        hidden = [thing for thing in things if thing.number not in seen.records]
        before = office.last_fact()
        for thing in hidden[number % 3 :: 3]:
            for method, address, body in changes(thing):
                reply = somebody.request(method, address, json=body)
                assert reply.status_code in (403, 404), (number, method, address, definition, reply.text)
                assert told(seen, reply.text) == set(), (number, method, address, definition, reply.text)
        for form in FIELDS:
            ids = [thing.id for thing in hidden if thing.form == form]
            reply = somebody.post(f"/api/records/{form}/bulk", json={"ids": ids, "move": {"to": "delete"}})
            if ids and reply.status_code == 202:
                office.drive(reply.json()["job"])
                report = somebody.get(f"/api/batches/{reply.json()['batch']}")
                assert told(seen, report.text) == set(), (number, definition, report.text)
        assert [kind for kind in office.events(before) if kind.startswith("record.")] == []
