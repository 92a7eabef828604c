"""An importer who may not make people is told beforehand whose rows fall to whom, on both databases."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bulou.people import roles
from bulou.records.exchange import imports
from bulou.records.exchange.errors import PlanInvalid
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import known_lead, sheet

SALES = ["read", "create", "change", "import", "assign"]


def team(folder: Path) -> Path:
    """1,203 leads: most of two people whom nobody knows, one of somebody known, some of nobody."""
    names = ["周琳"] * 700 + ["吴涛"] * 500 + ["boss", None, None]
    rows = [[f"第{at}号有限公司", name, f"1390{at:07}"] for at, name in enumerate(names)]
    return sheet(folder, ["公司", "负责人", "电话"], *rows)


def test_unknown_owners_are_told_with_counts_and_go_to_whom_one_chooses(
    office: Office, tmp_path: Path
) -> None:
    seller = office.person("seller", {"form": "*", "actions": SALES, "rows": "all"})
    other = office.person("other", {"form": "*", "actions": SALES, "rows": "all"})
    made = office.start("lead", team(tmp_path), by=seller)
    told = made["proposal"]["owners"]
    assert told == {
        "known_rows": 1,
        "nobody_rows": 2,
        "make": [],
        "make_total": 0,
        "unknown": [{"name": "周琳", "rows": 700}, {"name": "吴涛", "rows": 500}],
        "unknown_total": 2,
        "unknown_rows": 1200,
        "may_make": False,
        "may_assign": True,
        "goes_to": {"id": seller.person_id, "title": "seller"},
    }
    made = office.revise(made, {"options": {"owner": other.person_id}}, by=seller)
    assert made["proposal"]["owners"]["goes_to"] == {"id": other.person_id, "title": "other"}
    links = [{"raw": "吴涛", "id": office.boss.person_id}]
    made = office.revise(
        made, {"sheets": [{"name": "leads", "columns": [{"index": 1, "links": links}]}]}, by=seller
    )
    told = made["proposal"]["owners"]
    assert (told["known_rows"], told["unknown_rows"], told["unknown_total"]) == (501, 700, 1)
    done = office.finish(made, by=seller)
    held = {"boss": 501, "other": 702}
    for name, count in held.items():
        id_ = office.boss.person_id if name == "boss" else other.person_id
        assert office.count("f_lead", f"owner = {id_}") == count
    result = done["result"]
    assert (result["created"], result["cells_refused"], result["owners_unknown"]) == (1203, 0, 700)


def test_there_is_one_line_for_a_name_nobody_knows(office: Office, tmp_path: Path) -> None:
    seller = office.person("seller", {"form": "*", "actions": SALES, "rows": "all"})
    made = office.start("lead", team(tmp_path), by=seller)
    queued = office.do(lambda tx: imports.run(tx, seller, made["id"]))
    office.drive(queued["job"], steps=2)  # begun, and one chunk written
    office.db.cache.clear()  # as after a restart
    office.drive(queued["job"])
    found = office.do(lambda tx: imports.refusal_page(tx, seller, made["id"]))["items"]
    lines = [
        (each["row"], each["column"], each["raw"], each["code"], each["params"]["rows"]) for each in found
    ]
    assert lines == [
        (2, "负责人", "周琳", "owner.unknown", 700),
        (702, "负责人", "吴涛", "owner.unknown", 500),
    ]
    assert found[1]["params"]["at"][:3] == [702, 703, 704]
    assert "500" in found[1]["text"]
    path = imports.refusals_file(office.db, seller, made["id"], data_dir=office.folder)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert "700" in rows[1][5]


def test_links_nobody_knows_are_one_line_a_name_too(office: Office, tmp_path: Path) -> None:
    rows = [[f"第{at}号有限公司", "春展" if at % 2 else "秋展"] for at in range(20)]
    made = office.start("lead", sheet(tmp_path, ["公司", "市场活动"], *rows))
    made = office.finish(office.revise(made, {"options": {"create_missing": {"links": False}}}))
    lines = [(each["raw"], each["row"], each["params"]["rows"]) for each in office.refusals(made, "link")]
    assert lines == [("秋展", 2, 10), ("春展", 3, 10)]
    assert made["result"]["cells_refused"] == 20


def test_who_may_make_people_is_told_whom_the_import_makes(office: Office, tmp_path: Path) -> None:
    told = office.start("lead", team(tmp_path))["proposal"]["owners"]
    assert [each["name"] for each in told["make"]] == ["周琳", "吴涛"]
    assert (told["make_total"], told["unknown_rows"], told["may_make"]) == (2, 0, True)


def test_without_the_right_to_assign_all_is_the_importers_and_said_so(office: Office, tmp_path: Path) -> None:
    actions = ["read", "create", "change", "import"]
    seller = office.person("seller", {"form": "*", "actions": actions, "rows": "own"})
    made = office.start("lead", team(tmp_path), by=seller)
    told = made["proposal"]["owners"]
    assert (told["may_assign"], told["goes_to"]["title"]) == (False, "seller")
    with pytest.raises(PlanInvalid):
        office.revise(made, {"options": {"owner": office.boss.person_id}}, by=seller)
    done = office.finish(made, by=seller)
    assert office.count("f_lead", f"owner = {seller.person_id}") == 1203
    assert (done["result"]["cells_refused"], done["result"]["owners_unknown"]) == (0, 1200)


def test_a_right_to_assign_that_was_taken_away_counts_when_it_runs(office: Office, tmp_path: Path) -> None:
    seller = office.person("seller", {"form": "*", "actions": SALES, "rows": "all"})
    boss = office.boss.person_id
    made = office.start("lead", team(tmp_path), by=seller)
    links = [{"raw": "周琳", "id": boss}, {"raw": "吴涛", "id": boss}]
    patch = {
        "sheets": [{"name": "leads", "columns": [{"index": 1, "links": links}], "owner": {"person": boss}}]
    }
    office.revise(made, {**patch, "options": {"owner": boss}}, by=seller)
    grants = [{"form": "*", "actions": ["read", "create", "change", "import"], "rows": "all"}]
    office.do(lambda tx: roles.put(tx, office.boss, "role_0", {"zh-CN": "x"}, {"grants": grants}))
    done = office.finish(made, by=seller)
    assert (done["status"], done["result"]["created"]) == ("done", 1203)
    assert office.count("f_lead", f"owner = {seller.person_id}") == 1203


def test_records_made_for_links_are_the_importers_own_too(office: Office, tmp_path: Path) -> None:
    actions = ["read", "create", "change", "import"]
    seller = office.person("seller", {"form": "*", "actions": actions, "rows": "own"})
    rows = [
        ["王强", "武汉安泰有限公司", "boss", "13902255229"],
        ["李娜", "青岛博远有限公司", "", "15809657450"],
    ]
    done = office.load("contact", sheet(tmp_path, ["姓名", "客户", "负责人", "电话"], *rows), by=seller)
    assert (done["result"]["created"], done["result"]["links_created"]) == (2, 2), office.refusals(done)
    for table in ("f_contact", "f_account"):
        assert office.count(table) == office.count(table, f"owner = {seller.person_id}") == 2


@pytest.mark.parametrize("on_match", ["fill", "overwrite"])
def test_without_the_right_to_assign_a_colleagues_record_stays_theirs(
    office: Office, tmp_path: Path, on_match: str
) -> None:
    actions = ["read", "create", "change", "import"]
    seller = office.person("seller", {"form": "*", "actions": actions, "rows": "all"})
    known_lead(office, company="武汉安泰有限公司", phone="13902255229", note="")
    rows = [["武汉安泰有限公司", "13902255229", "seller", "要回电"]]
    made = office.start("lead", sheet(tmp_path, ["公司", "电话", "负责人", "备注"], *rows), by=seller)
    made = office.revise(made, {"options": {"on_match": on_match}}, by=seller)
    done = office.finish(made, by=seller)
    assert (done["result"]["updated"], done["result"]["rows_refused"]) == (1, 0), office.refusals(done)
    [lead] = office.records("lead", fields=("note", "owner"))
    assert (lead["note"], lead["owner"]["id"]) == ("要回电", office.boss.person_id)


def test_the_person_a_sheet_is_called_after_counts(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "周琳"
    for name in ("周琳", "吴涛"):
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        page.append(["公司", "电话"])
        for at in range(3):
            page.append([f"{name}{at}有限公司", f"139{at:08}"])
    book.save(tmp_path / "team.xlsx")
    seller = office.person("seller", {"form": "*", "actions": SALES, "rows": "all"})
    told = office.start("lead", tmp_path / "team.xlsx", by=seller)["proposal"]["owners"]
    assert told["unknown"] == [{"name": "周琳", "rows": 3}, {"name": "吴涛", "rows": 3}]
