"""History that a file brings without dates is not of today: no funnel of a period counts it, on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bulou.forms.catalog import load
from bulou.records import query, stages, write
from bulou.records.write import Who
from bulou.reports import dashboards
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import sheet

HEAD = ["商机名称", "商机编号", "阶段", "金额", "接洽日期", "成交日期"]
UNDATED = [
    ["一号", "A1", "赢单", 1, None, None],
    ["二号", "A2", "商务谈判", 2, None, None],
    ["三号", "A3", "输单", 3, None, None],
]
DATED = [
    ["四号", "A4", "赢单", 4, "2026-11-02", "2026-11-10"],
    ["五号", "A5", "商务谈判", 5, "2026-11-03", None],
]


def funnel(office: Office, period: str) -> Any:
    """The funnel of the sales dashboard; every figure opens as many records as it says."""
    found = office.do(lambda tx: dashboards.data(tx, office.boss, "sales", period))["widgets"]["funnel"]
    for each in (*found["steps"], found):
        filter = each["filter"]
        asked = query.Query(filter=filter)
        held = office.do(lambda tx: query.count(tx, office.boss, load(tx)["opportunity"], asked))  # noqa: B023
        assert held == each["count"], (period, each)
    return found


def reached(found: Any) -> dict[str, int]:
    """Stage → how many came so far."""
    return {step["stage"]: step["count"] for step in found["steps"]}


def test_undated_history_counts_for_all_time_but_in_no_period(office: Office, tmp_path: Path) -> None:
    done = office.load("opportunity", sheet(tmp_path, HEAD, *UNDATED, *DATED, name="deals.csv"))
    assert done["result"]["created"] == 5, office.refusals(done)
    month, all_time = funnel(office, "this_month"), funnel(office, "all")
    assert (month["count"], all_time["count"]) == (2, 5)
    assert reached(month) == {"need": 2, "proposal": 2, "negotiation": 2, "contract": 1, "won": 1}
    assert reached(all_time) == {"need": 4, "proposal": 4, "negotiation": 4, "contract": 2, "won": 2}
    closed = {each["name"]: each["closed_on"] for each in office.records("opportunity")}
    assert (closed["一号"], closed["三号"], closed["四号"]) == (None, None, "2026-11-10")


def held(office: Office, id_: int) -> None:
    """Put a deal on hold."""
    values = {"stage": "on_hold"}
    office.do(lambda tx: write.change(tx, Who(office.boss), "opportunity", id_, values))


def test_a_stay_without_a_date_has_no_length(office: Office, tmp_path: Path) -> None:
    office.load("opportunity", sheet(tmp_path, HEAD, *UNDATED, *DATED, name="deals.csv"))
    office.now += timedelta(days=9)
    ids = {each["name"]: each["id"] for each in office.records("opportunity")}
    for name in ("二号", "五号"):
        held(office, ids[name])
    found = {
        name: office.do(lambda tx: stages.stays(tx, office.boss, load(tx)["opportunity"], ids[name]))  # noqa: B023
        for name in ("二号", "五号")
    }
    told = {
        name: [(each["stage"], each["entered_at"], each["seconds"]) for each in stays]
        for name, stays in found.items()
    }
    day = 86_400
    assert told["二号"] == [("negotiation", None, None), ("on_hold", "2026-11-30T11:00:00+08:00", 0)]
    assert told["五号"][0] == ("negotiation", "2026-11-03T00:00:00+08:00", 27 * day + 11 * 3600)
    assert funnel(office, "this_month")["count"] == 2


@pytest.mark.parametrize(
    ("stage", "expected"), [("商务谈判", "2026-11-05T00:00:00"), ("赢单", "2026-11-05T00:00:00")]
)
def test_the_day_of_creation_dates_what_has_no_other_date(
    office: Office, tmp_path: Path, stage: str, expected: str
) -> None:
    rows = [["一号", "A1", stage, "2026-11-05"], ["二号", "A2", "赢单", "2026-11-06"]]
    file = sheet(tmp_path, ["商机名称", "商机编号", "阶段", "创建时间"], *rows, name="deals.csv")
    office.load("opportunity", file)
    [deal] = [each for each in office.records("opportunity") if each["name"] == "一号"]
    assert deal["created_at"].startswith(expected)
    found = funnel(office, "this_month")
    assert found["count"] == 2
