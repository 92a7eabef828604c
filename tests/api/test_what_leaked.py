"""What the leak drill found once: it stays mended."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert

from bulou.db.tables.forms import app_object
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.publish import publish_all
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code, created

ALL = ["read", "print", "create", "change", "delete", "import", "export", "assign", "bulk"]


def limited(office: Office, **grant: Any) -> TestClient:
    """The stranger's browser with one grant."""
    definition = {"grants": [{"actions": ALL, "rows": "all", **grant}]}
    office.do(lambda tx: roles.put(tx, SYSTEM, "odd", {"en-US": "Odd"}, definition))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.stranger, ["odd"]))
    return office.client("stranger")


def test_a_shared_view_keeps_what_it_asks_for_in_closed_fields(office: Office, owner: TestClient) -> None:
    secret = {"field": "revenue", "op": "eq", "value": 51234567}
    far = {"field": "parent.revenue", "op": "gt", "value": 51234567}
    open_ = {"field": "name", "op": "contains", "value": "Ltd"}
    definition = {
        "filter": {"or": [secret, {"not": far}, open_]},
        "colours": [{"filter": secret, "colour": "blue"}],
    }
    body = {"label": "Big ones", "shared": True, "definition": definition}
    assert owner.post("/api/forms/account/views", json=body).status_code == 201
    reader = limited(office, form="account", fields={"revenue": "hidden"})
    for address in ("/api/forms", "/api/forms/account", "/api/forms/account/views"):
        text = reader.get(address).text
        assert "Big ones" in text and "Ltd" in text
        assert "51234567" not in text
    assert "51234567" in owner.get("/api/forms/account/views").text
    assert "51234567" in office.client("anna").get("/api/forms/account/views").text


def test_a_dashboard_keeps_what_it_asks_for_in_closed_fields(office: Office, owner: TestClient) -> None:
    secret = {"field": "cost", "op": "gt", "value": 51234567}
    measures = [
        {"agg": "count", "filter": secret},
        {"agg": "count", "filter": {"field": "name", "op": "eq", "value": "Pump"}},
    ]
    widget = {"key": "dear", "kind": "chart", "aggregate": {"measures": measures, "filter": {"not": secret}}}
    body = {
        "key": "dear",
        "label": {"en-US": "Dear"},
        "form": "product",
        "period": "all",
        "widgets": [widget],
    }
    row = {"kind": "dashboard", "key": "dear", "body": json.dumps(body), "version": 1}
    office.do(lambda tx: tx.execute(insert(app_object).values(row)))
    anna = office.client("anna")  # a salesperson, to whom costs are closed
    for address in ("/api/dashboards", "/api/dashboards/dear", "/api/dashboards/dear/data"):
        assert "51234567" not in anna.get(address).text
    assert "Pump" in anna.get("/api/dashboards/dear").text
    assert "51234567" in owner.get("/api/dashboards/dear").text
    assert owner.get("/api/dashboards/dear/data").json()["widgets"]["dear"]["rows"] == [[0, 0]]


def test_a_notice_keeps_the_words_of_a_record_that_is_out_of_sight(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    account = created(anna, "account", name="Ruida")
    base = f"/api/records/account/{account['id']}"
    said = owner.post(f"{base}/comments", json={"body": "Price is 77", "mentions": [office.people.anna]})
    assert said.json()["not_told"] == []
    assert "Price is 77" in anna.get("/api/notifications").text
    assert owner.post(f"{base}/assign", json={"owner": office.people.ben}).status_code == 200
    notices = anna.get("/api/notifications")
    assert notices.json()["items"][0]["kind"] == "mention"
    assert "Price" not in notices.text
    assert "Ruida" not in notices.text


def test_next_steps_of_a_record_whose_planned_day_is_masked(office: Office, owner: TestClient) -> None:
    lead = created(owner, "lead", company="Ruida", next_follow_up="2026-12-01")
    address = f"/api/records/lead/{lead['id']}/next"
    assert [each["kind"] for each in owner.get(address).json()["items"]] == ["plan"]
    reply = limited(office, form="lead", fields={"*": "masked", "company": "read"}).get(address)
    assert (reply.status_code, reply.json()) == (200, {"items": []})


def test_a_choice_without_choices_sorts(owner: TestClient) -> None:
    created(owner, "product", name="Pump")
    reply = owner.get("/api/records/product", params={"sort": "category"})
    assert [each["title"] for each in reply.json()["items"]] == ["Pump"]


def test_masked_percentages_are_exported_as_masks(office: Office, owner: TestClient) -> None:
    created(owner, "opportunity", name="Deal", probability=37)
    reader = limited(office, form="opportunity", fields={"*": "masked", "name": "read"})
    job = reader.post("/api/exports", json={"form": "opportunity", "format": "csv"}).json()["job"]
    assert office.drive(job) == "done"
    text = reader.get(f"/api/exports/{job}/file").text
    assert "Deal" in text and "**" in text
    assert "37" not in text.split("Deal")[1]


def test_figures_and_orders_go_by_no_more_than_one_record(office: Office, owner: TestClient) -> None:
    """What leads to many records has no one value to sum or sort by, and no rights of theirs would be asked for."""
    visit = FormDef(
        key="visit",
        label={"en-US": "Visit"},
        title="name",
        fields=(
            FieldDef(key="name", kind="text", label={"en-US": "Name"}),
            FieldDef(key="met", kind="relations", label={"en-US": "Met"}, options={"target": "account"}),
        ),
    )
    office.do(lambda tx: publish_all(tx, [visit], by=SYSTEM))
    definition = {
        "grants": [
            {"form": form, "actions": ALL, "rows": rows}
            for form, rows in (("visit", "all"), ("account", "own"))
        ]
    }
    office.do(lambda tx: roles.put(tx, SYSTEM, "odd", {"en-US": "Odd"}, definition))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.stranger, ["odd"]))
    account = created(owner, "account", name="Ruida", employees=51234567)
    created(owner, "visit", name="Fair", met=[account["id"]])
    reader = office.client("stranger")
    for measure in ({"agg": "sum", "field": "met.employees"}, {"agg": "max", "field": "met.employees"}):
        for body in (
            {"measures": [measure]},
            {"measures": [{"agg": "count"}], "dimensions": [{"field": "met.name"}]},
        ):
            reply = reader.post("/api/aggregate/visit", json=body)
            assert (reply.status_code, code(reply)) == (422, "reports.bad"), reply.text
    days = {"agg": "avg", "days": ["created_at", "met.created_at"]}
    assert reader.post("/api/aggregate/visit", json={"measures": [days]}).status_code == 422
    for sort in ("met.employees", "-met.name"):
        assert reader.get("/api/records/visit", params={"sort": sort}).status_code == 422
    assert "51234567" not in reader.get("/api/records/visit", params={"fields": "name,met"}).text
