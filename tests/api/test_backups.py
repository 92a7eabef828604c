"""Backups over HTTP: only administrators see and make them, and making one twice is one job."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from bulou.db.jobs.steps import Place, advance
from tests.api.conftest import Office


def test_administrators_see_and_make_backups(office: Office, owner: TestClient, anna: TestClient) -> None:
    for reply in (anna.get("/api/admin/backups"), anna.post("/api/admin/backups", json={})):
        assert (reply.status_code, reply.json()["code"]) == (403, "access.forbidden")
    assert owner.get("/api/admin/backups").json() == {"items": [], "last": None}

    made = owner.post("/api/admin/backups", json={})
    assert made.status_code == 202
    assert owner.post("/api/admin/backups", json={}).json() == made.json()  # one is waiting already
    site = office.app.state.site
    place = Place(site.db, office.clock, Path(site.settings.data_dir), lambda: False)
    assert not advance(place, made.json()["job"], 0)

    [item] = owner.get("/api/admin/backups").json()["items"]
    assert (item["name"], item["checked"]) == ("bulou-20261120-010000.zip", True)
    assert item["rows"] > 0
    assert owner.get("/api/admin/backups").json()["last"]["checked"] == "restored"
    assert owner.post("/api/admin/backups", json={}).json() != made.json()
