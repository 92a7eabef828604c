"""What an import does with cells, rows, names, options and stages, on both databases."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from bulou.records import write
from bulou.records.exchange import imports
from bulou.records.write import Who
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import sheet


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
    assert ("客户", "link.unknown") in codes and ("负责人", "owner.unknown") in codes
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


def partly_known(folder: Path) -> Path:
    """Leads with labels and names that nothing is called yet."""
    return sheet(
        folder,
        ["公司", "行业", "负责人", "市场活动"],
        ["甲有限公司", "造纸", "周琳", "春展"],
        ["乙有限公司", "造纸", "周琳", "秋展"],
        ["丙有限公司", "印染", "吴涛", "春展"],
    )


def test_a_label_or_a_name_may_be_left_empty(office: Office, tmp_path: Path) -> None:
    file = partly_known(tmp_path)
    made = office.start("lead", file)
    columns = {each["field"]: each["index"] for each in made["proposal"]["sheets"][0]["columns"]}
    patch = [
        {"index": columns["industry"], "choices": [{"raw": "造纸", "key": ""}]},
        {"index": columns["owner"], "links": [{"raw": "周琳", "id": 0}]},
        {"index": columns["campaign"], "links": [{"raw": "秋展", "id": 0}]},
    ]
    made = office.revise(made, {"sheets": [{"name": "leads", "columns": patch}]})
    told = made["proposal"]["sheets"][0]["columns"]
    assert {each["raw"]: each["key"] for each in told[columns["industry"]]["choices"]} == {
        "造纸": "",
        "印染": None,
    }
    assert {each["raw"]: each["id"] for each in told[columns["owner"]]["links"]} == {"周琳": 0, "吴涛": None}
    done = office.finish(made)
    fields = ("industry", "owner", "campaign")
    found = {
        each["company"]: [each[key] for key in fields]
        for each in office.records("lead", fields=("company", *fields))
    }
    assert [found[name][0] is not None for name in ("甲有限公司", "乙有限公司", "丙有限公司")] == [
        False,
        False,
        True,
    ]
    assert [found[name][1]["title"] for name in found] == ["吴涛", "boss", "boss"]
    assert {name: (each[2] or {}).get("title") for name, each in found.items()} == {
        "甲有限公司": "春展",
        "乙有限公司": None,
        "丙有限公司": "春展",
    }
    assert (done["result"]["choices_created"], done["result"]["people_created"]) == (1, 1)
    assert office.refusals(done) == []
    again = office.start("lead", file)["proposal"]
    assert again["remembered"]
    assert again["sheets"][0]["columns"][columns["campaign"]]["links"][0]["id"] == 0
