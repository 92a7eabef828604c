"""Sample data comes with an app, through the pipeline, and goes again but for what somebody made theirs."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created
from tests.api.test_package_parts import files
from tests.api.test_packages import FORM, HEAD, package, upload

Json = dict[str, Any]


def install(office: Office, owner: TestClient, which: Json) -> Json:
    """What the job of an installation with sample data told."""
    reply = owner.post("/api/apps/install", json={**which, "sample": True})
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"
    return dict(owner.get(f"/api/jobs/{reply.json()['job']}").json()["result"]["sample"])


def remove(office: Office, owner: TestClient, app: str) -> Json:
    """The batch of a removal."""
    reply = owner.delete(f"/api/apps/{app}/sample")
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"
    return dict(owner.get(f"/api/batches/{reply.json()['batch']}").json())


def titles(client: TestClient, form: str) -> Json:
    """Records by title."""
    items = client.get(f"/api/records/{form}", params={"limit": 200}).json()["items"]
    return {each.get("_title", each["title"]): each for each in items}


def app_of(owner: TestClient, key: str) -> Json:
    """An app as the list tells it."""
    return next(each for each in owner.get("/api/apps").json()["items"] if each["key"] == key)


def as_it_was(office: Office, solved: Json) -> None:
    """A ticket of the sample is in the stage it was, points at its device and belongs to whoever installed it."""
    assert (solved["stage"], solved["device"]["title"]) == ("solved", "立式包装机 VP-420")
    assert (solved["in_time"], solved["created_via"], solved["parts_total"]) == (True, "sample", 176)
    assert solved["owner"]["id"] == office.people.owner
    assert solved["reported_at"].startswith("2026-11-17T09:20")  # the clock stands at the day of the sample


def test_the_second_app_brings_its_sample_and_one_call_takes_it_away(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    plan = owner.post("/api/apps/plan", json={"app": "service"}).json()["sample"]
    assert (plan["records"], plan["there"], plan["empty"]) == (7, 0, True)
    assert install(office, owner, {"app": "service"})["failed"] == 0
    tickets = titles(owner, "ticket")
    as_it_was(office, owner.get(f"/api/records/ticket/{tickets['横封温度升不上去']['id']}").json())
    assert app_of(owner, "service")["sample_records"] == 7
    again = owner.post("/api/apps/install", json={"app": "service", "sample": True})
    assert (again.status_code, code(again)) == (409, "apps.sample_there")

    changed, linked = tickets["检重秤零点漂移"], titles(owner, "device")["装盒机 BX-90"]
    owner.patch(
        f"/api/records/ticket/{changed['id']}", json={"version": changed["version"], "priority": "high"}
    )
    created(owner, "ticket", subject="Ours", device=linked["id"], reported_at="2026-11-20T10:00:00")
    assert anna.delete("/api/apps/service/sample").status_code == 403
    batch = remove(office, owner, "service")
    left = {(each["form"], each["title"], each["code"]) for each in batch["results"] if not each["ok"]}
    assert left == {
        ("ticket", "检重秤零点漂移", "undo.changed_since"),
        ("device", "检重秤 CW-200", "undo.referred"),
        ("device", "装盒机 BX-90", "undo.referred"),
    }
    assert set(titles(owner, "ticket")) == {"检重秤零点漂移", "Ours"}
    assert app_of(owner, "service")["sample_records"] == 3

    ours = titles(owner, "ticket")["Ours"]
    owner.delete(f"/api/records/ticket/{ours['id']}")
    batch = remove(office, owner, "service")  # what was left can go once nothing holds it
    assert batch["summary"]["restored"] == 1 and "装盒机 BX-90" not in titles(owner, "device")
    now = owner.get(f"/api/records/ticket/{changed['id']}").json()
    owner.delete(f"/api/records/ticket/{now['id']}")
    remove(office, owner, "service")
    assert titles(owner, "device") == {}
    gone = owner.delete("/api/apps/service/sample")
    assert (gone.status_code, app_of(owner, "service")["sample_records"]) == (404, 0)


def firms(office: Office, owner: TestClient) -> Json:
    """Firms and contacts, and what is asked for to take some of them along."""
    parent = created(owner, "account", name="Parent Ltd", owner=office.people.anna)
    child = created(owner, "account", name="Child Ltd", parent=parent["id"], owner=office.people.head)
    other = created(owner, "account", name="Elsewhere Ltd")
    created(owner, "contact", name="Zoe", account=child["id"], owner=office.people.stranger)
    created(owner, "contact", name="Odd", account=other["id"], birthday="1990-05-01")
    created(owner, "lead", company="Not in it")
    chosen = '{"account": {"filter": {"field": "name", "op": "ne", "value": "Elsewhere Ltd"}}, "contact": {"view": "all"}}'
    asked = {"forms": "account,contact", "sample": chosen, "label": "Firms"}
    return asked


def test_records_go_along_and_name_only_one_another(office: Office, owner: TestClient) -> None:
    asked = firms(office, owner)
    data = owner.get("/api/apps/firms/package", params=asked).content
    told = files(data)
    accounts = {each["values"]["name"]: each for each in told["sample/account.yaml"]["records"]}
    contacts = {each["values"]["name"]: each["values"] for each in told["sample/contact.yaml"]["records"]}
    assert accounts["Child Ltd"]["values"]["parent"] == {"ref": accounts["Parent Ltd"]["ref"]}
    assert accounts["Parent Ltd"]["values"]["owner"] == {"role": "sales"}
    assert (
        contacts["Zoe"]["account"] == {"ref": accounts["Child Ltd"]["ref"]}
        and "account" not in contacts["Odd"]
    )
    assert "owner" not in contacts["Zoe"]
    for bad, status in (
        ('{"nothing": {}}', 404),
        ('{"account": {"view": "nope"}}', 422),
        ('{"account": {"limit": 9000}}', 422),
        ('{"lead": {}}', 422),
        ("[1]", 422),
    ):
        reply = owner.get("/api/apps/firms/package", params={**asked, "sample": bad})
        assert reply.status_code == status, (bad, reply.text)

    for form, title in (
        ("contact", "Zoe"),
        ("contact", "Odd"),
        ("account", "Child Ltd"),
        ("account", "Parent Ltd"),
    ):
        owner.delete(f"/api/records/{form}/{titles(owner, form)[title]['id']}")
    office.clock.now = office.clock.now.replace(day=25)
    result = install(office, owner, {"file": upload(owner, data)})
    assert (result["changed"], result["failed"]) == (4, 0)
    came = owner.get(f"/api/records/account/{titles(owner, 'account')['Child Ltd']['id']}").json()
    assert came["parent"]["title"] == "Parent Ltd" and came["owner"]["id"] == office.people.head
    zoe = owner.get(f"/api/records/contact/{titles(owner, 'contact')['Zoe']['id']}").json()
    assert (zoe["account"]["title"], zoe["owner"]["id"]) == ("Child Ltd", office.people.owner)
    odd = owner.get(f"/api/records/contact/{titles(owner, 'contact')['Odd']['id']}").json()
    assert odd["birthday"] == "1990-05-06"


def test_samples_that_are_none(office: Office, owner: TestClient) -> None:
    base = {"app.yaml": HEAD.format(version=1), "forms/visit.yaml": FORM.format(label="V", kind="text", more="", named="")}  # fmt: skip
    many = {
        "form": "visit",
        "day": "2026-11-20",
        "records": [{"ref": f"a{n}", "values": {}} for n in range(2001)],
    }
    twice = {"form": "visit", "day": "2026-11-20", "records": [{"ref": "a", "values": {}}] * 2}
    for bad in (
        "[1]",
        "form: visit",
        str({"form": "lead", "day": "2026-11-20", "records": []}),
        str({"form": "visit", "day": "soon", "records": []}),
        str({"form": "visit", "day": "2026-11-20", "records": [{"values": {}}]}),
        str(many),
        str(twice),
    ):
        reply = owner.post(
            "/api/apps/plan", json={"file": upload(owner, package({**base, "sample/visit.yaml": bad}))}
        )
        assert (reply.status_code, code(reply)) == (422, "apps.bad_file"), bad[:80]
    lead = created(owner, "lead", company="Secret")
    form = base["forms/visit.yaml"].replace("fields:\n", "fields:\n  - { key: lead, kind: relation, label: { en-US: L }, options: { target: lead } }\n  - { key: who, kind: person, label: { en-US: W } }\n", 1)  # fmt: skip
    rows = [
        {"ref": "a", "values": {"name": "A", "lead": lead["id"], "who": office.people.ben}},
        {"ref": "b", "values": {"name": "B", "lead": {"ref": "nowhere"}, "nothing": 1}},
        {"ref": "c", "values": {"name": "<b>C</b>", "who": {"role": "sales"}}, "created": "never"},
    ]
    sample = str({"form": "visit", "day": "2026-11-20", "records": rows})
    data = package({**base, "forms/visit.yaml": form, "sample/visit.yaml": sample})
    result = install(office, owner, {"file": upload(owner, data)})
    assert (result["changed"], result["failed"]) == (2, 1)
    came = {
        name: owner.get(f"/api/records/visit/{each['id']}").json()
        for name, each in titles(owner, "visit").items()
    }
    assert came["A"]["lead"] is None and came["<b>C</b>"]["who"]["id"] == office.people.anna
    batch = owner.get(f"/api/batches/{result['batch']}").json()
    assert [each["code"] for each in batch["results"] if not each["ok"]] == ["invalid"]
