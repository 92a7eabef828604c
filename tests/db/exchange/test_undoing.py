"""What the undo of an import takes back and what it leaves, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bulou.db.tables.people import person, person_department
from bulou.forms import catalog as catalogs
from bulou.people import accounts, departments
from bulou.records import batches, write
from bulou.records.batches import ledger
from bulou.records.exchange import imports
from bulou.records.write import Who
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import known_lead, sheet


def test_undo_takes_options_out_of_use_that_nothing_else_holds(office: Office, tmp_path: Path) -> None:
    rows = [["甲有限公司", "造纸"], ["乙有限公司", "印染"]]
    file = sheet(tmp_path, ["公司", "行业"], *rows)
    made = office.load("lead", file)

    def options() -> dict[str, bool]:
        bound = office.do(lambda tx: catalogs.load(tx)["lead"]).bound("industry")
        return {each.label["zh-CN"]: each.archived for each in bound.options.choices}

    key = next(each["industry"] for each in office.records("lead", fields=("industry",)) if each["industry"])
    known_lead(office, company="另有一家有限公司", industry=key)
    kept = office.do(lambda tx: catalogs.load(tx)["lead"]).bound("industry").options.label_of(key, "zh-CN")
    office.undo(made)
    assert {label: options()[label] for label in ("造纸", "印染")} == {
        label: label != kept for label in ("造纸", "印染")
    }
    undone = office.do(lambda tx: ledger.found(tx, made["result"]["batch"] + 1)).summary
    assert (undone["options_retired"], undone["options_in_use"]) == (1, 1)
    again = office.load("lead", file)
    assert again["result"]["choices_created"] == 1
    assert list(options()).count("造纸") == 1
    assert [options()[label] for label in ("造纸", "印染")] == [False, False]


def test_an_undo_that_is_undone_puts_its_options_into_use_again(office: Office, tmp_path: Path) -> None:
    made = office.load(
        "lead", sheet(tmp_path, ["公司", "行业"], ["甲有限公司", "造纸"], ["乙有限公司", "印染"])
    )

    def archived() -> set[bool]:
        bound = office.do(lambda tx: catalogs.load(tx)["lead"]).bound("industry")
        return {each.archived for each in bound.options.choices if each.label["zh-CN"] in ("造纸", "印染")}

    batch = made["result"]["batch"]
    seen = []
    for _again in range(4):  # undone, undone, …
        begun = office.do(lambda tx, id_=batch: batches.undo(tx, office.boss, id_))  # type: ignore[misc]
        office.drive(begun["job"])
        batch = begun["batch"]
        seen.append((archived(), len(office.records("lead"))))
    assert seen == [({True}, 0), ({False}, 2)] * 2


def test_undo_takes_departments_away_in_which_nobody_else_is(office: Office, tmp_path: Path) -> None:
    rows = [
        ["周琳", "华东区", "陈静"],
        ["吴涛", "华东区", "陈静"],
        ["李娜", "华南区", "赵敏"],
        ["郑爽", "华南区", "钱进"],
    ]
    before = office.people()
    made = office.load("user", sheet(tmp_path, ["姓名", "部门", "上级"], *rows, name="people.csv"))
    assert len(office.do(departments.listing)) == 4
    south = next(each["id"] for each in office.do(departments.listing) if each["name"] == "华南区")
    office.do(lambda tx: accounts.change(tx, office.boss, office.boss.person_id, {"department_id": south}))
    office.undo(made)
    assert [each["name"] for each in office.do(departments.listing)] == ["华南区"]
    assert office.people() == before


@dataclass(frozen=True)
class Staff:
    """An office without a head, Chen who belongs to no department, and an import that filled both in."""

    office: Office
    made: dict[str, Any]
    east: int
    chen: int

    def east_now(self) -> dict[str, Any]:
        """The office as it is."""
        return next(each for each in self.office.do(departments.listing) if each["id"] == self.east)

    def chen_now(self) -> tuple[Any, ...]:
        """Department and phone of Chen, and all departments they belong to."""
        where = person.c.id == self.chen
        query = select(person.c.department_id, person.c.phone).where(where)
        c = person_department.c
        held = select(c.department_id).where(c.person_id == self.chen)
        found = self.office.do(lambda tx: tx.one(query))
        return (*found, [row[0] for row in self.office.do(lambda tx: tx.rows(held))])


@pytest.fixture
def staff(office: Office, tmp_path: Path) -> Staff:
    east = office.do(lambda tx: departments.create(tx, office.boss, "华东区"))
    chen = office.do(lambda tx: accounts.create(tx, office.boss, accounts.NewPerson(name="陈静")))
    rows = [["周琳", "华东区", "陈静", "13902255229"], ["陈静", "华东区", "", "15809657450"]]
    file = sheet(tmp_path, ["姓名", "部门", "上级", "手机"], *rows, name="people.csv")
    return Staff(office, office.load("user", file), east, chen)


def test_undo_takes_back_the_head_it_gave_and_what_it_filled_in(staff: Staff) -> None:
    assert staff.east_now()["head_id"] == staff.chen
    assert staff.chen_now() == (staff.east, "15809657450", [staff.east])
    staff.office.undo(staff.made)
    assert staff.east_now()["head_id"] is None
    assert staff.chen_now() == (None, None, [])
    assert "周琳" not in staff.office.people()
    undone = staff.office.do(lambda tx: ledger.found(tx, staff.made["result"]["batch"] + 1)).summary
    assert (undone["restored"], undone.get("left", 0)) == (3, 0)


def test_undo_leaves_a_head_and_a_phone_that_somebody_changed_since(staff: Staff) -> None:
    office = staff.office
    other = office.do(lambda tx: accounts.create(tx, office.boss, accounts.NewPerson(name="赵敏")))
    office.do(lambda tx: departments.change(tx, office.boss, staff.east, {"head_id": other}))
    office.do(lambda tx: accounts.change(tx, office.boss, staff.chen, {"phone": "13954837439"}))
    office.undo(staff.made)
    assert staff.east_now()["head_id"] == other
    assert staff.chen_now() == (None, "13954837439", [])
    undone = office.do(lambda tx: ledger.found(tx, staff.made["result"]["batch"] + 1)).summary
    assert {(each["form"], each["code"]) for each in undone["results"]} == {
        ("department", "undo.changed_since"),
        ("user", "undo.changed_since"),
    }


def test_a_record_of_somebody_who_went_with_the_undo_is_nobodys_when_it_is_restored(
    office: Office, tmp_path: Path
) -> None:
    rows = [["武汉安泰有限公司", "周琳"], ["青岛博远有限公司", "周琳"]]
    made = office.load("lead", sheet(tmp_path, ["公司", "负责人"], *rows))
    first, second = (each["id"] for each in office.records("lead"))
    batch = office.do(lambda tx: imports.undo(tx, office.boss, made["id"]))
    office.drive(batch["job"])
    assert "周琳" not in office.people()
    office.do(lambda tx: write.restore(tx, Who(office.boss), "lead", first))
    office.drive(office.do(lambda tx: batches.undo(tx, office.boss, batch["batch"]))["job"])
    found = office.records("lead", fields=("owner",), filter={"field": "owner", "op": "empty"})
    assert [(each["id"], each["owner"]) for each in found] == [(first, None), (second, None)]


def test_an_office_that_stays_keeps_its_people_and_head(staff: Staff, tmp_path: Path) -> None:
    office = staff.office
    rows = [["吴涛", "华北区", "郑爽"]]
    made = office.load("user", sheet(tmp_path, ["姓名", "部门", "上级"], *rows, name="north.csv"))
    north = next(each for each in office.do(departments.listing) if each["name"] == "华北区")
    office.do(lambda tx: departments.create(tx, office.boss, "京津", parent_id=north["id"]))
    office.undo(made)
    after = next(each for each in office.do(departments.listing) if each["id"] == north["id"])
    assert after["head_id"] == north["head_id"] is not None
