"""Rules that time starts: dates, silence, set times, waiting; each once, caught up after a stop."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient

from bulou.kit.clock import instant
from tests.api.conftest import NOW, Office, created
from tests.api.ruling import NOTE, change, definition, made, notices, record, runs, states, work


def test_a_wait_goes_on_later_as_the_rule_was(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "later", definition("created", {"do": "wait", "amount": 2, "unit": "days"}, NOTE))
    lead = created(anna, "lead", company="Ruida")
    work(office)
    (waits,) = runs(owner, "later")
    assert (waits["state"], waits["next_at"]) == ("waiting", instant(NOW + timedelta(days=2)))
    office.clock.now = NOW + timedelta(days=1)
    work(office)
    assert record(anna, "lead", lead["id"])["note"] is None
    office.clock.now = NOW + timedelta(days=2)
    work(office)
    assert states(owner, "later") == ["done"]
    assert record(anna, "lead", lead["id"])["note"] == "seen by the rule"


def test_dates_before_after_and_moved(office: Office, owner: TestClient, anna: TestClient) -> None:
    old = created(anna, "lead", company="Long ago", next_follow_up="2026-11-01")
    soon = created(anna, "lead", company="Soon", next_follow_up="2026-11-21")
    made(owner, "before", definition("date", NOTE, field="next_follow_up", offset=-3, at="09:00"))
    made(
        owner,
        "after",
        definition("date", {"do": "stop"}, field="next_follow_up", offset=1, unit="working_days", at="09:00"),
    )
    new = created(anna, "lead", company="New", next_follow_up="2026-11-30")
    work(office)
    assert [each["record"]["id"] for each in runs(owner, "before")] == [
        soon["id"]
    ]  # its day lies ahead still
    assert runs(owner, "after") == []
    office.clock.now = NOW + timedelta(days=7, minutes=1)  # the 27th, 09:01
    owner, anna = office.client("owner"), office.client("anna")
    work(office)
    assert [each["record"]["id"] for each in runs(owner, "before")] == [soon["id"], new["id"]]
    assert [each["record"]["id"] for each in runs(owner, "after")] == [
        soon["id"]
    ]  # Monday the 23rd, caught up
    change(anna, "lead", new["id"], next_follow_up="2026-12-31")
    office.clock.now = NOW + timedelta(days=38, minutes=1)  # 28 December, 09:01
    owner, anna = office.client("owner"), office.client("anna")
    work(office)
    assert len([each for each in runs(owner, "before") if each["record"]["id"] == new["id"]]) == 2
    assert record(anna, "lead", old["id"])["note"] is None


def test_silence_ends_with_a_follow_up_and_runs_once(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    tell = {"do": "notify", "people": [{"head_of": "owner"}], "text": "{company} is silent"}
    made(
        owner,
        "silent",
        definition("silence", tell, amount=3, when={"field": "stage", "op": "in", "value": ["new", "mql"]}),
    )
    quiet = created(anna, "lead", company="Quiet")
    cared = created(anna, "lead", company="Cared for")
    office.clock.now = NOW + timedelta(days=2)
    log = {"about": {"form": "lead", "id": cared["id"]}, "kind": "call", "content": "spoke"}
    assert anna.post("/api/log", json=log).status_code in (200, 201)
    work(office)
    office.clock.now = NOW + timedelta(days=3, minutes=1)
    work(office)
    work(office)
    assert [each["record"]["id"] for each in runs(owner, "silent")] == [quiet["id"]]
    office.clock.now = NOW + timedelta(days=6)
    owner = office.client("owner")
    work(office)
    assert [each["record"]["id"] for each in runs(owner, "silent")] == [quiet["id"], cared["id"]]
    assert "Quiet is silent" in notices(office.client("head"))


def test_set_times_run_once_after_a_stop(office: Office, owner: TestClient) -> None:
    step = {"do": "create_record", "form": "lead", "values": {"company": "Weekly {run.date}"}}
    made(owner, "weekly", definition("cron", step, at="0 9 * * 1"), form=None)
    office.clock.now = NOW + timedelta(days=17)  # two Mondays later
    owner = office.client("owner")
    work(office)
    assert states(owner, "weekly") == ["done"]
    office.clock.now = NOW + timedelta(days=17, hours=1)
    work(office)
    assert states(owner, "weekly") == ["done"]
