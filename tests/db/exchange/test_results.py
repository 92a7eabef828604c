"""Every figure of a result opens what it counts, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bulou.forms.catalog import load
from bulou.kit.errors import AppError, NotFound
from bulou.records import query
from bulou.records.exchange import imports
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import known_lead, sheet

HEAD = ["公司", "联系人", "电话", "预算", "负责人", "市场活动", "行业"]


def opened(office: Office, made: Any, outcome: str, by: Any = None, limit: int = 2) -> list[dict[str, Any]]:
    """All that a figure opens, two at a time; its total is the figure."""
    found: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page = office.do(
            lambda tx: imports.result_page(tx, by or office.boss, made["id"], outcome, after or 0, limit)  # noqa: B023
        )
        assert page["total"] == made["result"][outcome]
        found += page["items"]
        after = page["next"]
    assert sum(each["rows"] for each in found) == made["result"][outcome], (outcome, found)
    return found


def at(items: list[dict[str, Any]]) -> list[Any]:
    """Row and the title of the record."""
    return [(each["row"], (each["record"] or {}).get("title")) for each in items]


def messy(folder: Path) -> Path:
    """Something of everything."""
    return sheet(
        folder,
        HEAD,
        ["满的有限公司", "老张", None, None, "周琳", None, None],
        ["缺的有限公司", "老李", "15809657450", None, None, None, None],
        ["新的有限公司", "王强", "见名片", "很多", "周琳", "春展", "造纸"],
        ["新的有限公司", "王强", None, "2万", "吴涛", None, None],
        ["新的有限公司", "王强", None, None, None, None, None],
        [None, None, None, "3万", None, None, None],
        ["满的股份有限公司", "王强", None, None, None, "秋展", None],
    )


def test_every_figure_opens_its_records(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="满的有限公司", contact="老张")
    known_lead(office, company="缺的有限公司", contact="老李")
    made = office.load("lead", messy(tmp_path))
    result = made["result"]
    assert {key: at(opened(office, made, key)) for key in ("updated", "unchanged", "rows_refused")} == {
        "updated": [(3, "缺的有限公司"), (5, "新的有限公司")],
        "unchanged": [(2, "满的有限公司"), (6, "新的有限公司")],
        "rows_refused": [(7, None)],
    }
    assert at(opened(office, made, "conflicts")) == [(2, "满的有限公司"), (5, "新的有限公司")]
    assert "周琳" in opened(office, made, "conflicts")[0]["text"]
    assert at(opened(office, made, "twins")) == [(8, "满的有限公司")]
    assert [(each["row"], each["raw"]) for each in opened(office, made, "cells_refused")] == [
        (4, "见名片"),
        (4, "很多"),
    ]
    assert {each["record"]["title"] for each in opened(office, made, "people_created")} == {"周琳", "吴涛"}
    assert [each["record"]["title"] for each in opened(office, made, "links_created")] == ["春展", "秋展"]
    assert [each["raw"] for each in opened(office, made, "choices_created")] == ["造纸"]
    filter = {"field": "batch_id", "op": "eq", "value": result["batch"]}
    asked = query.Query(filter=filter)
    assert result["created"] == 2
    assert office.do(lambda tx: query.count(tx, office.boss, load(tx)["lead"], asked)) == 2
    refused = [each["level"] for each in office.refusals(made)]
    assert set(refused) == {"conflict", "row", "cell", "twin"}  # what went in is no refusal


@pytest.mark.parametrize("choice", [None, "skip"])
def test_rows_that_were_left_out_are_listed(office: Office, tmp_path: Path, choice: str | None) -> None:
    known_lead(office, company="满的有限公司", contact="老张")
    made = office.start("lead", messy(tmp_path))
    twins = [{"sheet": "leads", "row": 8, "choice": choice}]
    done = office.finish(office.revise(made, {"options": {"on_match": "skip"}, "twins": twins}))
    assert at(opened(office, done, "skipped")) == [(8, None), (2, "满的有限公司")]


def test_names_nobody_knows_are_one_line_that_tells_its_rows(office: Office, tmp_path: Path) -> None:
    rows = [[f"第{at}号有限公司", "春展" if at % 2 else "秋展", "周琳"] for at in range(20)]
    made = office.start("lead", sheet(tmp_path, ["公司", "市场活动", "负责人"], *rows))
    options = {"create_missing": {"links": False, "people": False}}
    done = office.finish(office.revise(made, {"options": options}))
    assert [(each["raw"], each["rows"]) for each in opened(office, done, "cells_refused")] == [
        ("秋展", 10),
        ("春展", 10),
    ]
    assert [(each["raw"], each["rows"]) for each in opened(office, done, "owners_unknown")] == [("周琳", 20)]


def test_a_list_of_people_has_its_results_too(office: Office, tmp_path: Path) -> None:
    file = sheet(tmp_path, ["姓名", "部门", "上级"], ["周琳", "销售部", "吴涛"], ["周琳", "销售部", None])
    made = office.load("user", file)
    assert at(opened(office, made, "created")) == [(2, "周琳")]
    assert at(opened(office, made, "unchanged")) == [(3, "周琳")]
    assert [each["record"]["title"] for each in opened(office, made, "people_created")] == ["吴涛"]
    assert [each["record"]["title"] for each in opened(office, made, "links_created")] == ["销售部"]


def test_results_are_for_whoever_ran_it_and_name_only_what_they_may_see(
    office: Office, tmp_path: Path
) -> None:
    actions = ["read", "create", "change", "import"]
    seller = office.person("seller", {"form": "*", "actions": actions, "rows": "own"})
    stranger = office.person("stranger", {"form": "*", "actions": actions, "rows": "own"})
    known_lead(office, company="别人的有限责任公司", phone="13902255229")
    made = office.load("lead", sheet(tmp_path, HEAD[:3], ["别人的有限公司", "王强", None]), by=seller)
    [line] = opened(office, made, "twins", by=seller)
    assert (line["record"], line["row"]) == (None, 2)
    with pytest.raises(NotFound):
        opened(office, made, "created", by=stranger)
    with pytest.raises(AppError):
        opened(office, made, "moon", by=seller)
