"""Reports: exact figures, only what the caller may see, and every figure opens exactly its records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created

FORMS = "opportunity"


def deal(client: TestClient, name: str, **values: Any) -> dict[str, Any]:
    """A new opportunity."""
    return created(client, FORMS, name=name, **values)


def move(client: TestClient, id_: int, stage: str, **values: Any) -> None:
    """Through the gate."""
    reply = client.post(f"/api/records/{FORMS}/{id_}/stage", json={"stage": stage, "values": values})
    assert reply.status_code == 200, reply.text


def aggregate(client: TestClient, body: dict[str, Any], form: str = FORMS) -> dict[str, Any]:
    """The answer of an aggregate."""
    reply = client.post(f"/api/aggregate/{form}", json=body)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def count_of(client: TestClient, link: dict[str, Any]) -> int:
    """How many records the list behind a figure holds."""
    params = {
        "filter": json.dumps(link["filter"]),
        "count": "exact",
        "limit": 1,
        "search": link.get("search"),
    }
    reply = client.get(f"/api/records/{link['form']}", params=params)
    assert reply.status_code == 200, reply.text
    return int(reply.json()["total"]["value"])


@pytest.fixture
def deals(office: Office, anna: TestClient, ben: TestClient) -> None:
    """Six deals of two people over two months."""
    won = deal(
        anna, "A1", amount=1000.1, engaged_on="2026-09-01", expected_close="2026-11-05", source="website"
    )
    move(anna, won["id"], "won", amount=1000.1, closed_on="2026-10-11")
    also = deal(
        anna, "A2", amount=2000.2, engaged_on="2026-10-01", expected_close="2026-11-20", source="website"
    )
    move(anna, also["id"], "won", amount=2000.2, closed_on="2026-11-10")
    lost = deal(anna, "A3", amount=500, engaged_on="2026-10-01")
    move(anna, lost["id"], "lost", loss_reason="price", closed_on="2026-11-11")
    deal(anna, "A4", amount=300.3, expected_close="2026-12-24", source="exhibition")
    deal(anna, "A5", expected_close="2026-12-31")
    deal(ben, "B1", amount=9999, expected_close="2026-12-01")


WON = {"field": "stage", "op": "eq", "value": "won"}
CLOSED = {"field": "stage", "op": "in", "value": ["won", "lost"]}

MEASURES: list[tuple[dict[str, Any], Any]] = [
    ({"agg": "count"}, 5),
    ({"agg": "count", "field": "amount"}, 4),
    ({"agg": "sum", "field": "amount"}, 3800.6),
    ({"agg": "sum", "field": "amount", "filter": WON}, 3000.3),
    ({"agg": "avg", "field": "amount"}, 950.15),
    ({"agg": "min", "field": "amount"}, 300.3),
    ({"agg": "max", "field": "amount"}, 2000.2),
    ({"agg": "max", "field": "closed_on"}, "2026-11-11"),
    ({"agg": "min", "field": "amount", "filter": {"field": "name", "op": "eq", "value": "none"}}, None),
    ({"agg": "sum", "field": "amount", "filter": {"field": "name", "op": "eq", "value": "none"}}, 0),
    ({"agg": "count_distinct", "field": "source"}, 2),
    ({"agg": "avg", "days": ["engaged_on", "closed_on"], "filter": WON}, 40),
    ({"agg": "avg", "days": ["created_at", "expected_close"]}, 15),
    ({"agg": "sum", "field": "amount", "weight": "probability"}, 3060.36),
    ({"ratio": [{"agg": "count", "filter": WON}, {"agg": "count", "filter": CLOSED}]}, 0.6667),
    (
        {
            "ratio": [
                {"agg": "count"},
                {"agg": "count", "filter": {"field": "name", "op": "eq", "value": "none"}},
            ]
        },
        None,
    ),
]


def test_measures_are_exact(deals: None, anna: TestClient) -> None:
    answer = aggregate(anna, {"measures": [measure for measure, _ in MEASURES]})
    assert answer["rows"] == [[wanted for _, wanted in MEASURES]]


def test_sums_beyond_64_bits_stay_exact(office: Office, anna: TestClient) -> None:
    for index in range(10):
        deal(anna, f"Huge {index}", amount=9_999_999_999_999)
    weighted = {"agg": "sum", "field": "amount", "weight": "probability"}
    answer = aggregate(anna, {"measures": [weighted, {"agg": "avg", "field": "amount"}]})
    assert answer["rows"] == [[19_999_999_999_998, 9_999_999_999_999]]


GROUPS: list[tuple[dict[str, Any], list[list[Any]]]] = [
    (
        {"dimensions": ["stage"]},
        [["need", "Needs analysis", 2], ["won", "Won", 2], ["lost", "Lost", 1]],
    ),
    (
        {"dimensions": [{"field": "closed_on", "bucket": "month"}], "filter": WON},
        [["2026-10", None, 1], ["2026-11", None, 1]],
    ),
    ({"dimensions": [{"field": "closed_on", "bucket": "quarter"}]}, [[None, None, 2], ["2026-Q4", None, 3]]),
    ({"dimensions": [{"field": "closed_on", "bucket": "year"}], "filter": CLOSED}, [["2026", None, 3]]),
    (
        {"dimensions": [{"field": "closed_on", "bucket": "week"}], "filter": CLOSED},
        [["2026-10-05", None, 1], ["2026-11-09", None, 2]],
    ),
    ({"dimensions": [{"field": "created_at", "bucket": "day"}]}, [["2026-11-20", None, 5]]),
    ({"dimensions": ["owner"]}, [["anna", "Anna Ames", 5]]),
    ({"dimensions": ["owner.department"]}, [["department", "East", 5]]),
    (
        {"dimensions": ["source"], "sort": "-m0"},
        [[None, None, 2], ["website", "Website", 2], ["exhibition", "Exhibition", 1]],
    ),
]


@pytest.mark.parametrize("index", range(len(GROUPS)))
def test_groups_carry_titles_and_open_their_records(
    office: Office, deals: None, anna: TestClient, index: int
) -> None:
    request, wanted = GROUPS[index]
    answer = aggregate(anna, request)
    ids = {"anna": office.people.anna, "department": office.people.department}
    rows = [[cell["value"], cell["title"], count] for cell, count in answer["rows"]]
    wanted = [[ids.get(value, value), title, count] for value, title, count in wanted]
    assert sorted(rows, key=str) == sorted(wanted, key=str)
    assert [count_of(anna, link) for link in answer["links"]] == [row[-1] for row in answer["rows"]]


def test_stages_stand_in_the_order_of_the_pipeline(deals: None, anna: TestClient) -> None:
    answer = aggregate(anna, {"dimensions": ["stage"]})
    assert [row[0]["value"] for row in answer["rows"]] == ["need", "won", "lost"]


def test_buckets_without_a_record_stand_with_zeros(deals: None, anna: TestClient) -> None:
    later = deal(anna, "A6", amount=5, engaged_on="2026-10-01")
    move(anna, later["id"], "won", amount=5, closed_on="2027-01-31")
    dimension = {"field": "closed_on", "bucket": "month", "fill": True}
    measures = [{"agg": "sum", "field": "amount"}, {"agg": "count"}, {"agg": "avg", "field": "amount"}]
    answer = aggregate(anna, {"dimensions": [dimension], "measures": measures, "filter": WON, "totals": True})
    assert [[row[0]["value"], *row[1:]] for row in answer["rows"]] == [
        ["2026-10", 1000.1, 1, 1000.1],
        ["2026-11", 2000.2, 1, 2000.2],
        ["2026-12", 0, 0, None],
        ["2027-01", 5, 1, 5],
    ]
    assert [count_of(anna, link) for link in answer["links"]] == [1, 1, 0, 1]
    assert answer["totals"][:2] == [3005.3, 3]


def test_the_dashboards_period_decides_which_months_stand_in_its_chart(deals: None, anna: TestClient) -> None:
    months = {}
    for period in ("this_quarter", "last_quarter", "2026-11-02..2026-11-03", "all"):
        data = anna.get("/api/dashboards/sales/data", params={"period": period}).json()
        rows = data["widgets"]["won_by_month"]["rows"]
        months[period] = [(row[0]["value"], row[1], row[2]) for row in rows]
    assert months == {
        "this_quarter": [("2026-10", 1000.1, 1), ("2026-11", 2000.2, 1), ("2026-12", 0, 0)],
        "last_quarter": [("2026-07", 0, 0), ("2026-08", 0, 0), ("2026-09", 0, 0)],
        "2026-11-02..2026-11-03": [("2026-11", 0, 0)],
        "all": [("2026-10", 1000.1, 1), ("2026-11", 2000.2, 1)],
    }


def test_sums_follow_the_words_searched_for(deals: None, anna: TestClient) -> None:
    deal(anna, "Packing line", amount=70)
    body = {"dimensions": ["stage"], "measures": [{"agg": "sum", "field": "amount"}], "search": "packing"}
    answer = aggregate(anna, {**body, "totals": True})
    assert ([row[1] for row in answer["rows"]], answer["totals"]) == ([70], [70])
    assert [count_of(anna, link) for link in answer["links"]] == [1]
    assert aggregate(anna, {**body, "search": "nowhere"})["rows"] == []


def test_a_leak_rate_opens_what_leaks(deals: None, anna: TestClient) -> None:
    data = anna.get("/api/dashboards/sales/data?period=all").json()["widgets"]
    figure = next(each for each in data["strip"]["figures"] if each["key"] == "leak")
    assert count_of(anna, figure) == data["leaks"]["count"] == 2
    assert figure["beside"]["value"] == data["leaks"]["amount"] == 300.3
    for row in data["people"]["rows"]:
        assert count_of(anna, next(each for each in row["figures"] if each["key"] == "leak")) == 2
    pipeline = next(each for each in data["strip"]["figures"] if each["key"] == "pipeline")
    assert pipeline["beside"] == {
        "value": 2,
        "unit": "number",
        "text": {"zh-CN": "{value} 个商机", "en-US": "{value} deals"},
    }


def test_totals_and_limits(deals: None, anna: TestClient) -> None:
    body = {"dimensions": ["name"], "measures": [{"agg": "sum", "field": "amount", "as": "money"}]}
    answer = aggregate(anna, {**body, "sort": "-money", "limit": 2, "totals": True})
    assert [row[0]["value"] for row in answer["rows"]] == ["A2", "A1"]
    assert (answer["more"], answer["totals"]) == (True, [3800.6])


BAD: list[tuple[dict[str, Any], str]] = [
    ({"measures": [{"agg": "sum"}]}, "fields.required"),
    ({"measures": [{"agg": "median", "field": "amount"}]}, "fields.not_a_choice"),
    ({"measures": [{"agg": "sum", "field": "name"}]}, "reports.not_summable"),
    ({"measures": [{"agg": "sum", "field": "nonsense"}]}, "filter.unknown_field"),
    ({"measures": [{"ratio": [{"agg": "count"}]}]}, "reports.two_measures"),
    (
        {"measures": [{"ratio": [{"agg": "avg", "field": "amount"}, {"agg": "count"}]}]},
        "reports.ratio_of_sums",
    ),
    ({"measures": [{"agg": "avg", "days": ["name", "closed_on"]}]}, "reports.not_a_date"),
    ({"dimensions": ["competitors_of_mine"]}, "filter.unknown_field"),
    ({"dimensions": [{"field": "name", "bucket": "month"}]}, "reports.not_a_date"),
    ({"dimensions": [{"field": "closed_on", "bucket": "hour"}]}, "fields.not_a_choice"),
    ({"sort": "nothing"}, "reports.unknown_column"),
    ({"limit": 0}, "fields.out_of_range"),
    ({"limit": 10**9}, "fields.out_of_range"),
    ({"surprise": 1}, "fields.unknown"),
    (
        {"dimensions": [{"field": "closed_on", "bucket": "month", "fill": True}, "owner"]},
        "reports.fill_alone",
    ),
    ({"dimensions": [{"field": "closed_on", "fill": True}]}, "fields.required"),
    ({"search": "x" * 201}, "fields.too_long"),
    ({"filter": {"field": "amount", "op": "gt", "value": "much"}}, "filter.bad_value"),
]


def test_what_cannot_be_computed_is_told(anna: TestClient) -> None:
    for body, problem in BAD:
        reply = anna.post(f"/api/aggregate/{FORMS}", json=body)
        assert reply.status_code == 422, body
        assert problem in [error["code"] for error in reply.json()["errors"]], (body, reply.text)


def test_everybody_sums_what_they_may_see(
    deals: None, anna: TestClient, ben: TestClient, head: TestClient, owner: TestClient, stranger: TestClient
) -> None:
    body = {"measures": [{"agg": "sum", "field": "amount"}]}
    sums = [aggregate(client, body)["rows"][0][0] for client in (anna, ben, head, owner)]
    assert sums == [3800.6, 9999, 3800.6, 13799.6]
    assert stranger.post(f"/api/aggregate/{FORMS}", json=body).status_code == 404


def test_a_hidden_field_is_no_oracle(office: Office, owner: TestClient, anna: TestClient) -> None:
    created(owner, "product", name="GP-8", cost=7654)
    for body in (
        {"measures": [{"agg": "sum", "field": "cost"}]},
        {"dimensions": ["cost"]},
        {"filter": {"field": "cost", "op": "gt", "value": 1}},
    ):
        reply = anna.post("/api/aggregate/product", json=body)
        assert (reply.status_code, "7654" in reply.text) == (422, False)


def figures_in(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a dashboard's data that says which records it counts."""
    if isinstance(value, dict):
        if {"form", "filter", "count"} <= value.keys():
            yield value
        for part in value.values():
            yield from figures_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from figures_in(part)


