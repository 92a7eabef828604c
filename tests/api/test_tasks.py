"""Tasks: reminded of, repeated, ticked off item by item, handed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db.contributed import discover
from bulou.db.outbox import Relay
from bulou.db.outbox.facts import handlers
from bulou.db.tables.jobs import job
from bulou.db.tables.tasks import task_reminder
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.errors import InvalidForm
from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from bulou.records.tasks.reminding import JOB
from tests.api.conftest import Office, code, created


@pytest.fixture(autouse=True)
def known() -> None:
    """The handler that hears of tasks."""
    discover()
    assert "records.tasks" in {each.key for each in handlers}


def hear(office: Office) -> None:
    """What follows from the writes so far."""
    Relay(office.db, office.clock, known=[each for each in handlers if each.key == "records.tasks"]).drain()


def remind(office: Office, at: str) -> None:
    """The clock is `at` (Shanghai); whatever was put into the queue for until then runs."""
    office.clock.now = datetime.fromisoformat(f"{at}+08:00")
    due = select(job.c.id).where(
        job.c.kind == JOB, job.c.state == "queued", job.c.due_at <= instant(office.clock.now)
    )
    for (id_,) in office.do(lambda tx: tx.rows(due.order_by(job.c.due_at))):
        assert office.drive(id_) == "done"


def told(client: TestClient) -> list[tuple[str, str]]:
    """(kind, sentence) of a person's notices about tasks, the oldest first."""
    items = client.get("/api/notifications").json()["items"]
    return [(item["kind"], item["title"]) for item in reversed(items) if item["kind"].startswith("task.")]


def open_tasks(client: TestClient) -> list[dict[str, Any]]:
    """Tasks that are not done, by when they are due."""
    params = {"filter": '{"field":"done_at","op":"empty"}', "sort": "due_at", "fields": "title,due_at,repeat"}
    found: list[dict[str, Any]] = client.get("/api/records/task", params=params).json()["items"]
    return found


def days(client: TestClient) -> list[str]:
    """When the open tasks are due."""
    return [task["due_at"][:16] for task in open_tasks(client)]


def task(client: TestClient, due: str | None = "2026-11-23T09:00:00", **values: Any) -> dict[str, Any]:
    """A task of the one who makes it."""
    return created(client, "task", **{"title": "Call back", "due_at": due, **values})


def change(client: TestClient, id_: int, **values: Any) -> dict[str, Any]:
    """Other values."""
    reply = client.patch(f"/api/records/task/{id_}", json=values)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def done(office: Office, client: TestClient, id_: int) -> None:
    """Ticked off now."""
    change(client, id_, done_at=office.clock.now.isoformat())
    hear(office)


def test_reminders_come_when_they_are_due_and_once(office: Office, anna: TestClient, ben: TestClient) -> None:
    task(anna, remind=["due", "h1"])
    hear(office)
    remind(office, "2026-11-23T07:59")
    assert told(anna) == []
    remind(office, "2026-11-23T08:00")
    assert told(anna) == [("task.reminder", "“Call back” is nearly due: Nov 23, 09:00")]
    remind(office, "2026-11-23T08:30")
    assert len(told(anna)) == 1
    remind(office, "2026-11-23T09:00")
    assert told(anna)[-1] == ("task.reminder", "“Call back” is due: Nov 23, 09:00")
    assert len(told(anna)) == 2 and told(ben) == []


def test_what_a_stop_has_missed_is_told_once_when_work_goes_on(office: Office, anna: TestClient) -> None:
    task(anna, remind=["due", "m15", "h1", "d1"])
    hear(office)
    remind(office, "2026-11-25T12:00")
    assert len(told(anna)) == 1
    remind(office, "2026-11-26T12:00")
    assert len(told(anna)) == 1


@pytest.mark.parametrize(
    "values",
    [{"done_at": "2026-11-20T10:00:00"}, {"due_at": None}, {"remind": []}, {"due_at": "2026-12-01T09:00:00"}],
)
@pytest.mark.parametrize("heard", [True, False])  # by the relay
def test_what_changed_meanwhile_is_not_reminded_of(
    office: Office, anna: TestClient, values: dict[str, Any], heard: bool
) -> None:
    made = task(anna, remind=["due"])
    hear(office)
    change(anna, made["id"], **values)
    if heard:
        hear(office)
    remind(office, "2026-11-23T09:00")
    assert told(anna) == []


def test_a_deleted_task_is_silent_and_a_restored_one_is_not(office: Office, anna: TestClient) -> None:
    made = task(anna, remind=["due"])
    anna.delete(f"/api/records/task/{made['id']}")
    hear(office)
    assert office.do(lambda tx: tx.rows(select(task_reminder))) == []
    anna.post(f"/api/records/task/{made['id']}/restore")
    hear(office)
    remind(office, "2026-11-23T09:00")
    assert len(told(anna)) == 1


