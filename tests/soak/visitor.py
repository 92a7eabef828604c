"""Somebody who works over HTTP: signs in, makes records by what their form asks, looks them up again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.serving import Server, Workspace

T = TypeVar("T")
PATIENCE = httpx.Timeout(120.0)
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True)
class Visitor:
    """A signed-in caller; `client` carries the cookie and the CSRF token."""

    client: httpx.Client
    forms: dict[str, Any] = field(default_factory=dict)

    def form(self, key: str) -> dict[str, Any]:
        """The definition of a form, asked once."""
        if key not in self.forms:
            self.forms[key] = self.get(f"/forms/{key}")
        return dict(self.forms[key])

    def get(self, path: str, **query: Any) -> Any:
        """The answer of a GET that must succeed."""
        return self.client.get(f"/api{path}", params=query).raise_for_status().json()

    def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """A POST, whatever comes of it."""
        return self.client.post(f"/api{path}", json=body, headers=headers)

    def patch(self, form: str, record: int, body: Any) -> httpx.Response:
        """A PATCH of a record, whatever comes of it."""
        return self.client.patch(f"/api/records/{form}/{record}", json=body)

    def create(self, form: str, name: str, **values: Any) -> dict[str, Any]:
        """A new record with everything its form requires; its title starts with `name`."""
        body = {**filled(self.form(form), name), **values}
        reply = self.post(f"/records/{form}", body)
        assert reply.status_code == 201, reply.text
        return dict(reply.json())

    def total(self, form: str, **query: Any) -> int:
        """How many records the caller sees, counted exactly."""
        return int(self.get(f"/records/{form}", limit=1, count="exact", **query)["total"]["value"])


def sign_in(server: Server, workspace: Workspace) -> Visitor:
    """The owner of the workspace, signed in."""
    client = httpx.Client(base_url=server.url, timeout=PATIENCE)
    reply = client.post("/api/session", json={"account": workspace.account, "password": workspace.password})
    assert reply.status_code in (200, 201), reply.text
    client.headers["X-CSRF-Token"] = reply.json()["csrf"]
    return Visitor(client)


def filled(form: dict[str, Any], name: str) -> dict[str, Any]:
    """A value for the title and for every required field, by its kind."""
    title = form["title"] if isinstance(form["title"], str) else None
    wanted = [one for one in form["fields"] if one["required"] or one["key"] == title]
    return {one["key"]: _value(one, name) for one in wanted if not one["readonly"]}


def import_file(visitor: Visitor, form: str, file: Path) -> str:
    """Upload a file and run its import as proposed; where the import is."""
    with file.open("rb") as content:
        reply = visitor.client.post("/api/imports", data={"form": form}, files={"file": (file.name, content)})
    assert reply.status_code in (200, 201, 202), reply.text
    address = f"/imports/{reply.json()['id']}"
    started = visitor.post(f"{address}/run", {})
    assert started.status_code == 202, started.text
    return address


def await_import(visitor: Visitor, address: str, *, until: Callable[[Any], bool]) -> Any:
    """The import as soon as it has ended, or `until` holds."""
    now, pause = visitor.get(address), threading.Event()
    for _ in range(6000):
        if now["status"] in ENDED or until(now):
            return now
        pause.wait(0.05)
        now = visitor.get(address)
    raise AssertionError(f"the import does not move: {now}")


def at_once(times: int, act: Callable[[int], T]) -> Sequence[T]:
    """What `act(0)` … `act(times - 1)` give when all of them start together."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(act, range(times)))


def _value(one: dict[str, Any], name: str) -> Any:
    simple = {"text": name, "long_text": name, "number": 1, "money": 1, "percent": 10, "switch": True}
    if one["kind"] in simple:
        return simple[one["kind"]]
    if one["kind"] == "choice":
        return one["options"]["choices"][0]["key"]
    if one["kind"] == "date":
        return "2026-11-21"
    raise AssertionError(f"no sample for a required {one['kind']} field ({one['key']})")