def test_every_count_of_the_dashboard_is_the_total_of_its_list(
    office: Office, deals: None, anna: TestClient
) -> None:
    open_deal = anna.get(f"/api/records/{FORMS}?sort=name&fields=name").json()["items"][3]
    about = {"form": FORMS, "id": open_deal["id"]}
    logged = anna.post(
        "/api/log", json={"about": about, "content": "Called", "next_at": "2026-11-21T09:00:00"}
    )
    assert logged.status_code == 201, logged.text
    office.clock.now += timedelta(days=2)
    reply = anna.get("/api/dashboards/sales/data?period=this_quarter")
    assert reply.status_code == 200, reply.text
    widgets = reply.json()["widgets"]
    assert None not in widgets.values()
    counted = [(figure, count_of(anna, figure)) for figure in figures_in(widgets)]
    assert len(counted) > 8
    assert [figure for figure, total in counted if figure["count"] != total] == []
    for chart in widgets.values():
        for row, link in zip(chart.get("rows", []), chart.get("links", []), strict=False):
            counts = [at for at, column in enumerate(chart["columns"]) if column.get("agg") == "count"]
            assert [row[at] for at in counts] == [count_of(anna, link)] * len(counts)


def test_the_figures_of_the_strip(deals: None, anna: TestClient) -> None:
    data = anna.get("/api/dashboards/sales/data?period=this_quarter").json()
    figures = {figure["key"]: figure for figure in data["widgets"]["strip"]["figures"]}
    assert figures["won"]["value"] == 3000.3
    assert figures["pipeline"]["value"] == 300.3
    assert figures["forecast"]["value"] == 60.06
    assert figures["win_rate"]["value"] == 66.67
    assert figures["cycle"]["value"] == 40
    assert figures["leak"]["value"] == 100
    assert (figures["won"]["before"], figures["won"]["better"]) == (0, "up")