def test_a_change_that_was_not_heard_of_yet_still_counts(office: Office, anna: TestClient) -> None:
    made = task(anna, remind=["due"])
    hear(office)
    change(anna, made["id"], done_at="2026-11-20T10:00:00")
    remind(office, "2026-11-23T09:00")
    assert told(anna) == []


def test_nobody_is_told_who_left(office: Office, anna: TestClient, head: TestClient) -> None:
    task(anna, remind=["due"])
    hear(office)
    office.do(lambda tx: accounts.disable(tx, SYSTEM, office.people.anna))
    remind(office, "2026-11-23T09:00")
    office.do(lambda tx: accounts.enable(tx, SYSTEM, office.people.anna))
    assert told(office.client("anna")) == []


def test_a_repeated_task_is_followed_by_the_next_when_it_is_done(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")["id"]
    steps = [{"what": "Ask", "done": True}, {"what": "Note", "done": False}]
    about = {"form": "opportunity", "id": deal}
    made = task(anna, repeat="weekly", about=about, steps=steps, priority="high", remind=["h1"])
    done(office, anna, made["id"])
    [following] = open_tasks(anna)
    full = anna.get(f"/api/records/task/{following['id']}").json()
    assert (full["due_at"][:16], full["repeat"], full["priority"]) == ("2026-11-30T09:00", "weekly", "high")
    assert (full["about"]["id"], full["assignee"]["id"], full["remind"]) == (deal, office.people.anna, ["h1"])
    assert [(step["what"], bool(step["done"])) for step in full["steps"]] == [("Ask", False), ("Note", False)]
    assert (full["progress"], full["done_at"]) == ("0/2", None)


def test_the_following_task_is_reminded_of_too(office: Office, anna: TestClient) -> None:
    done(office, anna, task(anna, repeat="weekly", remind=["h1"])["id"])
    hear(office)
    remind(office, "2026-11-30T08:00")
    assert [kind for kind, _ in told(anna)] == ["task.reminder"]


def test_done_twice_is_followed_once_and_opening_takes_the_next_back(
    office: Office, anna: TestClient
) -> None:
    made = task(anna, repeat="daily")
    done(office, anna, made["id"])
    assert days(anna) == ["2026-11-24T09:00"]
    change(anna, made["id"], done_at=None)
    hear(office)
    assert days(anna) == ["2026-11-23T09:00"]
    done(office, anna, made["id"])
    assert days(anna) == ["2026-11-24T09:00"]
    change(anna, open_tasks(anna)[0]["id"], title="Call back, bring the offer")
    change(anna, made["id"], done_at=None)
    hear(office)
    done(office, anna, made["id"])
    assert days(anna) == ["2026-11-24T09:00"]


def test_a_series_ends_on_its_day_and_keeps_the_end_of_the_month(office: Office, anna: TestClient) -> None:
    made = task(anna, "2026-12-31T17:00:00", repeat="monthly", repeat_until="2027-03-31")
    found = []
    for _ in range(5):
        done(office, anna, made["id"])
        found += days(anna)
        if not open_tasks(anna):
            break
        made = open_tasks(anna)[0]
    assert found == ["2027-01-31T17:00", "2027-02-28T17:00", "2027-03-31T17:00"]


def test_working_days_are_those_of_the_calendar(office: Office, anna: TestClient) -> None:
    done(office, anna, task(anna, "2026-11-20T17:00:00", repeat="workdays")["id"])
    assert days(anna) == ["2026-11-23T17:00"]


def test_the_checklist_shows_how_far_it_is(office: Office, anna: TestClient) -> None:
    made = task(anna, steps=[{"what": "Ask"}, {"what": "Note"}, {"what": "Send"}])
    assert made["progress"] == "0/3"
    first = made["steps"][0]["id"]
    assert change(anna, made["id"], steps=[{"id": first, "done": True}])["progress"] == "1/3"
    assert task(anna)["progress"] in (None, "")


def test_a_task_goes_to_somebody_else_and_is_followed(
    office: Office, anna: TestClient, ben: TestClient, stranger: TestClient
) -> None:
    made = task(anna)
    path = f"/api/records/task/{made['id']}"
    reply = anna.post(f"{path}/hand-on", json={"to": office.people.ben, "note": "He knows them"})
    assert reply.status_code == 200, reply.text
    assert (reply.json()["assignee"]["id"], reply.json()["_followed"]) == (office.people.ben, True)
    hear(office)
    assert told(ben) == [("task.given.note", "Anna Ames gave you “Call back”: He knows them")]
    assert told(anna) == []
    told_of = anna.get(f"{path}/timeline").json()["items"]
    assert {"comment", "changed"} <= {entry["kind"] for entry in told_of}
    done(office, ben, made["id"])
    assert told(anna) == [("task.done", "Ben Bolt finished “Call back”, which you had handed on")]
    assert anna.get(path).json()["done_at"] is not None


def test_who_only_does_a_task_may_hand_it_on_and_still_sees_it(
    office: Office, head: TestClient, anna: TestClient, ben: TestClient
) -> None:
    made = task(head, assignee=office.people.anna)
    hear(office)
    assert [kind for kind, _ in told(anna)] == ["task.given"]
    path = f"/api/records/task/{made['id']}"
    assert anna.post(f"{path}/hand-on", json={"to": office.people.ben}).status_code == 200
    assert anna.get(path).json()["handed_by"]["id"] == office.people.anna
    assert ben.get(path).status_code == 200


def test_a_task_is_not_handed_to_who_cannot_see_it_nor_when_it_is_done(
    office: Office, anna: TestClient, ben: TestClient, stranger: TestClient
) -> None:
    made = task(anna)
    path = f"/api/records/task/{made['id']}/hand-on"
    assert code(anna.post(path, json={"to": office.people.stranger})) == "tasks.cannot_see"
    assert anna.get(f"/api/records/task/{made['id']}").json()["assignee"]["id"] == office.people.anna
    assert code(ben.post(path, json={"to": office.people.ben})) == "records.not_found"
    assert code(stranger.post(path, json={"to": office.people.ben})) == "not_found"
    account = created(anna, "account", name="Ruida")["id"]
    reply = anna.post(f"/api/records/account/{account}/hand-on", json={"to": office.people.ben})
    assert reply.status_code == 404
    done(office, anna, made["id"])
    assert code(anna.post(path, json={"to": office.people.ben})) == "tasks.done"
    office.clock.now += timedelta(days=1)
    assert told(ben) == []


def test_any_form_with_the_trait_is_one_of_tasks_whatever_its_options_are_called(
    office: Office, anna: TestClient
) -> None:
    def option(key: str, said: str) -> dict[str, Any]:
        return {"key": key, "label": {"zh-CN": said}}

    ahead = {"choices": [option("tiqian", "提前 2 小时"), option("later", "以后")]}
    again = {"choices": [option("mei_zhou", "每周")]}
    fields = [
        {"key": "name", "kind": "text", "label": {"zh-CN": "事"}},
        {"key": "who", "kind": "person", "label": {"zh-CN": "谁"}},
        {"key": "till", "kind": "datetime", "label": {"zh-CN": "何时"}},
        {"key": "ended", "kind": "datetime", "label": {"zh-CN": "完成"}},
        {"key": "bell", "kind": "choice", "label": {"zh-CN": "提醒"}, "options": ahead},
        {"key": "again", "kind": "choice", "label": {"zh-CN": "重复"}, "options": again},
    ]
    slots = {"assignee": "who", "due_at": "till", "done_at": "ended", "remind": "bell", "repeat": "again"}
    chore = {"key": "chore", "label": {"zh-CN": "值日"}, "title": "name", "fields": fields}
    office.do(lambda tx: publish(tx, FormDef.model_validate({**chore, "traits": {"task": slots}})))
    owner = office.client("owner")
    values = {
        "who": office.people.owner,
        "till": "2026-11-23T09:00:00",
        "bell": "tiqian",
        "again": "mei_zhou",
    }
    made = created(owner, "chore", name="Sweep", **values)
    hear(office)
    remind(office, "2026-11-23T07:00")
    assert told(owner) == [("task.reminder", "“Sweep” is nearly due: Nov 23, 09:00")]
    owner.patch(f"/api/records/chore/{made['id']}", json={"ended": "2026-11-23T08:00:00"})
    hear(office)
    items = owner.get("/api/records/chore", params={"sort": "till"}).json()["items"]
    assert [item["till"][:16] for item in items] == ["2026-11-23T09:00", "2026-11-30T09:00"]


def test_a_slot_takes_only_fields_of_its_kind(office: Office) -> None:
    with pytest.raises(InvalidForm) as refused:
        office.do(lambda tx: publish(tx, wrong(tx)))
    assert [each.field for each in refused.value.problems] == ["traits.task"]


def wrong(tx: Tx) -> FormDef:
    """The template's tasks, reminded of by a text."""
    form = catalog.load(tx)["task"].definition
    return form.model_copy(update={"traits": {"task": {**form.traits["task"], "remind": "title"}}})
