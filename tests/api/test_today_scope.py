"""Today of a team: who may ask for it, who gets it unasked, what it holds, and nothing beyond one's rights."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from bulou.records import write
from bulou.reports.leak_notes import note
from tests.api.conftest import Office, code, created, password_hash
from tests.api.test_sharing import put_role
from tests.api.test_today import log


def asked(client: TestClient, scope: str | None = None) -> dict[str, Any]:
    """Today as `scope`."""
    reply = client.get("/api/today", params={"scope": scope} if scope else {})
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def told(body: dict[str, Any]) -> dict[str, list[tuple[str, str, str | None]]]:
    """Group → (kind, title, owner) of its rows."""
    return {
        group["key"]: [
            (each["kind"], each["title"], (each["owner"] or {}).get("title")) for each in group["items"]
        ]
        for group in body["groups"]
    }


def test_who_may_choose(owner: TestClient, head: TestClient, anna: TestClient, stranger: TestClient) -> None:
    both = ["mine", "team"]
    found = [asked(client)["scopes"] for client in (owner, head, anna, stranger)]
    assert found == [both, both, ["mine"], ["mine"]]


def test_who_owns_nothing_open_sees_the_team(owner: TestClient, head: TestClient, anna: TestClient) -> None:
    created(anna, "opportunity", name="Of Anna")
    assert (asked(owner)["scope"], asked(head)["scope"], asked(anna)["scope"]) == ("team", "team", "mine")
    deal = created(head, "opportunity", name="Of Hanna")
    assert asked(head)["scope"] == "mine"
    lost = head.post(f"/api/records/opportunity/{deal['id']}/stage", json={"stage": "lost", "values": LOSS})
    assert lost.status_code == 200, lost.text
    assert asked(head)["scope"] == "team"


LOSS = {"loss_reason": "price"}


def test_a_team_holds_what_its_rights_reach(
    office: Office, owner: TestClient, head: TestClient, anna: TestClient, ben: TestClient
) -> None:
    created(anna, "opportunity", name="Of Anna", amount=100)
    created(ben, "opportunity", name="Of Ben", amount=300)
    planned = created(head, "opportunity", name="Of Hanna", amount=50)
    log(head, "opportunity", planned["id"], next_at="2026-11-20T15:00:00", next_step="Sign")
    of_anna, of_ben = ("no_next_step", "Of Anna", "Anna Ames"), ("no_next_step", "Of Ben", "Ben Bolt")
    due = [("follow_up", "Of Hanna", "Hanna Head")]
    everything, east = asked(owner, "team"), asked(head, "team")
    assert told(everything) == {"leaked": [of_ben, of_anna], "today": due, "upcoming": [], "recycle": []}
    assert told(east) == {"leaked": [of_anna], "today": due, "upcoming": [], "recycle": []}
    assert [(each["leak"]["amount"], each["leak"]["held"]) for each in (everything, east)] == [
        (400, 450),
        (100, 150),
    ]
    assert told(asked(head, "mine")) == {
        "leaked": [],
        "today": [("follow_up", "Of Hanna", None)],
        "upcoming": [],
        "recycle": [],
    }


def test_who_may_not_choose_gets_their_own(anna: TestClient, ben: TestClient) -> None:
    created(ben, "opportunity", name="Of Ben")
    body = asked(anna, "team")
    assert (body["scope"], told(body)["leaked"]) == ("mine", [])
    refused = anna.get("/api/today", params={"scope": "all"})
    assert (refused.status_code, code(refused)) == (422, "invalid")


def test_what_nobody_owns_is_the_teams(
    office: Office, owner: TestClient, head: TestClient, anna: TestClient
) -> None:
    def fill(tx: Tx) -> None:
        lead = write.Command("create", values={"company": "Orphan Ltd", "owner": None})
        write.apply(tx, write.Who(SYSTEM), catalog.load(tx)["lead"], [lead])

    office.do(fill)
    row = [("unowned", "Orphan Ltd", None)]
    assert told(asked(owner))["leaked"] == told(asked(head))["leaked"] == row
    assert [(each["key"], each["count"]) for each in asked(owner)["leak"]["causes"]] == [("unowned", 1)]
    assert told(asked(owner, "mine"))["leaked"] == told(asked(anna))["leaked"] == []


def test_tasks_of_a_team_say_whose_they_are(office: Office, owner: TestClient, anna: TestClient) -> None:
    created(anna, "task", title="Send", assignee=office.people.anna, due_at="2026-11-20T10:00:00")
    assert told(asked(owner, "team"))["today"] == [("task", "Send", "Anna Ames")]
    assert told(asked(owner, "mine"))["today"] == []


def test_a_team_compares_with_its_own_week_before(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    held = created(anna, "opportunity", name="Held", amount=300)
    log(anna, "opportunity", held["id"], next_at="2026-12-24T09:00:00")
    created(anna, "opportunity", name="Leaks", amount=100)
    office.do(note)
    office.clock.now += timedelta(days=7)
    owner = office.client("owner")
    assert [asked(owner, scope)["leak"]["previous"] for scope in ("team", "mine")] == [25, None]


def test_a_reader_is_offered_only_what_they_may_do(office: Office, anna: TestClient) -> None:
    """Finance sees every deal and may log nothing."""
    office.do(
        lambda tx: accounts.create(
            tx, SYSTEM, accounts.NewPerson("Fay", "fay", password_hash(), roles=("finance",))
        )
    )
    created(anna, "opportunity", name="Of Anna")
    fay = office.client()
    signed = fay.post("/api/session", json={"account": "fay", "password": "a long enough password"})
    assert signed.status_code == 200, signed.text
    item = asked(fay)["groups"][0]["items"][0]
    assert (item["title"], item["actions"]) == ("Of Anna", ["open"])
    assert asked(anna)["groups"][0]["items"][0]["actions"] == ["log", "reschedule", "open"]


def test_the_filters_of_the_leak_meter_have_names(owner: TestClient, anna: TestClient) -> None:
    """A page shows one name for all the conditions; the filter itself stays whole and works as any other."""
    created(anna, "opportunity", name="Of Anna", amount=100)
    meter = owner.get("/api/dashboards/sales/data?period=all").json()["widgets"]["leaks"]
    assert meter["filter"]["named"] == "leaking"
    assert [each["filter"]["named"] for each in meter["causes"] if each["count"]] == ["leaking_no_next_step"]
    listed = {"filter": orjson.dumps(meter["filter"]).decode(), "count": "exact"}
    assert (
        owner.get("/api/records/opportunity", params=listed).json()["total"]["value"] == meter["count"] == 1
    )


@pytest.mark.parametrize("scope", ["mine", "team"])
def test_what_is_not_listed_is_a_list_of_just_as_many(office: Office, head: TestClient, scope: str) -> None:
    """Rows are capped; every link of a group opens a list with the total it names, and they make up the group."""
    people = office.people
    owner = people.head if scope == "mine" else people.anna

    def fill(tx: Tx) -> None:
        late = [{"company": f"Late {at}", "next_follow_up": "2019-03-05", "budget": 10} for at in range(120)]
        bare = [{"company": f"Bare {at}"} for at in range(3)]
        commands = [write.Command("create", values={**each, "owner": owner}) for each in (*late, *bare)]
        write.apply(tx, write.Who(SYSTEM), catalog.load(tx)["lead"], commands)

    office.do(fill)
    leaked = asked(head, scope)["groups"][0]
    links = {each["kind"]: (each["form"], each["count"]) for each in leaked["links"]}
    assert links == {"follow_up": ("lead", 120), "no_next_step": ("lead", 3)}
    assert (leaked["count"], len(leaked["items"]), leaked["amount"]) == (123, 103, 1200)
    for link in leaked["links"]:
        listed = {"filter": orjson.dumps(link["filter"]).decode(), "count": "exact"}
        total = head.get(f"/api/records/{link['form']}", params=listed).json()["total"]
        assert total == {"value": link["count"], "exact": True}


def test_what_leaks_for_another_reason_names_its_appointment_of_today(
    office: Office, anna: TestClient
) -> None:
    deal = created(anna, "opportunity", name="Slow")
    log(anna, "opportunity", deal["id"], next_at="2026-12-10T15:00:00", next_step="Send the offer")
    other = created(anna, "opportunity", name="Slow, too")
    log(anna, "opportunity", other["id"], next_at="2026-12-24T15:00:00", next_step="Visit")
    office.clock.now += timedelta(days=20)
    body = asked(office.client("anna"))
    rows = {each["title"]: each for each in body["groups"][0]["items"]}
    assert {title: (row["kind"], row["meets"], row["next_step"]) for title, row in rows.items()} == {
        "Slow": ("stalled", "2026-12-10T15:00:00+08:00", "Send the offer"),
        "Slow, too": ("stalled", None, "Visit"),
    }
    assert body["groups"][1]["count"] == 0  # once only


def test_only_who_may_change_a_record_puts_its_next_step_off(
    office: Office, head: TestClient, anna: TestClient
) -> None:
    created(anna, "opportunity", name="Of Anna")
    reads = {"form": "opportunity", "actions": ["read"], "rows": "all"}
    changes = {
        "form": "opportunity",
        "actions": ["change"],
        "rows": {"field": "name", "op": "eq", "value": "X"},
    }
    logs = {"form": "follow_up", "actions": ["read", "create"], "rows": "own"}

    def of_head() -> list[str]:
        groups = asked(head, "team")["groups"]
        (row,) = [each for group in groups for each in group["items"] if each["title"] == "Of Anna"]
        actions: list[str] = row["actions"]
        return actions

    assert of_head() == ["log", "reschedule", "open"]
    put_role(office, "reader", reads, logs, people=("head",))
    assert of_head() == ["log", "open"]
    put_role(office, "reader", reads, logs, changes, people=("head",))
    assert of_head() == ["log", "open"]
