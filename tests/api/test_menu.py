"""The navigation: arranged by those who configure, cut to what each person may open and their roles are to see."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import audit, roles
from tests.api.conftest import Office, code

Json = dict[str, Any]


LABEL = {"zh-CN": "客户往来", "en-US": "Customers"}
SECTIONS: list[Json] = [
    {
        "section": "sales",
        "label": LABEL,
        "icon": "account",
        "items": [
            {
                "form": "lead",
                "label": {"en-US": "Inquiries"},
                "icon": "mail",
                "hidden_for": ["sales_director"],
            },
            {"form": "account"},
            {"form": "opportunity"},
        ],
    },
    {"section": "work", "label": {"en-US": "Work"}, "items": [{"page": "today"}, {"form": "task"}]},
    {"section": "empty", "label": {"en-US": "Nothing"}, "items": [], "hidden_for": ["sales"]},
    {
        "section": "analysis",
        "label": {"en-US": "Analysis"},
        "items": [{"dashboard": "*"}],
        "hidden_for": ["sales"],
    },
]
OWN = [
    {
        "key": "sales",
        "home": "/f/lead?view=mine",
        "order": ["section.work", "form.opportunity", "form.lead"],
        "tabs": ["", "form.lead"],
    },
    {
        "key": "sales_director",
        "home": "/dashboards/sales",
        "places": {"form.task": "sales", "form.account": "empty", "dashboard.*": "work"},
        "tabs": ["dashboard.sales", "form.lead"],
    },
]


def seen(client: TestClient) -> list[str]:
    """The sections with their entries, as somebody sees them."""
    menu = client.get("/api/me").json()["menu"]
    return [f"{each['section']}: {' '.join(item['key'] for item in each['items'])}" for each in menu]


def arranged(owner: TestClient, **change: Any) -> Json:
    found = owner.get("/api/menu").json()
    reply = owner.put("/api/menu", json={"version": found["version"], "menu": {**found["menu"], **change}})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_what_is_arranged_is_what_each_role_sees(
    office: Office, owner: TestClient, head: TestClient, anna: TestClient, stranger: TestClient
) -> None:
    before = owner.get("/api/menu").json()
    assert [each["section"] for each in before["menu"]["sections"]] == [
        "work",
        "sales",
        "deal",
        "market",
        "analysis",
    ]
    assert {"form.lead", "page.today", "dashboard.sales"} <= {each["name"] for each in before["entries"]}
    assert seen(stranger) == ["work: today"]
    arranged(owner, sections=SECTIONS, roles=OWN)
    assert seen(anna) == ["work: today task", "sales: opportunity lead pool.leads account pool.accounts"]
    assert seen(head) == [
        "sales: opportunity task",
        "work: today dashboard.sales dashboard.market",
        "empty: account pool.accounts",
    ]
    assert seen(stranger) == ["work: today"]
    menu = anna.get("/api/me").json()["menu"]
    assert (menu[1]["label"], menu[1]["icon"]) == (LABEL, "account")
    lead = menu[1]["items"][1]
    assert (lead["label"]["en-US"], lead["label"]["zh-CN"], lead["icon"]) == ("Inquiries", "线索", "mail")
    tabs = [client.get("/api/me").json()["tabs"] for client in (anna, head, stranger)]
    assert tabs == [[None, "/f/lead"], ["/dashboards/sales", None], [None, None]]  # hidden from a head: leads
    homes = {name: client.get("/api/me").json()["home"] for name, client in (("anna", anna), ("head", head))}
    assert homes == {"anna": "/f/lead?view=mine", "head": "/dashboards/sales"}
    rights_go_first(office, anna)
    a_new_form_lands_by_itself(office, owner)


def rights_go_first(office: Office, anna: TestClient) -> None:
    for key in ("leads", "accounts"):  # who belongs to a pool may open its form
        assert office.client("owner").delete(f"/api/admin/pools/{key}").status_code == 204
    blind = {"grants": [{"form": "account", "actions": ["read"]}], "home": "/f/lead"}
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, blind))
    assert (seen(anna), anna.get("/api/me").json()["home"]) == (["work: today", "sales: account"], "/")


def a_new_form_lands_by_itself(office: Office, owner: TestClient) -> None:
    made = owner.post("/api/forms", json={"label": {"en-US": "Visit"}, "key": "visit"}).json()
    draft = owner.get("/api/forms/visit/draft").json()
    published = owner.post("/api/forms/visit/publish", json={"version": draft["version"]})
    assert published.status_code == 200, (made, published.text)
    assert "more: visit" in seen(owner)
    trail = office.do(lambda tx: audit.read(tx, audit.Filter(action="menu.arranged")))
    assert len(trail) == 1


ONE: Json = {"section": "work", "label": {"en-US": "Work"}, "items": [{"page": "today"}]}
REFUSED: list[tuple[Json, str, str]] = [
    ({"sections": [ONE, ONE]}, "menu.invalid", "menu.twice"),
    (
        {"sections": [{**ONE, "items": [{"page": "today"}, {"page": "today"}]}]},
        "menu.invalid",
        "menu.twice",
    ),
    ({"sections": [{**ONE, "label": {"en-US": " "}}]}, "menu.invalid", "menu.no_label"),
    ({"sections": [{**ONE, "items": [{"form": "nonsense"}]}]}, "menu.invalid", "menu.no_such_page"),
    (
        {"sections": [{**ONE, "items": [{"form": "lead", "page": "today"}]}]},
        "menu.invalid",
        "menu.one_thing",
    ),
    ({"sections": [{**ONE, "items": [{}]}]}, "menu.invalid", "menu.one_thing"),
    ({"sections": [{**ONE, "hidden_for": ["nobody"]}]}, "menu.invalid", "menu.unknown_role"),
    ({"sections": [ONE], "roles": [{"key": "nobody"}]}, "menu.invalid", "menu.unknown_role"),
    ({"sections": [{**ONE, "section": "../x"}]}, "invalid", "fields.invalid"),
    ({"sections": [{**ONE, "extra": 1}]}, "invalid", "fields.unknown"),
    ({"sections": []}, "menu.changed", ""),
]
OF_SALES: list[tuple[Json, str]] = [
    ({"places": {"form.lead": "work"}}, "menu.no_such_page"),
    ({"places": {"page.today": "nowhere"}}, "menu.no_such_section"),
    ({"tabs": ["form.nonsense"]}, "menu.no_such_page"),
    ({"tabs": ["form.lead", "form.lead"]}, "menu.twice"),
]
REFUSED += [
    ({"sections": [ONE], "roles": [{"key": "sales", **own}]}, "menu.invalid", detail)
    for own, detail in OF_SALES
]
REFUSED.append(
    ({"sections": [ONE], "roles": [{"key": "sales", "tabs": ["a", "b", "c"]}]}, "invalid", "fields.invalid")
)
HOMES = [
    "https://evil.example",
    "//evil.example",
    "/f/nonsense",
    "/f/lead?x=1",
    "/dashboards/none",
    "/settings",
]
REFUSED += [
    ({"sections": [ONE], "roles": [{"key": "sales", "home": home}]}, "menu.invalid", "menu.no_such_page")
    for home in HOMES
]


def test_arrangements_that_are_refused(owner: TestClient, anna: TestClient, stranger: TestClient) -> None:
    for client in (anna, stranger):
        assert code(client.get("/api/menu")) == "access.forbidden"
        assert (
            code(client.put("/api/menu", json={"version": 1, "menu": {"sections": []}})) == "access.forbidden"
        )
    found = owner.get("/api/menu").json()
    for menu, problem, detail in REFUSED:
        version = found["version"] + (problem == "menu.changed")
        reply = owner.put("/api/menu", json={"version": version, "menu": menu})
        assert code(reply) == problem, (menu, reply.text)
        assert [each["code"] for each in reply.json().get("errors", [])][:1] == [detail] * bool(detail), menu
    assert owner.get("/api/menu").json() == found
