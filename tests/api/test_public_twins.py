"""Entries of public forms that are there already: the visitor hears nothing, the owner does."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, created
from tests.api.public_forms import made, sent
from tests.api.test_twins import CALL, PLACE, furnish

Json = dict[str, Any]
PHONE = "13902255229"


def told(client: TestClient) -> list[tuple[str, str]]:
    items = client.get("/api/notifications").json()["items"]
    return [(each["kind"], each["title"]) for each in items if each["kind"].startswith("record.")]


def open_to(owner: TestClient, person: int) -> str:
    fields = [{"key": "company"}, {"key": "phone"}]
    return str(made(owner, fields=fields, owner={"rule": "person", "people": [person]})["slug"])


def test_the_owner_hears_of_a_likely_twin_as_far_as_they_may_see_it(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, nobody: TestClient
) -> None:
    slug = open_to(owner, office.people.anna)
    fresh = sent(office, nobody, slug, {"company": "First", "phone": "13902255228"})
    assert told(anna) == []
    created(anna, "lead", company="Known", phone=PHONE)
    reply = sent(office, nobody, slug, {"company": "Visitor", "phone": PHONE})
    assert (reply.status_code, reply.content) == (fresh.status_code, fresh.content)
    assert told(anna) == [("record.likely_twin", "“Visitor” from a public form may be the same as “Known”")]
    created(ben, "lead", company="Ben's secret", phone="13902255227")
    sent(office, nobody, slug, {"company": "Another", "phone": "13902255227"})
    assert told(anna)[0] == (
        "record.likely_twin",
        "“Another” from a public form may be the same as a record that you do not see",
    )
    assert told(ben) == []


def test_who_has_a_record_that_blocks_hears_once_that_somebody_came_again(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    furnish(office, PLACE, CALL)
    assert owner.get("/api/forms/site").status_code == 200
    draft = owner.get("/api/forms/site/draft").json()
    body = {**draft["body"], "owned": True}
    draft = owner.put("/api/forms/site/draft", json={"body": body, "version": draft["version"]}).json()
    assert owner.post("/api/forms/site/publish", json={"version": draft["version"]}).status_code == 200
    created(owner, "site", name="Known", plot="P1", floor=3, owner=office.people.owner)
    slug = made(owner, "site", fields=[{"key": "name"}, {"key": "plot"}, {"key": "floor"}])["slug"]
    for name in ("B", "C"):
        reply = sent(office, nobody, slug, {"name": name, "plot": "P1", "floor": 3})
        assert reply.status_code < 300, reply.text
        assert "Known" not in reply.text
    assert told(owner) == [
        (
            "record.entered_again",
            "“Known” was entered in a public form again; it was there already, so no record was made",
        )
    ]
