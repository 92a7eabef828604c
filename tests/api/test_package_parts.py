"""Shared views and public forms travel in packages; whom and what they name here stays behind, and that is said."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from fastapi.testclient import TestClient

from bulou.kit.yaml_text import read_yaml
from tests.api.conftest import Office, code, created
from tests.api.test_packages import actions, install, package, upload

Json = dict[str, Any]
VIEW = {
    "columns": ["company", "phone"],
    "filter": {"and": [{"field": "owner", "op": "in", "value": ["me", 2]}, {"field": "campaign", "op": "eq", "value": 1}]},
    "colours": [{"filter": {"field": "owner.department", "op": "eq", "value": 1}, "colour": "blue"}],
    "roles": ["sales"],
    "default_for": ["sales"],
}  # fmt: skip


def files(data: bytes) -> Json:
    """The files of a package, read."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: read_yaml(file.read(name).decode()) for name in file.namelist()}


def parts(owner: TestClient) -> Json:
    """Keys of what a package could hold, by kind and English label."""
    items = owner.get("/api/apps/parts").json()["items"]
    return {(each["kind"], each["label"].get("en-US")): each["key"] for each in items}


def furnish(office: Office, owner: TestClient, anna: TestClient) -> tuple[Json, Json]:
    """A view for salespeople and a public form that names people and a campaign; one of Anna's own."""
    campaign = created(owner, "campaign", name="Fair")["id"]
    definition = {**VIEW, "filter": {"and": [VIEW["filter"]["and"][0], {"field": "campaign", "op": "eq", "value": campaign}]}}  # type: ignore[index]  # fmt: skip
    body = {"label": "Mine to call", "shared": True, "definition": definition}
    view = owner.post("/api/forms/lead/views", json=body).json()
    assert anna.post("/api/forms/lead/views", json={"label": "Private"}).status_code == 201
    settings = {
        "title": {"zh-CN": "询价", "en-US": "Inquiry"},
        "fields": [{"key": "company"}, {"key": "phone"}],
        "fixed": {"city": "Suzhou", "campaign": campaign},
        "tracking": {"field": "campaign", "codes": []},
        "owner": {"rule": "round_robin", "people": [office.people.anna, office.people.ben]},
    }
    settings["fixed"].pop("campaign")
    settings["tracking"]["codes"] = [{"code": "fair", "label": "Fair", "value": campaign}]
    public = owner.post("/api/forms/lead/public", json={"label": "Inquiry", "definition": settings}).json()
    return view, owner.patch(
        f"/api/forms/lead/public/{public['id']}", json={"version": 1, "enabled": True}
    ).json()


def test_views_and_public_forms_travel_without_what_they_name(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    view, public = furnish(office, owner, anna)
    keys = parts(owner)
    assert ("view", "Private") not in keys and anna.get("/api/apps/parts").status_code == 403
    asked = {
        "views": keys["view", "Mine to call"],
        "public_forms": keys["public_form", "Inquiry"],
        "label": "Calls",
    }
    data = owner.get("/api/apps/calls/package", params=asked).content
    told = files(data)
    seen, asking = told[f"views/{asked['views']}.yaml"], told[f"public_forms/{asked['public_forms']}.yaml"]
    assert seen["definition"]["filter"] == {"and": [{"field": "owner", "op": "in", "value": ["me"]}]}
    assert seen["definition"]["colours"] == [] and seen["definition"]["roles"] == ["sales"]
    assert "owner" not in asking["definition"] and asking["definition"]["fixed"] == {"city": "Suzhou"}
    assert asking["definition"]["tracking"]["codes"] == [{"code": "fair", "label": "Fair"}]
    assert "enabled" not in asking and public["slug"] not in str(told)

    assert owner.delete(f"/api/views/{view['id']}").status_code == 204
    assert owner.delete(f"/api/forms/lead/public/{public['id']}").status_code == 204
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, data)}).json()
    assert set(actions(plan).values()) == {"add"}
    left = {line["kind"]: {(each["path"], each["code"]) for each in line["left"]} for line in plan["lines"]}
    assert left["view"] == {
        ("filter.owner", "person"),
        ("filter.campaign", "record"),
        ("colours.0.owner.department", "department"),
    }
    assert left["public_form"] == {("owner", "person"), ("tracking.codes.0.value", "record")}
    install(office, owner, data)
    (came,) = owner.get("/api/forms/lead/public").json()["items"]
    assert (came["enabled"], came["definition"]["owner"]["rule"]) == (False, "nobody")
    assert came["slug"] != public["slug"]
    views = {each["label"]["en-US"]: each for each in anna.get("/api/forms/lead/views").json()["items"]}
    assert views["Mine to call"]["default"] and not views["Mine to call"]["mine"]
    upgraded_and_taken_back(office, owner, anna, came, seen, asking)


