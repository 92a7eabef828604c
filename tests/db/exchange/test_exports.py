"""Exports: typed cells, labels and titles, nothing that runs, nothing hidden, and back again by id."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from sqlalchemy import select

from bulou.db import jobs
from bulou.db.tables.people import audit
from bulou.forms import publish
from bulou.forms.model import FormDef
from bulou.kit.errors import AppError, Forbidden, NotFound
from bulou.records import write
from bulou.records.exchange import exports
from bulou.records.exchange.exporting.progress import progress_of
from bulou.records.write import Who
from tests.db.exchange.conftest import Office

FORMULAS = ("=1+1", "＝1+1", "+49 30 901820", "-5 Grad", "@SUM(A1)", "\tx", "plain")


def add(office: Office, form: str, **values: Any) -> int:
    """A record."""
    outcome = office.do(lambda tx: write.create(tx, Who(office.boss), form, values))
    assert outcome.id is not None
    return outcome.id


def table(path: Path, sheet: int = 0) -> list[tuple[Any, ...]]:
    """The cells of a worksheet."""
    return list(openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True))


def test_cells_have_their_types_and_say_what_people_see(office: Office) -> None:
    account = add(office, "account", name="海川机械", owner=office.boss.person_id)
    deal = add(
        office,
        "opportunity",
        name="一号",
        account=account,
        amount=50000.5,
        probability=35,
        expected_close="2026-03-01",
        owner=office.boss.person_id,
    )
    columns = [
        "name",
        "account",
        "account.name",
        "amount",
        "probability",
        "expected_close",
        "stage",
        "owner",
        "created_at",
    ]
    rows = table(office.export({"form": "opportunity", "columns": columns}))
    assert rows[0] == (
        "ID", "商机名称", "客户", "客户 / 客户名称", "金额", "赢率", "预计成交", "阶段", "负责人", "创建时间",
    )  # fmt: skip
    assert rows[1][:6] == (deal, "一号", "海川机械", "海川机械", 50000.5, 0.35)
    assert rows[1][6] == datetime(2026, 3, 1)  # noqa: DTZ001
    assert rows[1][7:9] == ("需求分析", "boss")
    assert rows[1][9] == datetime(2026, 11, 21, 11, 0)  # noqa: DTZ001  in the workspace's zone


def test_filter_search_sort_and_view_are_those_of_the_list(office: Office) -> None:
    for name, budget in (("甲有限公司", 3), ("乙有限公司", 1), ("丙有限公司", 2)):
        add(office, "lead", company=name, budget=budget)
    body = {
        "form": "lead",
        "columns": ["company"],
        "filter": {"field": "budget", "op": "ge", "value": 2},
        "sort": "-budget",
    }
    assert [row[1] for row in table(office.export(body))[1:]] == ["甲有限公司", "丙有限公司"]
    found = table(office.export({"form": "lead", "view": "all", "search": "乙有限"}))
    assert found[0][:4] == ("ID", "公司", "联系人", "电话")
    assert [row[1] for row in found[1:]] == ["乙有限公司"]


def test_text_that_looks_like_a_formula_stays_text_and_comes_back_unchanged(office: Office) -> None:
    for at, note in enumerate(FORMULAS):
        add(office, "lead", company=f"公司{at}有限公司", note=note)
    before = {lead["id"]: lead["note"] for lead in office.records("lead", fields=("note",))}
    book = office.export({"form": "lead", "columns": ["company", "note"], "sort": "id"})
    sheet = openpyxl.load_workbook(book).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row} == {"s"}
    text = office.export({"form": "lead", "columns": ["company", "note"], "format": "csv"})
    with text.open(encoding="utf-8-sig", newline="") as file:
        notes = [row[2] for row in csv.reader(file)][1:]
    assert not [note for note in notes if note.startswith(("=", "+", "-", "@", "\t"))]
    for path in (book, text):
        again = office.load("lead", path)
        assert again["proposal"]["options"]["on_match"] == "overwrite"
        assert (again["result"]["created"], again["result"]["unchanged"]) == (0, len(FORMULAS))
    assert {lead["id"]: lead["note"] for lead in office.records("lead", fields=("note",))} == before


def test_an_edited_export_changes_the_records_it_came_from(office: Office, tmp_path: Path) -> None:
    ids = [add(office, "lead", company=f"第{at}号有限公司", budget=at) for at in range(1, 6)]
    path = office.export({"form": "lead", "columns": ["company", "budget"], "sort": "id"})
    book = openpyxl.load_workbook(path)
    book.active["B2"], book.active["C3"] = "改了名的有限公司", 999
    book.active.append([None, "新来的有限公司", 7])
    book.save(tmp_path / "edited.xlsx")
    done = office.load("lead", tmp_path / "edited.xlsx")
    assert (done["result"]["created"], done["result"]["updated"], done["result"]["unchanged"]) == (1, 2, 3)
    leads = {lead["id"]: (lead["company"], lead["budget"]) for lead in office.records("lead")}
    assert leads[ids[0]] == ("改了名的有限公司", 1)
    assert leads[ids[1]] == ("第2号有限公司", 999)


def test_ids_of_another_system_are_not_taken_for_ours(office: Office, tmp_path: Path) -> None:
    ids = [add(office, "lead", company=f"第{at}号有限公司") for at in range(1, 4)]
    path = tmp_path / "others.csv"
    path.write_text("ID,公司\n" + "".join(f"{id_},别家{id_}有限公司\n" for id_ in ids), "utf-8")
    made = office.start("lead", path)
    assert [column["field"] for column in made["proposal"]["sheets"][0]["columns"]] == [None, "company"]


def test_detail_rows_have_a_sheet_of_their_own(office: Office) -> None:
    words = {"zh-CN": "单", "en-US": "Bill"}
    line = {"key": "what", "kind": "text", "label": {"zh-CN": "名目"}}
    price = {"key": "price", "kind": "money", "label": {"zh-CN": "价格"}}
    fields = [
        {"key": "name", "kind": "text", "label": {"zh-CN": "名称"}},
        {"key": "lines", "kind": "detail", "label": {"zh-CN": "明细"}, "fields": [line, price]},
    ]
    bill = FormDef.model_validate({"key": "bill", "label": words, "title": "name", "fields": fields})
    office.do(lambda tx: publish.publish(tx, bill, by=office.boss))
    lines = [{"what": "机器", "price": 12.5}, {"what": "安装", "price": 3}]
    id_ = add(office, "bill", name="一号单", lines=lines)
    path = office.export({"form": "bill", "columns": ["name", "lines"]})
    assert table(path) == [("ID", "名称"), (id_, "一号单")]
    rows = table(path, 1)
    assert rows[0] == ("单 ID", "单", "ID", "名目", "价格")
    assert [(row[0], row[1], *row[3:]) for row in rows[1:]] == [
        (id_, "一号单", "机器", 12.5),
        (id_, "一号单", "安装", 3),
    ]


def test_an_export_holds_what_its_reader_may_export_and_nothing_else(office: Office) -> None:
    seller = office.person(
        "seller",
        {"form": "lead", "actions": ["read", "export"], "rows": "own", "fields": {"budget": "hidden"}},
        {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"budget": "hidden"}},
    )
    add(office, "lead", company="他的有限公司", budget=5, owner=seller.person_id)
    add(office, "lead", company="别人的有限公司", budget=6)
    rows = table(office.export({"form": "lead"}, by=seller))
    assert "预算" not in rows[0]
    assert [row[1] for row in rows[1:]] == ["他的有限公司"]
    with pytest.raises(AppError):
        office.export({"form": "lead", "columns": ["company", "budget"]}, by=seller)
    with pytest.raises(AppError):
        office.export({"form": "lead", "filter": {"field": "budget", "op": "gt", "value": 1}}, by=seller)


def test_without_the_right_there_is_no_export_and_no_file_of_others(office: Office) -> None:
    reader = office.person("reader", {"form": "lead", "actions": ["read"], "rows": "all"})
    with pytest.raises(Forbidden):
        office.export({"form": "lead"}, by=reader)
    other = office.person("other", {"form": "lead", "actions": ["read", "export"], "rows": "all"})
    job = office.do(lambda tx: exports.start(tx, office.boss, {"form": "lead"}))["job"]
    with pytest.raises(NotFound):
        office.do(lambda tx: exports.file(tx, office.boss, job, office.folder))
    office.drive(job)
    with pytest.raises(NotFound):
        office.do(lambda tx: exports.file(tx, other, job, office.folder))


def test_an_export_is_audited_with_its_filter_and_count(office: Office) -> None:
    add(office, "lead", company="甲有限公司", budget=3)
    condition = {"field": "budget", "op": "eq", "value": 3}
    office.export({"form": "lead", "filter": condition})
    row = office.do(
        lambda tx: tx.one(select(audit.c.form, audit.c.detail).where(audit.c.action == "export.made"))
    )
    detail = orjson.loads(row.detail)
    assert (row.form, detail["rows"], detail["filter"]) == ("lead", 1, condition)


@pytest.mark.parametrize(
    "body",
    [
        {"form": "nothing"},
        {"form": "lead", "format": "pdf"},
        {"form": "lead", "columns": "company"},
        {"form": "lead", "columns": ["nothing"]},
        {"form": "lead", "view": "nothing"},
        {"form": "lead", "sort": "nothing"},
        {"form": "lead", "filter": {"field": "nothing", "op": "eq", "value": 1}},
        {"form": "lead", "search": 5},
    ],
)
def test_what_cannot_be_exported_is_said_before_a_job_is_made(office: Office, body: dict[str, Any]) -> None:
    with pytest.raises(AppError):
        office.do(lambda tx: exports.start(tx, office.boss, body))
    assert office.count("job") == 0


def test_days_before_the_calendar_of_worksheets_are_text(office: Office) -> None:
    add(office, "contact", name="老先生", birthday="1890-02-01")
    assert table(office.export({"form": "contact", "columns": ["name", "birthday"]}))[1][2] == "1890-02-01"
    assert date(1890, 2, 1).isoformat() == "1890-02-01"


def test_who_waits_sees_how_far_it_is(office: Office, tmp_path: Path) -> None:
    for at in range(3):
        add(office, "lead", company=f"第{at}号有限公司")
    done = office.do(lambda tx: exports.start(tx, office.boss, {"form": "lead"}))["job"]
    office.drive(done)
    job = office.do(lambda tx: jobs.get(tx, done))
    assert (job.state, job.done, job.total) == ("done", 3, 3)

    progress = progress_of(tmp_path / "some.xlsx")
    seen = [progress.read()]
    seen += [
        progress.read() for _block in progress.of(5, [[1, 2], [3, 4], [5, 6]])
    ]  # one more came meanwhile
    seen.append(progress.read())
    progress.drop()
    assert seen == [None, (0, 5), (2, 5), (4, 5), (6, 6)]
    assert list(tmp_path.glob("*.progress")) == []
