"""Setting up public forms: who may, what is refused, addresses that are taken back, what was deleted since."""

from __future__ import annotations

import io
from typing import Any

from fastapi.testclient import TestClient
from PIL import Image

from bulou.api.front import DATA_POLICY, POLICY
from tests.api.conftest import Office, code, created
from tests.api.designing import publish, save
from tests.api.public_forms import changed, leads, made, opened, sent, settings

BASE = "/api/forms/lead/public"


def test_only_those_who_configure(owner: TestClient, anna: TestClient, stranger: TestClient) -> None:
    public = made(owner)
    for client, status in ((anna, 403), (stranger, 404)):
        assert client.get(BASE).status_code == status
        assert client.get(f"{BASE}/{public['id']}").status_code == status
        body = {"label": "x", "definition": settings()}
        assert client.post(BASE, json=body).status_code == status
        assert client.patch(f"{BASE}/{public['id']}", json={"version": 2}).status_code == status
        assert client.delete(f"{BASE}/{public['id']}").status_code == status
        assert client.get(f"{BASE}/{public['id']}/twins").status_code == status
    assert owner.get(f"/api/forms/account/public/{public['id']}").status_code == 404
    assert owner.get("/api/forms/user/public").status_code == 404
    assert owner.get(f"{BASE}/77").status_code == 404


CANNOT_BE: list[tuple[dict[str, Any], str, str]] = [
    ({"fields": [{"key": "nonsense"}]}, "fields.0", "public.field_gone"),
    ({"fields": [{"key": "campaign"}]}, "fields.0", "public.not_offered"),
    ({"fields": [{"key": "company"}, {"key": "company"}]}, "fields", "public.twice"),
    ({"fields": []}, "fields", "fields.invalid"),
    ({"fixed": {"company": "x"}}, "fixed.company", "public.twice"),
    ({"fixed": {"source": "nonsense"}}, "fixed.source", "fields.unknown_option"),
    ({"fixed": {"attachments": [1]}}, "fixed.attachments", "public.field_gone"),
    ({"fixed": {"campaign": 4711}}, "fixed.campaign", "fields.unknown_record"),
    ({"title": {"zh-CN": " "}}, "title.zh-CN", "fields.required"),
    ({"title": {"fr": "x"}}, "title.fr.[key]", "fields.not_a_choice"),
    ({"accent": "red"}, "accent", "fields.invalid"),
    ({"opens": "2026-02-30"}, "opens", "fields.not_a_date"),
    ({"opens": "2026-02-03", "closes": "2026-02-02"}, "closes", "public.closes_before"),
    ({"owner": {"rule": "person", "people": [4711]}}, "owner", "public.no_person"),
    ({"owner": {"rule": "person", "people": []}}, "owner", "public.no_person"),
    ({"tracking": {"field": "company"}}, "tracking.field", "public.twice"),
    ({"tracking": {"codes": [{"code": "a b"}]}}, "tracking.codes.0.code", "fields.invalid"),
    ({"tracking": {"codes": [{"code": "a"}, {"code": "a"}]}}, "tracking.codes", "public.twice"),
    ({"limit": 0}, "limit", "fields.out_of_range"),
    ({"more": 1}, "more", "fields.unknown"),
]


def test_settings_that_cannot_be(owner: TestClient) -> None:
    for change, field, problem in CANNOT_BE:
        reply = owner.post(BASE, json={"label": "x", "definition": {**settings(), **change}})
        assert reply.status_code == 422, reply.text
        told = {each["field"]: each["code"] for each in reply.json()["errors"]}
        assert told.get(f"definition.{field}") == problem, told
        assert owner.get(BASE).json()["items"] == []


def test_two_who_change_it(owner: TestClient) -> None:
    public = made(owner)
    url = f"{BASE}/{public['id']}"
    reply = owner.patch(url, json={"version": public["version"] - 1, "label": "Mine"})
    assert (reply.status_code, code(reply), reply.json()["params"]) == (
        409,
        "public.changed",
        {"version": public["version"]},
    )
    assert changed(owner, public, label="Mine")["label"] == "Mine"


