"""Background work for administrators: found, counted, retried, cancelled; waiting events; schedules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db import jobs
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.outbox import Fact, Handler, Relay
from bulou.db.schedules import run_now, schedules, tick
from bulou.db.tx import Tx
from bulou.kit.events import Event
from tests.api.conftest import Office

ALL = "/api/admin/jobs"
broken: list[bool] = []


def shaky(context: JobContext) -> Any:
    """Two steps, the second of which fails while it is broken."""
    if context.cursor is None:
        return Continue(1, done=1, total=2)
    if broken:
        raise ValueError("broken")
    return Finish("whole")


def hear(tx: Tx, fact: Fact) -> None:
    """Fails while it is broken."""
    if broken:
        raise ValueError(fact.kind)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of the test's own; one notes how it ended."""
    label = {"zh-CN": "试", "en-US": "Trial"}
    own = [
        JobKind("test.shaky", shaky, attempts=1, label=label),
        JobKind("test.noted", shaky, attempts=1, label=label, ended=lambda tx, job: None),
    ]
    for kind in own:
        monkeypatch.setitem(job_kinds._kinds, kind.key, kind)  # they are gone again after the test
    broken[:] = [True]


def put(office: Office, kind: str = "test.shaky") -> str:
    return str(office.do(lambda tx: jobs.enqueue(tx, kind, {}, by=office.people.anna)))


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    return list(client.get(ALL, params=query).json()["items"])


def test_only_administrators_look_after_the_work(office: Office, anna: TestClient) -> None:
    id_ = put(office)
    for method, path in (
        ("GET", ALL),
        ("GET", f"{ALL}/summary"),
        ("GET", f"{ALL}/letters"),
        ("POST", f"{ALL}/letters/retry"),
        ("POST", f"{ALL}/{id_}/retry"),
        ("POST", f"{ALL}/{id_}/cancel"),
        ("GET", "/api/admin/schedules"),
        ("PATCH", "/api/admin/schedules/nightly_prune"),
    ):
        reply = anna.request(method, path, json=None if method == "GET" else {})
        assert (reply.status_code, reply.json()["code"]) == (403, "access.forbidden"), path


def test_a_job_that_failed_goes_on_where_it_stood(office: Office, owner: TestClient) -> None:
    id_ = put(office)
    office.drive(id_)
    [failed] = listed(owner, state="failed")
    assert (failed["id"], failed["by"]["title"], failed["may_retry"]) == (id_, "Anna Ames", True)
    assert failed["error"]["detail"] and failed["done"] == 1
    broken.clear()
    again = owner.post(f"{ALL}/{id_}/retry", json={}).json()
    assert (again["state"], again["done"], again["error"]) == ("queued", 1, None)
    office.drive(id_)
    [done] = listed(owner, kind="test.shaky")
    assert (done["state"], done["result"], done["may_retry"]) == ("done", "whole", False)
    refused = owner.post(f"{ALL}/{id_}/retry", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "jobs.not_retried")
    rows = owner.get("/api/admin/audit", params={"action": "job.retried"}).json()["items"]
    assert [row["said"] for row in rows] == ["Tried a background job again"]


def test_a_kind_that_notes_its_end_is_started_on_its_own_page(office: Office, owner: TestClient) -> None:
    id_ = put(office, "test.noted")
    office.drive(id_)
    assert listed(owner, state="failed")[0]["may_retry"] is False
    assert owner.post(f"{ALL}/{id_}/retry", json={}).json()["code"] == "jobs.not_retried"


def test_a_job_of_anybody_is_cancelled_once(office: Office, owner: TestClient) -> None:
    id_ = put(office)
    assert owner.post(f"{ALL}/{id_}/cancel", json={}).json()["state"] == "cancelled"
    assert owner.post(f"{ALL}/{id_}/cancel", json={}).json()["code"] == "jobs.ended"
    assert owner.post(f"{ALL}/nothing/cancel", json={}).status_code == 404


def test_jobs_are_found_page_by_page_and_counted(office: Office, owner: TestClient) -> None:
    ids = [put(office) for _ in range(5)]
    first = owner.get(ALL, params={"kind": "test.shaky", "limit": 2}).json()
    second = owner.get(ALL, params={"kind": "test.shaky", "limit": 3, "before": first["next"]}).json()
    assert {each["id"] for each in (*first["items"], *second["items"])} == set(ids)
    office.drive(ids[0])
    told = owner.get(f"{ALL}/summary").json()
    [kind] = [each for each in told["kinds"] if each["kind"] == "test.shaky"]
    assert (kind["label"]["en-US"], kind["queued"], kind["failed"]) == ("Trial", 4, 1)
    assert owner.get(ALL, params={"state": "odd"}).status_code == 422
    assert owner.get(ALL, params={"before": "odd"}).status_code == 422


