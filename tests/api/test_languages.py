"""Whoever asks in two languages, from two browsers, is answered in each."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import created


def test_the_timeline_names_fields_in_the_language_asked(anna: TestClient) -> None:
    lead = created(anna, "lead", company="Firm", city="Wuxi")
    reply = anna.patch(f"/api/records/lead/{lead['id']}", json={"city": "Suzhou"})
    assert reply.status_code == 200, reply.text
    assert _label(anna, lead["id"], "en-US") == "City"
    assert _label(anna, lead["id"], "zh-CN") == "城市"
    assert _label(anna, lead["id"], "en-US") == "City"


def _label(client: TestClient, id_: int, locale: str) -> str:
    asked = client.get(f"/api/records/lead/{id_}/timeline", headers={"accept-language": locale})
    changed = next(each for each in asked.json()["items"] if each["kind"] == "changed")
    return str(changed["data"]["changes"][0]["label"])
