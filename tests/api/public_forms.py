"""What tests of public forms have in common: a form for leads, a visitor who solves the puzzle, an entry."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from bulou.records.public import challenge
from tests.api.conftest import Office

Json = dict[str, Any]
FIELDS = ("company", "contact", "phone", "email", "note", "attachments")


def settings(**more: Any) -> Json:
    """Settings of a public form over leads."""
    return {
        "title": {"zh-CN": "预约演示", "en-US": "Book a demo"},
        "thanks": {"zh-CN": "明天给您回电", "en-US": "We call you tomorrow"},
        "fields": [{"key": key} for key in FIELDS],
        **more,
    }


def made(host: TestClient, form: str = "lead", **more: Any) -> Json:
    """A public form that is open."""
    reply = host.post(f"/api/forms/{form}/public", json={"label": "Fair", "definition": settings(**more)})
    assert reply.status_code == 201, reply.text
    return changed(host, reply.json(), enabled=True)


def changed(owner: TestClient, public: Json, **more: Any) -> Json:
    """The public form after a change."""
    url = f"/api/forms/{public['form']}/public/{public['id']}"
    reply = owner.patch(url, json={"version": public["version"], **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def solved(puzzle: Json) -> Json:
    """The challenge with its solution, as an entry carries them."""
    for number in count():
        if challenge.is_solved(puzzle["nonce"], str(number), puzzle["bits"]):
            return {"challenge": puzzle["token"], "solution": str(number)}
    raise AssertionError


def opened(visitor: TestClient, slug: str) -> Json:
    """What the page shows."""
    reply = visitor.get(f"/api/public/{slug}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def ready(office: Office, visitor: TestClient, slug: str) -> Json:
    """A solved challenge, old enough to be sent."""
    found = solved(opened(visitor, slug)["challenge"])
    office.clock.now += timedelta(seconds=challenge.LEAST_SECONDS)
    return found


def sent(office: Office, visitor: TestClient, slug: str, values: Json, **more: Any) -> Response:
    """The answer to an entry."""
    body = {**ready(office, visitor, slug), "values": values, **more}
    return visitor.post(f"/api/public/{slug}", json=body)


def leads(owner: TestClient, fields: str = "company,contact,phone,source,campaign,owner") -> list[Json]:
    """The leads, the newest first."""
    params = {"sort": "-id", "fields": fields}
    return list(owner.get("/api/records/lead", params=params).json()["items"])