PERIODS = [
    ("all", 200, 3000.3),
    ("this_month", 200, 2000.2),
    ("last_month", 200, 1000.1),
    ("2026-10-11..2026-10-11", 200, 1000.1),
    ("last_year", 200, 0),
    ("2026-10-12..2026-10-11", 422, None),
    ("2026-13-01..2026-13-02", 422, None),
    ("0001-01-01..2026-01-01", 422, None),
    ("2026-01-01..9999-12-31", 422, None),
    ("whenever", 422, None),
]


def test_periods(deals: None, anna: TestClient) -> None:
    for period, status, won in PERIODS:
        reply = anna.get("/api/dashboards/sales/data", params={"period": period})
        assert reply.status_code == status, reply.text
        if won is not None:
            assert reply.json()["widgets"]["strip"]["figures"][0]["value"] == won, period
        else:
            assert "reports.bad_period" in [error["code"] for error in reply.json()["errors"]]


def test_the_department_filter(office: Office, deals: None, owner: TestClient) -> None:
    params = {"period": "all", "department": office.people.department}
    data = owner.get("/api/dashboards/sales/data", params=params).json()
    assert data["widgets"]["strip"]["figures"][2]["value"] == 300.3


def test_leaks_are_told_apart_and_add_up(
    office: Office, deals: None, anna: TestClient, head: TestClient
) -> None:
    leaks = anna.get("/api/dashboards/sales/data?period=all").json()["widgets"]["leaks"]
    causes = {cause["key"]: (cause["count"], cause["amount"]) for cause in leaks["causes"]}
    assert causes == {"unowned": (0, 0), "overdue": (0, 0), "no_next_step": (2, 300.3), "stalled": (0, 0)}
    assert (leaks["rate"], leaks["amount"], leaks["held"], leaks["held_count"]) == (100, 300.3, 300.3, 2)
    about = {"form": FORMS, "id": anna.get(f"/api/records/{FORMS}?sort=name").json()["items"][3]["id"]}
    anna.post("/api/log", json={"about": about, "content": "Called", "next_at": "2026-11-21T09:00:00"})
    office.clock.now += timedelta(days=2)
    later = anna.get("/api/dashboards/sales/data?period=all").json()["widgets"]["leaks"]
    causes = {cause["key"]: (cause["count"], cause["amount"]) for cause in later["causes"]}
    assert causes == {"unowned": (0, 0), "overdue": (1, 300.3), "no_next_step": (1, 0), "stalled": (0, 0)}


def test_the_funnel_counts_whoever_came_so_far(deals: None, anna: TestClient) -> None:
    funnel = anna.get("/api/dashboards/sales/data?period=all").json()["widgets"]["funnel"]
    assert funnel["count"] == 5
    assert [(step["stage"], step["count"], step["rate"]) for step in funnel["steps"]] == [
        ("need", 5, 100.0),
        ("proposal", 2, 40.0),
        ("negotiation", 2, 100.0),
        ("contract", 2, 100.0),
        ("won", 2, 100.0),
    ]
    assert [count_of(anna, step) for step in funnel["steps"]] == [5, 2, 2, 2, 2]


def test_no_such_dashboard(anna: TestClient, stranger: TestClient) -> None:
    assert code(anna.get("/api/dashboards/nothing")) == "reports.no_dashboard"
    assert code(stranger.get("/api/dashboards/sales/data")) == "reports.no_dashboard"
    assert stranger.get("/api/dashboards").json() == {"items": []}