def upgraded_and_taken_back(
    office: Office, owner: TestClient, anna: TestClient, came: Json, seen: Json, asking: Json
) -> None:
    """The next version changes words and columns; whose entries are and that it is open stays, back and forth."""
    owners = {**came["definition"], "owner": {"rule": "person", "people": [office.people.anna]}}
    change = {"version": 1, "enabled": True, "definition": owners}
    assert owner.patch(f"/api/forms/lead/public/{came['id']}", json=change).status_code == 200
    asking["definition"]["title"]["en-US"] = "Ask us"
    seen["definition"]["columns"] = ["company", "city"]
    head = "key: calls\nversion: 2\nlabel: { en-US: Calls }\n"
    newer = package({"app.yaml": head, "views/v.yaml": str(seen), "public_forms/p.yaml": str(asking)})
    install(office, owner, newer)
    (now,) = owner.get("/api/forms/lead/public").json()["items"]
    assert (now["slug"], now["enabled"]) == (came["slug"], True)
    assert now["definition"]["title"]["en-US"] == "Ask us"
    assert now["definition"]["owner"] == {"rule": "person", "people": [office.people.anna]}
    views = {each["label"]["en-US"]: each for each in anna.get("/api/forms/lead/views").json()["items"]}
    assert views["Mine to call"]["definition"]["columns"] == ["company", "city"]
    back = owner.post("/api/apps/calls/rollback").json()
    assert set(actions(back).values()) == {"change"}
    (again,) = owner.get("/api/forms/lead/public").json()["items"]
    assert (again["definition"]["title"]["en-US"], again["enabled"]) == ("Inquiry", True)


def test_taking_back_leaves_a_public_form_that_is_open(office: Office, owner: TestClient) -> None:
    head = "key: calls\nversion: 1\nlabel: { en-US: Calls }\n"
    view = {
        "key": "lead_hot",
        "form": "lead",
        "label": {"en-US": "Hot"},
        "definition": {"columns": ["company"]},
    }
    ask = {
        "key": "lead_ask",
        "form": "lead",
        "label": {"en-US": "Ask"},
        "enabled": True,
        "definition": {
            "title": {"en-US": "Ask", "zh-CN": "问"},
            "fields": [{"key": "company"}],
            "owner": {"rule": "person", "people": [office.people.ben]},
        },
    }
    install(
        office, owner, package({"app.yaml": head, "views/v.yaml": str(view), "public_forms/p.yaml": str(ask)})
    )
    (public,) = owner.get("/api/forms/lead/public").json()["items"]
    assert (public["enabled"], public["definition"]["owner"]["people"]) == (False, [])
    owner.patch(f"/api/forms/lead/public/{public['id']}", json={"version": 1, "enabled": True})
    back = owner.post("/api/apps/calls/rollback").json()
    assert actions(back) == {"view.lead_hot": "removed", "public_form.lead_ask": "kept"}
    assert len(owner.get("/api/forms/lead/public").json()["items"]) == 1

    bad = [
        {"views/v.yaml": str({**view, "form": "nothing"})},
        {"views/v.yaml": str({**view, "definition": {"layout": "odd"}})},
        {"public_forms/p.yaml": str({**ask, "key": "other", "definition": {"title": {}, "fields": []}})},
        {"public_forms/p.yaml": str({**ask, "key": "other", "form": "user"})},
    ]
    for each in bad:
        data = package({"app.yaml": head, **each})
        job = owner.post("/api/apps/install", json={"file": upload(owner, data)}).json()["job"]
        assert office.drive(job) == "failed", each
    assert code(owner.get("/api/apps/calls/package", params={"views": "lead_hot"})) == "not_found"
