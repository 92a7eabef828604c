"""What an import does with twins, names, options, rights, mistakes and interruptions, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.kit.errors import AppError, Forbidden, NotFound
from bulou.people import departments
from bulou.records import write
from bulou.records.exchange import imports
from bulou.records.exchange.errors import ImportState, NothingToImport, PlanInvalid
from bulou.records.write import Who
from tests.db.exchange.conftest import Office

ALL = ["read", "create", "change", "delete", "import", "export", "assign", "bulk"]


def sheet(folder: Path, *rows: list[Any], name: str = "leads.csv") -> Path:
    """A small CSV file."""
    path = folder / name
    path.write_text(
        "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows), "utf-8"
    )
    return path


def known_lead(office: Office, **values: Any) -> int:
    """A lead that is there already."""
    outcome = office.do(lambda tx: write.create(tx, Who(office.boss), "lead", values))
    assert outcome.id is not None
    return outcome.id


LEADS = (
    ["公司", "联系人", "电话", "预算"],
    ["武汉安泰 有限公司", "王强", "13902255229", "5万"],
    ["青岛博远股份有限公司", "李娜", "15809657450", None],
)


@pytest.mark.parametrize(
    ("on_match", "counts", "contact", "budget"),
    [
        ("fill", (1, 1, 0), "老张", 50000),
        ("overwrite", (1, 1, 0), "王强", 50000),
        ("skip", (1, 0, 1), "老张", None),
        ("create", (2, 0, 0), "老张", None),
    ],
)
def test_a_known_twin_is_treated_as_chosen(
    office: Office,
    tmp_path: Path,
    on_match: str,
    counts: tuple[int, int, int],
    contact: str,
    budget: int | None,
) -> None:
    known = known_lead(office, company="武汉安泰有限公司", contact="老张")
    made = office.start("lead", sheet(tmp_path, *LEADS))
    assert made["proposal"]["twins"]["known"] == 1
    result = office.finish(office.revise(made, {"options": {"on_match": on_match}}))["result"]
    assert (result["created"], result["updated"], result["skipped"]) == counts
    lead = next(each for each in office.records("lead") if each["id"] == known)
    assert (lead["contact"], lead["budget"]) == (contact, budget)


def test_a_likely_twin_is_proposed_for_review_and_follows_the_choice(office: Office, tmp_path: Path) -> None:
    known = known_lead(office, company="武汉安泰有限责任公司")
    file = sheet(
        tmp_path, LEADS[0], ["武汉安泰股份有限公司", "王强", None, "5万"], ["青岛博远公司", None, None, None]
    )
    made = office.start("lead", file)
    uncertain = made["proposal"]["twins"]["uncertain"]
    assert [(each["row"], each["choice"], [c["id"] for c in each["candidates"]]) for each in uncertain] == [
        (2, "create", [known])
    ]
    merged = office.revise(made, {"twins": [{"sheet": "leads", "row": 2, "choice": known}]})
    result = office.finish(merged)["result"]
    assert (result["created"], result["updated"], result["twins"]) == (1, 1, 0)
    assert {each["company"]: each["budget"] for each in office.records("lead")} == {
        "武汉安泰有限责任公司": 50000,
        "青岛博远公司": None,
    }


def test_a_likely_twin_nobody_decided_on_is_written_and_listed(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="武汉安泰有限责任公司", phone="13902255229")
    made = office.load("lead", sheet(tmp_path, *LEADS))
    assert made["result"]["created"] == 2
    assert [
        (each["row"], each["code"], each["params"]["title"]) for each in office.refusals(made, "twin")
    ] == [(2, "twin.likely", "武汉安泰有限责任公司")]


def test_a_twin_left_for_later_is_not_written_but_listed(office: Office, tmp_path: Path) -> None:
    made = office.start("lead", sheet(tmp_path, *LEADS))
    made = office.finish(office.revise(made, {"twins": [{"sheet": "leads", "row": 2, "choice": None}]}))
    assert (made["result"]["created"], made["result"]["skipped"]) == (1, 1)
    assert [each["code"] for each in office.refusals(made)] == ["twin.left_out"]


def test_a_cell_that_cannot_be_read_leaves_the_rest_of_its_row(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        ["公司", "电话", "预算", "下次跟进", "邮箱"],
        ["武汉安泰有限公司", "见名片", "很多", "明年吧", "not-an-address"],
        ["青岛博远有限公司", "15809657450", "3万", "2026-05-06", "li@boyuan.example"],
    )
    made = office.start("lead", file)
    problems = {
        column["field"]: [(problem["code"], problem["examples"]) for problem in column["problems"]]
        for column in made["proposal"]["sheets"][0]["columns"]
    }
    assert problems["phone"] == [("fields.not_a_phone", [{"row": 2, "raw": "见名片"}])]
    made = office.finish(made)
    assert (made["result"]["created"], made["result"]["cells_refused"]) == (2, 4)
    listed = {
        each["column"]: (each["sheet"], each["row"], each["raw"]) for each in office.refusals(made, "cell")
    }
    assert listed["B 电话"] == ("leads", 2, "见名片")
    assert listed["C 预算"] == ("leads", 2, "很多")
    path = imports.refusals_file(office.db, office.boss, made["id"], data_dir=office.folder)
    table = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert len(table) == 5
    assert ("leads", 2, "B 电话", "见名片", "不是有效的电话号码") in [row[1:] for row in table]


def test_a_row_without_what_is_required_is_refused_by_name_and_others_go_in(
    office: Office, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path,
        ["公司", "联系人", "预算"],
        ["武汉安泰有限公司", "王强", 1],
        [None, None, 2],
        ["青岛博远有限公司", "李娜", "-5万"],
    )
    made = office.load("lead", file)
    assert (made["result"]["created"], made["result"]["rows_refused"]) == (2, 1)
    assert [(each["row"], each["code"], each["column"]) for each in office.refusals(made, "row")] == [
        (3, "fields.required", "公司")
    ]
    # a value that a rule of the field refuses is left out like one that cannot be read
    assert [(each["row"], each["code"]) for each in office.refusals(made, "cell")] == [
        (4, "fields.too_small")
    ]


def test_a_row_with_another_number_of_columns_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    rows = [["公司", "联系人", "电话"], *[[f"武汉第{at}有限公司", "王强", "13902255229"] for at in range(20)]]
    file = sheet(tmp_path, *rows, ["青岛", "博远", "李娜", "15809657450"])
    made = office.load("lead", file)
    assert (made["result"]["created"], made["result"]["rows_refused"]) == (20, 1)
    assert [(each["row"], each["code"], each["params"]) for each in office.refusals(made, "row")] == [
        (22, "row.columns_changed", {"found": 4})
    ]


def test_names_are_linked_and_made_only_when_that_is_chosen(office: Office, tmp_path: Path) -> None:
    office.do(lambda tx: write.create(tx, Who(office.boss), "product", {"name": "GTX Pro"}))
    file = sheet(
        tmp_path,
        ["商机名称", "商机编号", "客户", "产品", "金额", "阶段", "负责人"],
        ["一号", "A1", "海川机械", "GTXPro", "5万", "需求", "周琳"],
        ["二号", "A2", "海川 机械", "没有的产品", "3万", "报价", "周琳"],
        name="deals.csv",
    )
    made = office.start("opportunity", file)
    columns = {column["field"]: column for column in made["proposal"]["sheets"][0]["columns"]}
    assert columns["product"]["links"] == [
        {"raw": "没有的产品", "id": None, "suggestion": None, "score": 0.0, "count": 1}
    ]
    missing = {"create_missing": {"links": False, "people": False}}
    done = office.finish(office.revise(made, {"options": missing}))
    assert (done["result"]["links_created"], done["result"]["people_created"]) == (0, 0)
    codes = [(each["column"], each["code"]) for each in office.refusals(done, "link")]
    assert ("客户", "link.unknown") in codes and ("负责人", "link.unknown") in codes
    deals = office.records("opportunity")
    assert {each["name"]: (each["product"] or {}).get("title") for each in deals} == {
        "一号": "GTX Pro",
        "二号": None,
    }
    assert {each["owner"]["id"] for each in deals} == {office.boss.person_id}

    again = office.load("opportunity", file)
    assert (again["result"]["links_created"], again["result"]["people_created"]) == (2, 1)
    deals = office.records("opportunity")
    assert len({each["account"]["id"] for each in deals}) == 1
    assert "周琳" in office.people()
    office.undo(again)
    assert office.records("account") == []
    assert "周琳" not in office.people()


def test_a_form_that_names_its_own_records_is_linked_whatever_the_order(
    office: Office, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path,
        ["客户名称", "上级客户"],
        ["海川华东", "海川集团"],
        ["海川集团", None],
        ["博远", "不在表里"],
        name="a.csv",
    )
    made = office.start("account", file)
    made = office.finish(office.revise(made, {"options": {"create_missing": {"links": False}}}))
    parents = {each["name"]: (each["parent"] or {}).get("title") for each in office.records("account")}
    assert parents == {"海川华东": "海川集团", "海川集团": None, "博远": None}
    assert [(each["raw"], each["code"]) for each in office.refusals(made, "link")] == [
        ("不在表里", "link.unknown")
    ]


def test_labels_without_an_option_are_suggested_and_made_only_when_chosen(
    office: Office, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path, ["公司", "来源"], ["武汉安泰有限公司", "展览会"], ["青岛博远有限公司", "朋友圈广告"]
    )
    made = office.start("lead", file)
    listed = {each["raw"]: each for each in made["proposal"]["sheets"][0]["columns"][1]["choices"]}
    assert listed.get("朋友圈广告", {}).get("key", "") is None
    patch = {"options": {"create_missing": {"choices": False}}}
    chosen = {
        "sheets": [
            {"name": "leads", "columns": [{"index": 1, "choices": [{"raw": "朋友圈广告", "key": "website"}]}]}
        ]
    }
    done = office.finish(office.revise(office.revise(made, patch), chosen))
    assert done["result"]["choices_created"] == 0
    assert {each["company"]: each["source"] for each in office.records("lead")}[
        "青岛博远有限公司"
    ] == "website"

    fresh = office.load("lead", sheet(tmp_path, ["公司名", "来源"], ["昆明天启有限公司", "高铁广告"]))
    assert fresh["result"]["choices_created"] == 1
    leads = {each["company"]: each["source"] for each in office.records("lead")}
    assert leads["昆明天启有限公司"] == "gao_tie_guang_gao"


def test_closed_stages_are_taken_as_history_with_what_gates_would_have_asked(
    office: Office, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path,
        ["商机名称", "商机编号", "阶段", "接洽日期", "成交日期"],
        ["一号", "A1", "赢单", "2026-01-05", "2026-03-01"],
        ["二号", "A2", "输单", "2026-01-06", "2026-02-01"],
        name="deals.csv",
    )
    made = office.start("opportunity", file)
    assert made["proposal"]["options"]["existing_history"] is True
    refused = office.finish(office.revise(made, {"options": {"existing_history": False}}))
    assert refused["result"]["created"] < 2
    office.undo(refused)
    done = office.load("opportunity", file)
    assert done["result"]["created"] == 2
    since = {each["name"]: each["stage_since"][:10] for each in office.records("opportunity")}
    assert since == {"一号": "2026-03-01", "二号": "2026-02-01"}
    assert office.count("stage_history", "imported = 1") == 4


def test_a_proposal_can_be_changed_and_is_remembered(office: Office, tmp_path: Path) -> None:
    rows = (["单位", "电话A", "电话B"], ["武汉安泰有限公司", "13902255229", "15809657450"])
    made = office.start("lead", sheet(tmp_path, *rows))
    changed = office.revise(
        made,
        {
            "sheets": [
                {"name": "leads", "columns": [{"index": 2, "field": "phone"}, {"index": 1, "field": "note"}]}
            ]
        },
    )
    fields = [column["field"] for column in changed["proposal"]["sheets"][0]["columns"]]
    assert fields == ["company", "note", "phone"]
    office.finish(changed)
    assert [(each["phone"], each["note"]) for each in office.records("lead")] == [
        ("15809657450", "13902255229")
    ]
    again = office.start("lead", sheet(tmp_path, rows[0], ["青岛博远有限公司", "13954837439", "18601241883"]))
    assert again["proposal"]["remembered"]
    assert [column["field"] for column in again["proposal"]["sheets"][0]["columns"]] == fields


def test_a_heading_row_can_be_pointed_at(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, ["甲", "乙"], ["公司", "预算"], ["武汉安泰有限公司", "5万"], ["青岛博远有限公司", "3万"]
    )
    made = office.start("lead", file)
    changed = office.revise(made, {"sheets": [{"name": "leads", "heading_row": 2}]})
    shown = changed["proposal"]["sheets"][0]
    assert (shown["heading_row"], shown["first_row"], shown["rows"]) == (2, 3, 2)
    assert [column["field"] for column in shown["columns"]] == ["company", "budget"]


@pytest.mark.parametrize(
    ("patch", "at"),
    [
        ({"sheets": [{"name": "nowhere"}]}, "sheets.0.name"),
        ({"sheets": [{"name": "leads", "heading_row": "x"}]}, "sheets.0.heading_row"),
        (
            {"sheets": [{"name": "leads", "columns": [{"index": 0, "field": "nothing"}]}]},
            "sheets.0.columns.0.field",
        ),
        ({"sheets": [{"name": "leads", "columns": [{"index": "0"}]}]}, "sheets.0.columns.0.index"),
        (
            {"sheets": [{"name": "leads", "columns": [{"index": 0, "reading": {"order": "YDM"}}]}]},
            "sheets.0.columns.0.reading",
        ),
        ({"options": {"match": ["nothing"]}}, "options.match"),
        ({"options": {"on_match": "burn"}}, "options.on_match"),
        ({"options": {"owner": "me"}}, "options.owner"),
        ({"twins": [{"sheet": "leads", "row": 2, "choice": "maybe"}]}, "twins.0.choice"),
    ],
)
def test_a_change_that_makes_no_sense_is_named(
    office: Office, tmp_path: Path, patch: dict[str, Any], at: str
) -> None:
    made = office.start("lead", sheet(tmp_path, *LEADS))
    with pytest.raises(PlanInvalid) as caught:
        office.revise(made, patch)
    assert [problem.field for problem in caught.value.problems] == [at]


def test_an_interrupted_import_goes_on_and_doubles_nothing(office: Office, tmp_path: Path) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1801)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=3)
    office.db.cache.clear()  # another process has none of what this one kept
    half = office.state(made["id"])
    assert half["status"] == "running"
    assert half["progress"]["done"] == half["result"]["created"] == office.count("f_lead") > 0
    office.drive(queued["job"])
    done = office.state(made["id"])
    assert (done["status"], done["result"]["created"], office.count("f_lead")) == ("done", 1800, 1800)
    assert done["result"]["sums"]["budget"] == sum(range(1, 1801))


def test_a_cancelled_import_keeps_what_is_in_and_can_be_resumed_or_undone(
    office: Office, tmp_path: Path
) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1201)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=2)
    office.do(lambda tx: imports.cancel(tx, office.boss, made["id"]))
    office.drive(queued["job"])
    stopped = office.state(made["id"])
    assert (stopped["status"], stopped["undo"]["possible"]) == ("cancelled", True)
    assert office.count("f_lead") == stopped["result"]["created"] == 499
    resumed = office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))
    office.drive(resumed["job"])
    done = office.state(made["id"])
    assert (done["status"], done["result"]["created"], office.count("f_lead")) == ("done", 1200, 1200)
    office.undo(done)
    assert office.records("lead") == []
    with pytest.raises(ImportState):
        office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))


def test_rights_are_asked_at_the_door_and_again_at_every_chunk(office: Office, tmp_path: Path) -> None:
    reader = office.person("reader", {"form": "*", "actions": ["read", "create"], "rows": "all"})
    seller = office.person(
        "seller", {"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}
    )
    file = sheet(tmp_path, [*LEADS[0], "负责人"], [*LEADS[1], "周琳"], [*LEADS[2], "reader"])
    with pytest.raises(Forbidden):
        office.start("lead", file, by=reader)
    made = office.start("lead", file, by=seller)
    rights = made["proposal"]["rights"]
    assert (rights["people"], rights["existing_history"], rights["assign"]) == (False, False, False)
    with pytest.raises(NotFound):
        office.state(made["id"], by=reader)
    done = office.finish(made, by=seller)
    assert (done["status"], done["result"]["created"], done["result"]["people_created"]) == ("done", 2, 0)
    assert {each["owner"]["id"] for each in office.records("lead")} == {seller.person_id}


def test_a_twin_nobody_may_touch_is_neither_doubled_nor_told(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="武汉安泰有限公司", contact="老张")
    seller = office.person(
        "seller", {"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}
    )
    done = office.load("lead", sheet(tmp_path, *LEADS), by=seller)
    assert (done["result"]["created"], done["result"]["rows_refused"]) == (1, 1)
    found = office.do(lambda tx: imports.refusal_page(tx, seller, done["id"]))["items"]
    assert [(each["row"], each["code"], each["params"]) for each in found if each["level"] == "row"] == [
        (2, "twin.locked", {})
    ]
    assert office.count("f_lead") == 2


@pytest.mark.parametrize(
    ("form", "rows", "error"),
    [
        ("lead", (["一", "二"], ["x", "y"]), NothingToImport),
        ("department", LEADS, AppError),
        ("nothing", LEADS, AppError),
    ],
)
def test_what_cannot_be_imported_is_said_at_once(
    office: Office, tmp_path: Path, form: str, rows: Any, error: type[AppError]
) -> None:
    with pytest.raises(error):
        office.start(form, sheet(tmp_path, *rows))
    assert office.do(lambda tx: imports.listing(tx, office.boss)) == []
    assert not list((office.folder / "imports").glob("*"))


def test_an_import_that_ran_is_not_run_again(office: Office, tmp_path: Path) -> None:
    made = office.load("lead", sheet(tmp_path, *LEADS))
    for act in (imports.run, imports.resume, imports.cancel):
        with pytest.raises(ImportState):
            office.do(lambda tx: act(tx, office.boss, made["id"]))  # noqa: B023
    discover()
    assert jobs.job_kinds.get("import") is not None


def test_people_are_brought_in_by_those_who_manage_them(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        ["姓名", "部门", "上级"],
        ["周琳", "华东区", "陈静"],
        ["吴涛", "华东区", "陈静"],
        name="p.csv",
    )
    seller = office.person("seller", {"form": "*", "actions": ALL, "rows": "all"})
    with pytest.raises(Forbidden):
        office.start("user", file, by=seller)
    done = office.load("user", file)
    assert (done["result"]["created"], done["result"]["people_created"], done["result"]["links_created"]) == (
        2,
        1,
        1,
    )
    heads = office.do(lambda tx: departments.listing(tx))
    assert [(each["name"], each["people"]) for each in heads] == [("华东区", 2)]
    assert {"周琳", "吴涛", "陈静"} <= office.people()
