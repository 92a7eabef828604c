"""Entries of public forms become records with owner and source, under the rules of the form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from tests.api.conftest import Office, code, created
from tests.api.public_forms import changed, leads, made, opened, ready, sent

RUIDA = {"company": "Ruida", "phone": "13902255229"}


def test_an_entry_becomes_a_record(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner, fixed={"source": "website"})
    before = office.last_fact()
    reply = sent(office, nobody, public["slug"], {**RUIDA, "contact": " 李 "})
    assert (reply.status_code, reply.json()) == (201, {"thanks": public["definition"]["thanks"]})
    assert "set-cookie" not in reply.headers
    assert office.events(before) == ["record.created"]
    (lead,) = leads(owner, "company,contact,phone,source,owner,created_via,created_by")
    assert (lead["company"], lead["contact"], lead["source"]) == ("Ruida", "李", "website")
    assert (lead["owner"], lead["created_via"], lead["created_by"]) == (None, "public", None)
    kinds = [each["kind"] for each in owner.get(f"/api/records/lead/{lead['id']}/timeline").json()["items"]]
    assert "created" in kinds


def test_owners_take_turns_and_those_who_left_are_passed_over(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    people = office.people
    rule = {"rule": "round_robin", "people": [people.anna, people.ben, people.head]}
    public = made(owner, owner=rule)
    for number in range(4):
        assert sent(office, nobody, public["slug"], {"company": f"C{number}"}).status_code == 201
    office.do(lambda tx: accounts.disable(tx, SYSTEM, people.ben))
    for number in range(4, 6):
        assert sent(office, nobody, public["slug"], {"company": f"C{number}"}).status_code == 201
    owners = [lead["owner"]["id"] for lead in reversed(leads(owner))]
    assert owners[:4] == [people.anna, people.ben, people.head, people.anna]
    assert set(owners[4:]) == {people.anna, people.head}
    for left in (people.anna, people.head):
        office.do(lambda tx, id_=left: accounts.disable(tx, SYSTEM, id_))
    assert sent(office, nobody, public["slug"], {"company": "Late"}).status_code == 201
    assert leads(owner)[0]["owner"] is None
    (told,) = owner.get("/api/forms/lead/public").json()["items"]
    assert [each["code"] for each in told["warnings"]] == ["public.no_person"]
    assert told["closed"] is None


def test_a_fixed_owner(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner, owner={"rule": "person", "people": [office.people.ben]})
    for company in ("A", "B"):
        sent(office, nobody, public["slug"], {"company": company})
    assert {lead["owner"]["id"] for lead in leads(owner)} == {office.people.ben}


def test_sources_are_counted_and_kept(office: Office, owner: TestClient, nobody: TestClient) -> None:
    campaign = created(owner, "campaign", name="Spring fair")["id"]
    codes = [{"code": "fair", "label": "Fair", "value": campaign}, {"code": "post"}]
    public = made(owner, tracking={"field": "campaign", "codes": codes})
    for source in ("fair", "fair", "post", "", "unheard", "x" * 200):
        assert sent(office, nobody, public["slug"], {"company": "C"}, source=source).status_code == 201
    campaigns = [lead["campaign"] and lead["campaign"]["title"] for lead in reversed(leads(owner))]
    assert campaigns == ["Spring fair", "Spring fair", None, None, None, None]
    counts = owner.get(f"/api/forms/lead/public/{public['id']}").json()["counts"]
    assert {each["code"]: each["count"] for each in counts["sources"]} == {
        "fair": 2,
        "post": 1,
        "": 1,
        "unheard": 1,
        "x" * 60: 1,
    }
    assert counts["taken"] == 6


def test_a_text_keeps_the_code_itself(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner, tracking={"field": "city", "codes": []})
    sent(office, nobody, public["slug"], {"company": "C"}, source="newsletter-7")
    assert leads(owner, "city")[0]["city"] == "newsletter-7"


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({}, {"company": "fields.required"}),
        ({"company": "A", "phone": "12"}, {"phone": "fields.not_a_phone"}),
        ({"company": "A", "email": ["x"]}, {"email": "fields.not_text"}),
        ({"company": "A" * 300}, {"company": "fields.too_long"}),
        ({"company": "A", "note": ""}, {"note": "fields.required"}),
    ],
)
def test_the_rules_of_the_form_hold(
    office: Office, owner: TestClient, nobody: TestClient, values: dict[str, Any], problems: dict[str, str]
) -> None:
    chosen = [{"key": key} for key in ("company", "contact", "phone", "email")]
    public = made(owner, fields=[*chosen, {"key": "note", "required": "note" in values}])
    before = office.last_fact()
    reply = sent(office, nobody, public["slug"], values)
    assert reply.status_code == 422, reply.text
    assert {each["field"]: each["code"] for each in reply.json()["errors"]} == problems
    assert office.events(before) == []
    assert owner.get("/api/forms/lead/public").json()["items"][0]["counts"]["taken"] == 0


def test_a_rule_fills_and_another_hides(office: Office, owner: TestClient, nobody: TestClient) -> None:
    fields = [{"key": key} for key in ("contact", "invalid_reason")]
    public = made(owner, fields=fields)
    reply = sent(office, nobody, public["slug"], {"contact": "Li", "invalid_reason": "other"})
    assert reply.status_code == 201, reply.text
    (lead,) = leads(owner, "company,invalid_reason")
    assert (lead["company"], lead["invalid_reason"]) == ("Li", None)


def test_a_required_field_that_nobody_offers_is_told_to_the_host_only(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    public = made(owner, "account", fields=[{"key": "industry"}])
    assert {each["params"]["field"] for each in public["warnings"]} >= {"name"}
    reply = sent(office, nobody, public["slug"], {"industry": "manufacturing"})
    assert (reply.status_code, code(reply), reply.json()["errors"]) == (422, "public.not_taken", [])
    assert "name" not in reply.json()["params"]


def test_a_corrected_entry_may_use_the_same_challenge(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    public = made(owner)
    proof = ready(office, nobody, public["slug"])
    url = f"/api/public/{public['slug']}"
    assert nobody.post(url, json={**proof, "values": {}}).status_code == 422
    assert nobody.post(url, json={**proof, "values": {"company": "A"}}).status_code == 201
    assert len(leads(owner)) == 1


def test_what_is_closed_says_why(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner, opens="2026-11-21", closes="2026-11-22", limit=1)
    slug = public["slug"]

    def reason() -> str | None:
        page = opened(nobody, slug)
        assert (page["challenge"] is None) == (page["state"] == "closed") == (page["fields"] == [])
        found: str | None = page["reason"]
        return found

    assert reason() == "early"
    office.clock.now += timedelta(days=1)  # Saturday
    assert reason() is None
    proof = ready(office, nobody, slug)
    assert sent(office, nobody, slug, {"company": "A"}).status_code == 201
    assert reason() == "full"
    reply = nobody.post(f"/api/public/{slug}", json={**proof, "values": {"company": "B"}})
    assert (reply.status_code, code(reply), reply.json()["params"]) == (
        410,
        "public.closed",
        {"reason": "full"},
    )
    office.clock.now += timedelta(days=2)
    assert reason() == "over"
    told = owner.get("/api/forms/lead/public").json()["items"][0]
    changed(owner, told, enabled=False)
    assert reason() == "off"
    assert len(leads(owner)) == 1


def test_texts_are_told_as_they_are(office: Office, owner: TestClient, nobody: TestClient) -> None:
    evil = '<script>alert(1)</script>"\u202e'
    public = made(
        owner,
        title={"zh-CN": evil, "en-US": evil},
        fields=[{"key": "company", "label": {"zh-CN": evil}, "group": {"en-US": evil}}],
    )
    page = opened(nobody, public["slug"])
    assert (page["title"]["zh-CN"], page["fields"][0]["label"]["zh-CN"]) == (evil, evil)
    assert nobody.get(f"/api/public/{public['slug']}").headers["content-type"] == "application/json"
