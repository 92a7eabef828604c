"""The shared workbook and the public sales data, imported as they are, on both databases."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.catalog import load
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.reports import dashboards
from tests.db.exchange.conftest import DATA, Office

SHARED = DATA / "messy-leads-zh.xlsx"
SALES = DATA / "sales-opportunities"


def check_leads(office: Office, facts: Any) -> None:
    """The records are what the facts say."""
    leads = office.records("lead")
    assert len(leads) == facts["distinct_companies"]
    assert sum(lead["budget"] or 0 for lead in leads) == facts["budget_sum_distinct"]
    assert sum(lead["budget"] is None for lead in leads) == facts["companies_without_budget"]
    assert sum(lead["next_follow_up"] is not None for lead in leads) == facts["next_follow_up_known"]
    by_name = {lead["company"]: lead for lead in leads}
    for company, sample in facts["sample"].items():
        lead = by_name[company]
        found = (lead["owner"]["title"], lead["phone"], lead["budget"], lead["next_follow_up"])
        assert found == (sample["owner"], sample["mobile"], sample["budget"], sample["next"]), company
    regions = {"华东": "east", "华南": "south", "华北": "north", "华中": "central", "西南": "southwest"}
    for label, count in facts["by_region"].items():
        assert sum(lead["region"] == regions[label] for lead in leads) == count


def test_the_shared_workbook_becomes_what_its_facts_say_and_goes_again(office: Office) -> None:
    facts = json.loads((DATA / "messy-leads-zh.facts.json").read_text("utf-8"))
    people = office.people()

    made = office.load("lead", SHARED)

    assert made["status"] == "done"
    assert made["result"]["created"] == facts["distinct_companies"]
    assert made["result"]["updated"] + made["result"]["unchanged"] == facts["repeated_rows"]
    assert made["result"]["sums"] == {"budget": facts["budget_sum_distinct"]}
    assert made["result"]["rows_refused"] == 0
    check_leads(office, facts)

    again = office.load("lead", SHARED)

    assert again["proposal"]["remembered"]
    assert (again["result"]["created"], again["result"]["updated"]) == (0, 0)
    assert again["result"]["unchanged"] == facts["data_rows"]
    assert len(office.records("lead")) == facts["distinct_companies"]

    office.undo(again)
    assert len(office.records("lead")) == facts["distinct_companies"]
    assert len(office.records("lead", search="武汉安泰")) > 0

    office.undo(made)
    assert office.records("lead") == []
    assert office.records("lead", search="武汉安泰") == []
    assert office.count("stage_history") == 0
    assert office.people() == people
    assert office.state(made["id"])["undo"]["done"]


def check_deals(office: Office) -> None:
    """The figures of the data's own description."""
    fields = ("stage", "amount", "engaged_on", "closed_on", "product", "account", "owner")
    found = office.records("opportunity", fields=fields)
    by_stage = {
        key: [each for each in found if each["stage"] == key] for key in ("won", "lost", "proposal", "need")
    }
    assert [len(each) for each in by_stage.values()] == [4238, 2473, 1589, 500]
    won = by_stage["won"]
    assert sum(each["amount"] for each in won) == 10_005_534
    assert round(len(won) / (len(won) + len(by_stage["lost"])) * 100, 2) == 63.15
    days = [
        (date.fromisoformat(each["closed_on"]) - date.fromisoformat(each["engaged_on"])).days for each in won
    ]
    assert round(sum(days) / len(days), 2) == 51.78
    assert sum(each["account"] is None for each in found) == 1425
    assert {each["product"]["title"] for each in found} == {
        each["name"] for each in office.records("product")
    }
    assert sum(each["parent"] is not None for each in office.records("account", fields=("parent",))) == 15


def check_reports(office: Office) -> None:
    """The product's own reports say the same, and their numbers are those of the lists behind them."""
    widgets = office.do(lambda tx: dashboards.data(tx, office.boss, "sales", "all"))["widgets"]
    figures = {figure["key"]: figure for figure in widgets["strip"]["figures"]}
    assert [figures[key]["value"] for key in ("won", "win_rate", "cycle")] == [10_005_534, 63.15, 51.78]
    steps = {step["stage"]: step for step in widgets["funnel"]["steps"]}
    assert (steps["need"]["count"], steps["won"]["count"]) == (8800, 4238)
    won = office.do(lambda tx: count(tx, office.boss, "opportunity", steps["won"]["filter"]))
    by_month = widgets["won_by_month"]
    assert (won, by_month["totals"]) == (4238, [10_005_534, 4238])
    assert sum(row[1] for row in by_month["rows"]) == 10_005_534
    leaks = widgets["leaks"]
    assert (leaks["held_count"], sum(stage["count"] for stage in leaks["stages"])) == (2089, 2089)
    assert sum(cause["count"] for cause in leaks["causes"]) == leaks["count"]


def count(tx: Tx, boss: Actor, form: str, filter: Any) -> int:
    """How many records a figure opens."""
    return query.count(tx, boss, load(tx)[form], query.Query(filter=filter))


def test_the_sales_data_gives_the_figures_of_its_description(office: Office) -> None:
    team = office.load("user", SALES / "sales_teams.csv")
    products = office.load("product", SALES / "products.csv")
    accounts = office.load("account", SALES / "accounts.csv")
    deals = office.load("opportunity", SALES / "sales_pipeline.csv")

    assert products["result"]["created"] == 7
    assert accounts["result"]["created"] == 85
    assert {each["status"] for each in (team, products, accounts, deals)} == {"done"}
    assert deals["result"]["created"] == 8800
    assert (deals["result"]["rows_refused"], deals["result"]["cells_refused"]) == (0, 0)
    assert deals["proposal"]["options"]["existing_history"]
    assert (team["result"]["created"], team["result"]["people_created"]) == (35, 6)
    assert deals["result"]["people_created"] == 0

    check_deals(office)
    check_reports(office)
    central = {"field": "owner.department", "op": "eq", "value": [1]}
    assert office.count("department", "parent_id is null") == 3
    assert len(office.records("opportunity", fields=("stage",), filter={**central, "op": "below"})) > 0
    assert office.load("user", SALES / "sales_teams.csv")["result"]["unchanged"] == 35

    again = office.load("opportunity", SALES / "sales_pipeline.csv")
    assert (again["result"]["created"], again["result"]["unchanged"]) == (0, 8800)
