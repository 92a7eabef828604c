"""Views and columns that can hold nothing for somebody are not offered to them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, created


def seat(office: Office, role: str) -> TestClient:
    """Somebody who has one role of the template."""
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.stranger, [role]))
    return office.client("stranger")


def views(client: TestClient, form: str) -> set[str]:
    items: list[dict[str, Any]] = client.get("/api/forms").json()["items"]
    found = next(each for each in items if each["key"] == form)["views"]
    assert {each["key"] for each in client.get(f"/api/forms/{form}/views").json()["items"]} == {
        each["key"] for each in found
    }
    return {each["key"] for each in found if not each.get("ready")}


OPEN = {"closing", "no_next_step", "overdue", "stalled"}


@pytest.mark.parametrize(
    ("role", "gone"),
    [
        ("legal", {"mine", "department"}),
        ("finance", {"mine", "department"}),
        ("service", {"mine", "department", *OPEN}),
        ("boss", set()),
        ("sales", set()),
    ],
)
def test_a_reader_has_no_tab_for_what_is_never_theirs(office: Office, role: str, gone: set[str]) -> None:
    all_ = {"mine", "department", "board", "won", "all", *OPEN}
    assert views(seat(office, role), "opportunity") == all_ - gone


def test_what_became_theirs_after_all_brings_the_tab_back(office: Office, owner: TestClient) -> None:
    finance = seat(office, "finance")
    assert "mine" not in views(finance, "account")
    created(owner, "account", name="Given to finance", owner=office.people.stranger)
    assert "mine" in views(finance, "account")


def test_a_relation_to_what_is_out_of_sight_says_so(office: Office, anna: TestClient) -> None:
    def closed(client: TestClient) -> set[str]:
        fields = client.get("/api/forms/opportunity").json()["fields"]
        return {each["key"] for each in fields if each.get("closed")}

    assert closed(anna) == set()
    assert closed(seat(office, "legal")) == {"contact", "product", "competitor", "campaign"}
    assert closed(seat(office, "finance")) == {"contact", "competitor"}
