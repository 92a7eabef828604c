"""Drafts made and published over HTTP, for tests."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import created

Json = dict[str, Any]


def start(owner: TestClient, label: str = "Site visit", **more: Any) -> Json:
    """A new form's draft."""
    reply = owner.post("/api/forms", json={"label": {"zh-CN": label, "en-US": label}, **more})
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def save(owner: TestClient, draft: Json, body: Json) -> Json:
    """The draft with another body."""
    reply = owner.put(f"/api/forms/{draft['form']}/draft", json={"body": body, "version": draft["version"]})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def publish(owner: TestClient, draft: Json, **more: Any) -> Json:
    """The answer to publishing it."""
    reply = owner.post(f"/api/forms/{draft['form']}/publish", json={"version": draft["version"], **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def with_field(body: Json, key: str, kind: str, **more: Any) -> Json:
    """The body with a field added, or put in the place of the one of that key."""
    field = {"key": key, "kind": kind, "label": {"zh-CN": key, "en-US": key}, **more}
    rest = [each for each in body["fields"] if each["key"] != key]
    return {**body, "fields": [*rest, field]}


def changed(owner: TestClient, form: str, key: str, kind: str, **more: Any) -> Json:
    """A draft of `form` in which a field is added or becomes another kind."""
    draft = owner.get(f"/api/forms/{form}/draft").json()
    return save(owner, draft, with_field(draft["body"], key, kind, **more))


def visits(owner: TestClient, kind: str, values: list[Any], **more: Any) -> list[int]:
    """A published form `visit` with a field `size` of `kind` and a record for each value."""
    draft = start(owner, key="visit")
    publish(owner, save(owner, draft, with_field(draft["body"], "size", kind, **more)))
    return [created(owner, "visit", name=f"v{at}", size=value)["id"] for at, value in enumerate(values)]


def sizes(owner: TestClient) -> list[Any]:
    """The values of `size`, in the order the records came."""
    page = owner.get("/api/records/visit", params={"fields": "size", "sort": "id", "limit": 200}).json()
    return [item["size"] for item in page["items"]]