def test_an_address_that_is_taken_back(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner)
    renewed = owner.post(f"{BASE}/{public['id']}/slug").json()
    assert renewed["slug"] != public["slug"]
    assert len(public["slug"]) >= 40
    assert nobody.get(f"/api/public/{public['slug']}").status_code == 404
    assert nobody.post(f"/api/public/{public['slug']}", json={}).status_code == 404
    assert opened(nobody, renewed["slug"])["state"] == "open"
    assert owner.delete(f"{BASE}/{public['id']}").status_code == 204
    assert nobody.get(f"/api/public/{renewed['slug']}").status_code == 404


def test_visitors_are_told_the_chosen_fields_only(owner: TestClient, nobody: TestClient) -> None:
    fields = [{"key": "company", "required": True, "hint": {"en-US": "As registered"}}, {"key": "region"}]
    page = opened(nobody, made(owner, fields=fields, languages=["en-US"])["slug"])
    assert [each["key"] for each in page["fields"]] == ["company", "region"]
    assert page["title"] == {"en-US": "Book a demo"}
    assert page["fields"][0]["required"] is True
    assert page["fields"][0]["hint"] == {"en-US": "As registered"}
    assert set(page["fields"][1]["options"]["choices"][0]) == {"key", "label"}
    assert not {"owner", "fixed", "tracking", "id", "form", "label"} & page.keys()


def test_what_was_deleted_since_closes_it(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner)
    draft = owner.get("/api/forms/lead/draft").json()
    body = draft["body"]
    body["fields"] = [each for each in body["fields"] if each["key"] != "email"]
    body["traits"]["party"].pop("email")
    body["pushes"] = []
    for section in body["sections"]:
        section["fields"] = [key for key in section["fields"] if key != "email"]
    uses = owner.get("/api/forms/lead/usage?field=email").json()["items"]
    assert ("public_form", "Fair") in [(each["kind"], (each["label"] or {}).get("en-US")) for each in uses]
    publish(owner, save(owner, draft, body))
    page = opened(nobody, public["slug"])
    assert (page["state"], page["reason"], page["fields"]) == ("closed", "broken", [])
    (told,) = owner.get(BASE).json()["items"]
    assert [(each["code"], each["params"]) for each in told["problems"]] == [
        ("public.field_gone", {"field": "email"})
    ]
    reply = sent_anyway(office, nobody, public)
    assert (reply.status_code, code(reply)) in ((410, "public.closed"), (422, "public.bad_challenge"))
    fields = [each for each in told["definition"]["fields"] if each["key"] != "email"]
    changed(owner, told, definition={**told["definition"], "fields": fields})
    assert sent(office, nobody, public["slug"], {"company": "A"}).status_code == 201
    assert len(leads(owner)) == 1


def sent_anyway(office: Office, nobody: TestClient, public: dict[str, Any]) -> Any:
    """An entry to a form that is closed."""
    body = {"challenge": "x", "solution": "x", "values": {"company": "A"}}
    return nobody.post(f"/api/public/{public['slug']}", json=body)


def test_a_form_that_is_gone(owner: TestClient, nobody: TestClient) -> None:
    label = {"zh-CN": "访", "en-US": "Visit"}
    draft = owner.post("/api/forms", json={"label": label, "key": "visit"}).json()
    publish(owner, draft)
    public = made(owner, "visit", fields=[{"key": "name"}])
    assert owner.delete("/api/forms/visit?force=1").status_code == 204
    assert opened(nobody, public["slug"])["reason"] == "broken"
    owner.post("/api/forms/visit/restore")
    assert opened(nobody, public["slug"])["state"] == "open"