def test_events_that_a_handler_could_not_take_are_shown_and_tried_at_once(
    office: Office, owner: TestClient
) -> None:
    relay = Relay(office.db, office.clock, known=[Handler("test.letters", ("test.said",), hear)])
    office.do(lambda tx: tx.emit(Event("test.said", form="lead", record_id=7)))
    office.do(lambda tx: tx.emit(Event("test.said", form="lead", record_id=7)))
    relay.drain()
    [trouble] = owner.get(f"{ALL}/summary").json()["handlers"]
    assert (trouble["handler"], trouble["events"], trouble["error"]) == ("test.letters", 2, "ValueError")
    letters = owner.get(f"{ALL}/letters", params={"handler": "test.letters"}).json()["items"]
    assert [(each["form_label"], each["record_id"], each["attempts"]) for each in letters] == [
        ("Lead", 7, 1), ("Lead", 7, 0),
    ]  # fmt: skip
    broken.clear()
    assert relay.drain() == 0, "its time has not come"
    assert owner.post(f"{ALL}/letters/retry", json={"handler": "test.letters"}).json() == {"events": 2}
    assert relay.drain() == 2
    assert owner.get(f"{ALL}/summary").json()["handlers"] == []
    assert owner.post(f"{ALL}/letters/retry", json={"handler": "test.letters"}).status_code == 404


def test_a_schedule_is_moved_and_switched_off(office: Office, owner: TestClient) -> None:
    def one(key: str) -> dict[str, Any]:
        items = owner.get("/api/admin/schedules").json()["items"]
        return next(dict(each) for each in items if each["key"] == key)

    before = one("nightly_prune")
    assert (before["at"], before["enabled"], before["next"]) == ("03:30", True, "2026-11-20T19:30:00.000Z")
    assert len(owner.get("/api/admin/schedules").json()["items"]) == len(list(schedules))
    moved = owner.patch("/api/admin/schedules/nightly_prune", json={"at": "22:15", "enabled": True}).json()
    assert moved["next"] == "2026-11-20T14:15:00.000Z"
    office.clock.now = office.clock.now.replace(hour=14, minute=16)
    office.do(tick)
    assert [each["kind"] for each in listed(owner, kind="prune")] == ["prune"]
    assert one("nightly_prune")["last"] == "2026-11-20T14:15:00.000Z"
    off = owner.patch("/api/admin/schedules/nightly_prune", json={"at": "22:15", "enabled": False}).json()
    assert (off["enabled"], off["next"]) == (False, None)
    for key, by in (("records.formulas_midnight", "nobody"), ("nightly_backup", "settings")):
        reply = owner.patch(f"/api/admin/schedules/{key}", json={"at": "01:00", "enabled": False})
        assert (reply.status_code, reply.json()["code"]) == (409, "schedules.stays"), (key, by)
    assert owner.patch("/api/admin/schedules/none", json={"at": "01:00", "enabled": True}).status_code == 404
    assert (
        owner.patch("/api/admin/schedules/nightly_prune", json={"at": "25:00", "enabled": True}).status_code
        == 422
    )


def test_a_schedule_is_run_at_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    def one(key: str) -> dict[str, Any]:
        items = owner.get("/api/admin/schedules").json()["items"]
        return next(dict(each) for each in items if each["key"] == key)

    before = one("nightly_prune")
    reply = owner.post("/api/admin/schedules/nightly_prune/run")
    assert reply.status_code == 202, reply.text
    job = reply.json()["job"]
    assert reply.json()["busy"] and one("nightly_prune")["busy"]
    again = owner.post("/api/admin/schedules/nightly_prune/run")
    assert (again.status_code, again.json()["code"]) == (409, "schedules.at_work")
    assert office.drive(job) == "done"
    after = one("nightly_prune")
    assert (after["next"], after["last"], after["busy"]) == (before["next"], before["last"], False)
    (told,) = listed(owner, kind="prune")
    assert told["by"]["id"] == office.people.owner
    (noted,) = owner.get("/api/admin/audit", params={"action": "schedule.run"}).json()["items"]
    assert noted["action"] == "schedule.run"
    # also one whose hour is its own, and one that is off: its next time stays
    owner.patch("/api/admin/schedules/nightly_prune", json={"at": "22:15", "enabled": False})
    for key in ("reports.note_leaks", "nightly_prune"):
        assert office.drive(owner.post(f"/api/admin/schedules/{key}/run").json()["job"]) == "done"
    assert one("nightly_prune")["next"] is None
    assert anna.post("/api/admin/schedules/nightly_prune/run").status_code == 403
    assert owner.post("/api/admin/schedules/none/run").status_code == 404


def test_two_people_run_a_schedule_at_the_same_moment(office: Office) -> None:
    (schedule,) = (each for each in schedules if each.key == "nightly_prune")

    def work(_: int) -> str | None:
        return office.do(lambda tx: run_now(tx, schedule, office.people.owner))

    with ThreadPoolExecutor(4) as pool:
        assert sum(job is not None for job in pool.map(work, range(4))) == 1
