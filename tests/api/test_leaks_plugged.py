"""The leak meter names the rule or the pool that would have caught each leak, and whether it is on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, created
from tests.api.promising import begin, call, pass_time, settle

Json = dict[str, Any]


def leaks(client: TestClient, scope: str = "team") -> Json:
    reply = client.get("/api/leaks", params={"scope": scope})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def plug(client: TestClient, form: str, cause: str) -> Json | None:
    found = [
        each["plug"] for each in leaks(client)["plugs"] if (each["form"], each["cause"]) == (form, cause)
    ]
    assert len(found) == 1
    return found[0]


def line(client: TestClient, form: str, key: str, scope: str = "team") -> Json | None:
    found = [each for each in leaks(client, scope)["more"] if (each["form"], each["key"]) == (form, key)]
    return found[0] if found else None


def test_each_cause_has_its_rule_and_one_click_switches_it_on(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    begin(office)
    names = {
        cause: (plug(owner, "opportunity", cause) or {}).get("key")
        for cause in ("overdue", "no_next_step", "stalled")
    }
    assert names == {
        "overdue": "deal_overdue",
        "no_next_step": "deal_no_next_step",
        "stalled": "deal_stalled",
    }
    off = plug(owner, "opportunity", "no_next_step")
    assert off and (off["state"], off["may"], off["problem"]) == ("off", True, None)
    assert owner.post("/api/rules/deal_no_next_step/enable").status_code == 200
    on = plug(owner, "opportunity", "no_next_step")
    assert on and (on["state"], on["since"]) == ("on", "2026-11-20T01:00:00.000Z")
    seen = plug(anna, "opportunity", "no_next_step")
    assert seen and (seen["state"], seen["may"], seen["link"]) == ("on", False, None)
    owner.post("/api/rules/deal_no_next_step/disable")
    assert (plug(anna, "opportunity", "no_next_step") or {})["state"] == "off"


def test_a_rule_of_ones_own_counts_and_one_that_is_gone_leaves_a_gap(
    office: Office, owner: TestClient
) -> None:
    begin(office)
    assert owner.delete("/api/rules/deal_overdue").status_code == 204
    assert plug(owner, "opportunity", "overdue") is None
    body = {
        "trigger": {"kind": "date", "field": "next_activity_at", "offset": 2, "unit": "hours"},
        "steps": [{"do": "notify", "people": [{"field": "owner"}], "text": "{name}"}],
    }
    made = {"key": "mine", "label": {"en-US": "Mine"}, "form": "opportunity", "definition": body}
    assert owner.post("/api/rules", json=made).status_code == 201
    assert (plug(owner, "opportunity", "overdue") or {})["key"] == "mine"


def test_the_pool_of_unassigned_leads(office: Office, owner: TestClient, anna: TestClient) -> None:
    open_ = plug(anna, "lead", "unowned")
    assert open_ and (open_["kind"], open_["key"], open_["state"], open_["may"]) == (
        "pool",
        "leads",
        "open",
        False,
    )
    kept = next(
        each for each in owner.get("/api/admin/pools").json()["items"] if each["definition"]["key"] == "leads"
    )
    kept["definition"]["assign"][0]["people"] = [office.people.anna]
    owner.put("/api/admin/pools/leads", json={"version": kept["version"], "definition": kept["definition"]})
    assert (plug(owner, "lead", "unowned") or {})["state"] == "on"
    assert plug(owner, "opportunity", "unowned") is None


def test_silence_and_ends_are_counted_as_their_rule_means_them(
    office: Office, owner: TestClient, head: TestClient, anna: TestClient, ben: TestClient
) -> None:
    begin(office)
    quiet = created(anna, "opportunity", name="Quiet", amount=500)["id"]
    created(ben, "opportunity", name="West", amount=70)
    account = created(anna, "account", name="Firm")["id"]
    created(anna, "contract", number="HT-1", account=account, ends_on="2026-12-10", amount=9)
    created(anna, "contract", number="HT-2", account=account, ends_on="2027-12-10", amount=8)
    settle(office)
    assert line(anna, "opportunity", "silent", "mine") is None
    pass_time(office, days=5, hours=1)
    owner, head, anna = (office.client(each) for each in ("owner", "head", "anna"))
    mine = line(anna, "opportunity", "silent", "mine")
    assert mine and (mine["count"], mine["amount"], mine["plug"]["key"]) == (1, 500, "deal_silent")
    listed = anna.get("/api/records/opportunity", params={"filter": _json(mine["filter"])}).json()["items"]
    assert [each["id"] for each in listed] == [quiet]
    assert (line(head, "opportunity", "silent") or {})["count"] == 1  # West is not hers
    assert (line(owner, "opportunity", "silent") or {})["count"] == 2
    ends = line(anna, "contract", "ending", "mine")
    assert ends and (ends["count"], ends["level"], ends["plug"]["state"]) == (1, 1, "on")
    call(anna, "opportunity", quiet)
    settle(office)
    assert line(anna, "opportunity", "silent", "mine") is None


def test_orphans_and_what_went_back(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    begin(office)
    created(ben, "opportunity", name="Left behind", amount=12)
    cold = created(owner, "lead", company="Cold", owner=None)["id"]
    settle(office)
    anna.post("/api/pools/leads/claim", json={"ids": [cold]})
    settle(office)
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"state": "disabled"})
    orphans = line(owner, "opportunity", "orphaned")
    assert orphans and (orphans["count"], orphans["amount"], orphans["plug"]) == (1, 12, None)
    pass_time(office, days=5)
    owner = office.client("owner")
    back = line(owner, "lead", "recycled")
    assert back and (back["count"], back["link"], back["plug"]["state"]) == (1, "/pools/leads", "on")
    office.clock.now += timedelta(days=8)
    assert line(office.client("owner"), "lead", "recycled") is None


def test_strangers_get_nothing_and_odd_scopes_are_refused(stranger: TestClient, nobody: TestClient) -> None:
    assert leaks(stranger) == {"plugs": [], "more": []}
    assert nobody.get("/api/leaks").status_code == 401
    assert stranger.get("/api/leaks", params={"scope": "all"}).status_code == 422


def _json(value: Any) -> str:
    import json

    return json.dumps(value)
