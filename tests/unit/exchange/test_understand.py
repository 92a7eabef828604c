"""Workbooks of many kinds, understood by the lead form of the template without anybody's help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bulou.apps import loader
from bulou.forms.catalog import Catalog, of_definitions
from bulou.forms.fields.kind import CellContext
from bulou.kit.text import name_key
from bulou.records.exchange.files.spool import Spool
from bulou.records.exchange.files.unpack import unpack
from bulou.records.exchange.meaning.evidence import Known
from bulou.records.exchange.meaning.plan import Plan
from bulou.records.exchange.meaning.understand import understand
from bulou.records.exchange.running.readings import read_all
from bulou.records.exchange.running.rows import RowRead
from tests.unit.exchange.messy import MAKERS

DATA = Path(__file__).parents[2] / "data"
CONTEXT = CellContext(today="2026-11-21")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The template's forms."""
    return of_definitions(list(loader.read("crm").forms))


def read(path: Path, folder: Path, catalog: Catalog, form: str) -> tuple[Spool, Plan, list[RowRead]]:
    """A file as an import would understand and read it."""
    folder.mkdir()
    spool = unpack(path, path.name, folder)
    plan, _seen = understand(spool, catalog[form], Known(context=CONTEXT))
    return spool, plan, list(read_all(spool, catalog[form], plan, CONTEXT))


def values_of(row: RowRead) -> dict[str, Any]:
    """Values and names by key."""
    return {**{key: "、".join(names) for key, names in row.names.items()}, **row.values}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_workbook_of_the_kind_is_understood(name: str, tmp_path: Path, catalog: Catalog) -> None:
    path = tmp_path / "team.xlsx"
    expected = MAKERS[name](path)
    _spool, plan, rows = read(path, tmp_path / "spool", catalog, "lead")

    assert {sheet.name for sheet in plan.used} == set(expected.fields)
    assert expected.unused <= {sheet.name for sheet in plan.sheets if not sheet.use}
    for sheet in plan.used:
        mapped = {column.field for column in sheet.mapped} | set(sheet.constants)
        assert expected.fields[sheet.name] <= mapped, (
            sheet.name,
            [(c.heading, c.field) for c in sheet.columns],
        )
    assert len(rows) == expected.records
    by_title = {row.values.get("company"): values_of(row) for row in rows}
    for title, values in expected.values.items():
        assert {key: by_title[title].get(key) for key in values} == values, title
    for sheet_name, owner in expected.owners.items():
        sheet = plan.sheet(sheet_name)
        assert sheet is not None and owner in (sheet.owner.name, sheet.owner.source)


def test_the_shared_workbook_is_read_as_its_facts_say(tmp_path: Path, catalog: Catalog) -> None:
    facts = json.loads((DATA / "messy-leads-zh.facts.json").read_text("utf-8"))
    _spool, plan, rows = read(DATA / "messy-leads-zh.xlsx", tmp_path / "spool", catalog, "lead")
    owners = {sheet.name: sheet.owner.name for sheet in plan.used}
    firms: dict[str, dict[str, Any]] = {}
    for row in rows:
        values = {**row.values, "owner": owners[row.sheet]}
        known = firms.setdefault(name_key(row.values["company"]), values)
        firms[name_key(row.values["company"])] = {**values, **known}

    assert [sheet.name for sheet in plan.sheets if not sheet.use] == ["字典"]
    assert {sheet.heading_row for sheet in plan.used} == {facts["header_row"]}
    assert len(rows) == facts["data_rows"]
    assert len(firms) == facts["distinct_companies"]
    assert sum(len(sheet.skip) for sheet in plan.used) == facts["total_rows_to_skip"]
    assert sum(firm.get("budget") or 0 for firm in firms.values()) == facts["budget_sum_distinct"]
    assert sum("budget" not in firm for firm in firms.values()) == facts["companies_without_budget"]
    assert sum("next_follow_up" in firm for firm in firms.values()) == facts["next_follow_up_known"]
    for company, sample in facts["sample"].items():
        firm = firms[name_key(company)]
        assert firm["owner"] == sample["owner"]
        assert (firm["phone"], firm.get("budget"), firm.get("next_follow_up")) == (
            sample["mobile"],
            sample["budget"],
            sample["next"],
        ), company


def test_the_public_sales_data_is_understood(tmp_path: Path, catalog: Catalog) -> None:
    folder = DATA / "sales-opportunities"
    _spool, plan, rows = read(folder / "sales_pipeline.csv", tmp_path / "deals", catalog, "opportunity")
    sheet = plan.sheets[0]
    mapped = {column.heading: (column.field, column.order) for column in sheet.columns}
    assert mapped["engage_date"] == ("engaged_on", "DMY")
    assert mapped["close_date"] == ("closed_on", "DMY")
    assert mapped["opportunity_id"][0] == "code"
    assert [mapped[key][0] for key in ("sales_agent", "product", "account", "deal_stage", "close_value")] == [
        "owner",
        "product",
        "account",
        "stage",
        "amount",
    ]
    stages = [row.values["stage"] for row in rows]
    assert [stages.count(key) for key in ("won", "lost", "proposal", "need")] == [4238, 2473, 1589, 500]
    won = [row for row in rows if row.values["stage"] == "won"]
    assert sum(row.values["amount"] for row in won) == 10_005_534
    assert not any(row.refusals for row in rows)
    assert min(row.values["engaged_on"] for row in won) == "2016-10-20"

    _spool, plan, rows = read(folder / "accounts.csv", tmp_path / "accounts", catalog, "account")
    assert [column.field for column in plan.sheets[0].columns] == [
        "name",
        "industry",
        "established_year",
        "revenue",
        "employees",
        "country",
        "parent",
    ]
    assert len(rows) == 85
    assert {refusal.raw for row in rows for refusal in row.refusals} == {"technolgy"}