def test_a_logo(office: Office, owner: TestClient, anna: TestClient, nobody: TestClient) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(out, "PNG")
    public = made(owner)
    mine = owner.post("/api/files", files={"file": ("logo.png", out.getvalue())}).json()["id"]
    hers = anna.post("/api/files", files={"file": ("logo.png", out.getvalue())}).json()["id"]
    text = owner.post("/api/files", files={"file": ("logo.svg", b"<svg onload='alert(1)'/>")}).json()["id"]
    for wrong in (hers, text, 4711):
        reply = owner.patch(f"{BASE}/{public['id']}", json={"version": public["version"], "logo": wrong})
        assert (reply.status_code, code(reply)) == (422, "public.invalid")
    public = changed(owner, public, logo=mine)
    shown = nobody.get(opened(nobody, public["slug"])["logo"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert owner.get(f"/api/files/{mine}").status_code == 404
    public = changed(owner, public, logo=None)
    assert opened(nobody, public["slug"])["logo"] is None
    assert nobody.get(f"/api/public/{public['slug']}/logo").status_code == 404


def test_qr_codes(owner: TestClient) -> None:
    public = made(owner)
    url = f"{BASE}/{public['id']}/qr"
    origin = "https://crm.example.com"
    drawing = owner.get(url, params={"origin": origin, "c": "fair"})
    assert (drawing.status_code, drawing.headers["content-type"]) == (200, "image/svg+xml")
    assert drawing.text.startswith("<svg")
    picture = owner.get(url, params={"origin": origin, "format": "png"})
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"
    for wrong in ("", "javascript:alert(1)", "https://", "https://a/b", "https://u@a"):
        assert owner.get(url, params={"origin": wrong}).status_code == 422, wrong


def test_only_the_public_page_may_be_framed(nobody: TestClient) -> None:
    for path, others in (
        ("/p/anything", True),
        ("/", False),
        ("/signin", False),
        ("/p", False),
        ("/api/version", False),
    ):
        headers = nobody.get(path).headers
        policy = DATA_POLICY if path.startswith("/api") else POLICY
        assert headers["content-security-policy"] == policy + ("*" if others else "'self'"), path
        assert ("x-frame-options" in headers) is not others, path


def test_records_that_are_gone_lose_no_entry(office: Office, owner: TestClient, nobody: TestClient) -> None:
    campaign = created(owner, "campaign", name="Fair")["id"]
    for settled in (
        {"fixed": {"campaign": campaign}},
        {"tracking": {"field": "campaign", "codes": [{"code": "fair", "value": campaign}]}},
    ):
        made(owner, **settled)
    owner.delete(f"/api/records/campaign/{campaign}")
    for told in owner.get(BASE).json()["items"]:
        assert [each["code"] for each in told["warnings"]] == ["fields.unknown_record"]
        assert (told["closed"], told["problems"]) == (None, [])
        assert sent(office, nobody, told["slug"], {"company": "A"}, source="fair").status_code == 201
    assert [lead["campaign"] for lead in leads(owner)] == [None, None]


def test_a_field_that_is_filled_in_by_itself_is_missed_too(owner: TestClient, nobody: TestClient) -> None:
    fixed = made(owner, fixed={"wechat": "x"})
    tracked = made(owner, tracking={"field": "wechat", "codes": []})
    draft = owner.get("/api/forms/lead/draft").json()
    body = draft["body"]
    body["fields"] = [each for each in body["fields"] if each["key"] != "wechat"]
    body["traits"]["party"].pop("wechat")
    body["pushes"] = []
    for section in body["sections"]:
        section["fields"] = [key for key in section["fields"] if key != "wechat"]
    publish(owner, save(owner, draft, body))
    for public in (fixed, tracked):
        assert opened(nobody, public["slug"])["reason"] == "broken"
    found = [[each["field"] for each in told["problems"]] for told in owner.get(BASE).json()["items"]]
    assert found == [["fixed.wechat"], ["tracking.field"]]
