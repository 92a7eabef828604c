"""What the preview says will happen is what the result then says has happened, on both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bulou.records.exchange import store
from bulou.records.exchange.proposing import forecast
from bulou.records.exchange.proposing.proposal import propose
from tests.db.exchange.conftest import DATA, Office
from tests.db.exchange.small import known_lead, sheet

SHARED = DATA / "messy-leads-zh.xlsx"
HEAD = ["公司", "联系人", "电话", "预算", "负责人"]
FIGURES = (("create", "created"), ("update", "updated"), ("unchanged", "unchanged"))


def agreed(office: Office, made: Any, **options: Any) -> Any:
    """Run the proposal; its figures have to be those of the result. Answers the proposal's."""
    summary = made["proposal"]["summary"]
    result = office.finish(made, **options)["result"]
    told = {key: summary[key] for key, _ in FIGURES}
    assert told == {key: result[name] for key, name in FIGURES}
    assert summary["skip"] == result["skipped"] + result["rows_refused"]
    assert summary["rows"] == sum(told.values()) + summary["skip"]
    conflicts = made["proposal"]["conflicts"]
    assert (conflicts["total"], summary["compared"]) == (result["conflicts"], True)
    return summary


def test_the_shared_workbook_twice(office: Office) -> None:
    first = agreed(office, office.start("lead", SHARED))
    facts = json.loads((DATA / "messy-leads-zh.facts.json").read_text("utf-8"))
    assert (first["create"], first["skip"]) == (facts["distinct_companies"], 0)
    second = agreed(office, office.start("lead", SHARED))
    assert second == {**second, "create": 0, "update": 0, "unchanged": second["rows"], "skip": 0}


@pytest.mark.parametrize("on_match", ["fill", "overwrite", "skip", "create"])
def test_known_rows_are_told_by_what_they_bring(office: Office, tmp_path: Path, on_match: str) -> None:
    known_lead(office, company="满的有限公司", contact="老张", phone="13902255229", budget=50000)
    known_lead(office, company="缺的有限公司", contact="老李")
    file = sheet(
        tmp_path,
        HEAD,
        ["满的有限公司", "老张", "13902255229", "5万", "boss"],
        ["缺的 有限公司", "老李", "15809657450", None, None],
        ["缺的有限公司", "小李", "15809657451", "3万", None],
        ["新的有限公司", "王强", None, None, None],
        ["新的有限公司", "王强", None, "1万", None],
        ["新的有限公司", "王强", None, "2万", None],
    )
    made = office.revise(office.start("lead", file), {"options": {"on_match": on_match}})
    summary = agreed(office, made)
    expected = {
        "fill": (1, 3, 2, 0),
        "overwrite": (1, 3, 2, 0),
        "skip": (1, 1, 1, 3),
        "create": (3, 2, 1, 0),
    }[on_match]
    assert tuple(summary[key] for key in ("create", "update", "unchanged", "skip")) == expected


def test_twins_far_apart_in_the_file_are_told_as_they_will_be(office: Office, tmp_path: Path) -> None:
    """More rows than one chunk: the later row meets a record that was made before it."""
    rows: list[list[Any]] = [[f"第{at}号有限公司", "王强", None, None, "甲某"] for at in range(1200)]
    rows += [["第3号有限公司", "王强", None, "5万", "乙某"], ["第3号有限公司", None, None, "6万", "甲某"]]
    summary = agreed(office, office.start("lead", sheet(tmp_path, HEAD, *rows)))
    assert (summary["create"], summary["update"], summary["unchanged"]) == (1200, 1, 1)


def test_contacts_are_recognised_within_their_account(office: Office, tmp_path: Path) -> None:
    head = ["姓名", "客户", "电话"]
    file = sheet(tmp_path, head, ["王强", "甲公司", "13902255229"], ["王强", "乙公司", None], name="c.csv")
    agreed(office, office.start("contact", file))
    second = office.start("contact", file)
    assert second["proposal"]["twins"]["known"] == 2
    summary = agreed(office, second)
    assert (summary["create"], summary["unchanged"]) == (0, 2)


def test_rows_without_what_is_required_are_told_beforehand(office: Office, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEAD, ["甲公司", "王强", None, None, None], [None, None, None, "2", "boss"])
    summary = agreed(office, office.start("lead", file))
    assert (summary["create"], summary["skip"]) == (1, 1)


def test_conflicts_of_owners_are_announced_with_examples(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="已有的有限公司", contact="老张")
    book = openpyxl.Workbook()
    book.active.title = "周琳"
    for name in ("周琳", "吴涛"):
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        page.append(["公司", "联系人"])
        page.append(["两张表的有限公司", "王强"])
        page.append([f"{name}的有限公司", "李娜"])
    book["吴涛"].append(["已有的有限公司", "老张"])
    book.save(tmp_path / "team.xlsx")
    made = office.start("lead", tmp_path / "team.xlsx")
    told = made["proposal"]["conflicts"]
    assert told == {
        "total": 2,
        "examples": [
            {"sheet": "吴涛", "row": 2, "title": "两张表的有限公司", "owner": "周琳", "theirs": "吴涛"},
            {"sheet": "吴涛", "row": 4, "title": "已有的有限公司", "owner": "boss", "theirs": "吴涛"},
        ],
    }
    agreed(office, made)


def test_whoever_the_file_does_not_name_is_no_conflict(office: Office, tmp_path: Path) -> None:
    """Rows that name nobody go to the importing person; that contradicts nobody."""
    other = office.person("other", {"form": "*", "actions": ["read"], "rows": "all"})
    known_lead(office, company="已有的有限公司", contact="老张", owner=other.person_id)
    made = office.start("lead", sheet(tmp_path, HEAD[:2], ["已有的有限公司", "老张"]))
    assert made["proposal"]["conflicts"] == {"total": 0, "examples": []}
    agreed(office, made)


def test_the_owner_of_a_record_out_of_sight_is_not_told(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="已有的有限公司", contact="老张")
    actions = ["read", "create", "change", "import", "assign"]
    seller = office.person("seller", {"form": "*", "actions": actions, "rows": "own"})
    made = office.start("lead", sheet(tmp_path, HEAD, ["已有的有限公司", "老", "", "", "seller"]), by=seller)
    assert made["proposal"]["conflicts"] == {"total": 0, "examples": []}
    assert agreed(office, made, by=seller)["skip"] == 1


def test_records_one_may_see_but_not_change_are_told_as_refused(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="已有的有限公司")
    seller = office.person(
        "seller",
        {"form": "lead", "actions": ["read", "create", "import"], "rows": "all"},
        {"form": "lead", "actions": ["change"], "rows": "own"},
    )
    made = office.start("lead", sheet(tmp_path, HEAD[:2], ["已有的有限公司", "老张"]), by=seller)
    assert agreed(office, made, by=seller)["skip"] == 1


def test_more_known_rows_than_can_be_compared_are_told_as_at_most(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecast, "MOST_COMPARED", 1)
    known_lead(office, company="甲有限公司", contact="老张")
    known_lead(office, company="乙有限公司", contact="老张")
    rows = [["甲有限公司", "老张"], ["乙有限公司", "老张"], ["丙有限公司", "老张"]]
    folder = store.folder(office.folder, office.start("lead", sheet(tmp_path, HEAD[:2], *rows))["id"])
    _plan, proposal = office.do(lambda tx: propose(tx, office.boss, "lead", str(folder), None))
    assert proposal["conflicts"] is None
    summary = {"rows": 3, "create": 1, "update": 2, "unchanged": 0, "skip": 0, "compared": False}
    assert proposal["summary"] == summary
