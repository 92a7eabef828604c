"""Rows that are, or may be, records that exist already, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulou.db.tx import Tx
from bulou.forms import catalog, publish
from bulou.forms.form import Form
from bulou.records import write
from bulou.records.exchange import imports
from bulou.records.exchange.errors import PlanInvalid
from bulou.records.exchange.running import lookup
from bulou.records.write import Who
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import LEADS, known_lead, sheet


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


def test_the_preview_says_how_many_belong_to_others_and_nothing_else_of_them(
    office: Office, tmp_path: Path
) -> None:
    known_lead(office, company="武汉安泰有限公司", contact="老张", phone="13902255229", note="秘密")
    seller = office.person(
        "seller", {"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}
    )
    own = known_lead(office, company="自己的有限公司", owner=seller.person_id)
    file = sheet(tmp_path, *LEADS, ["自己的有限公司", "张三", None, "3万"])
    made = office.start("lead", file, by=seller)
    proposal = made["proposal"]
    assert (proposal["twins"]["known"], proposal["twins"]["locked"]) == (1, 1)
    assert proposal["summary"] == {
        "rows": 3,
        "create": 1,
        "update": 1,
        "unchanged": 0,
        "skip": 1,
        "compared": True,
    }
    assert proposal["twins"]["uncertain"] == []  # a shared phone does not tell whose it is either
    done = office.finish(made, by=seller)
    assert (done["result"]["created"], done["result"]["updated"], done["result"]["rows_refused"]) == (1, 1, 1)
    assert own
    told = office.do(lambda tx: imports.refusal_page(tx, seller, done["id"]))["items"]
    assert all("老张" not in str(each) and "秘密" not in str(each) for each in told)


def test_hidden_fields_cannot_be_guessed_by_matching_by_them(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="武汉安泰有限公司", phone="13902255229")
    nosy = office.person(
        "nosy",
        {"form": "lead", "actions": ["read", "import"], "rows": "all", "fields": {"phone": "hidden"}},
        {"form": "lead", "actions": ["create", "change"], "rows": "all"},
    )
    made = office.start("lead", sheet(tmp_path, ["公司", "电话"], ["甲有限公司", "13902255229"]), by=nosy)
    with pytest.raises(PlanInvalid) as caught:
        office.revise(made, {"options": {"match": ["phone"]}}, by=nosy)
    assert [each.field for each in caught.value.problems] == ["options.match.0"]
    assert made["proposal"]["twins"]["uncertain"] == []


def test_records_are_found_by_the_title_of_today(office: Office) -> None:
    """A form that is published with another title knows its records by that one at once."""

    def form(tx: Tx) -> Form:
        return catalog.load(tx)["opportunity"]

    def rename(tx: Tx) -> None:
        publish.publish(tx, form(tx).definition.model_copy(update={"title": "code"}), by=office.boss)

    made = office.do(
        lambda tx: write.create(tx, Who(office.boss), "opportunity", {"name": "老名字", "code": "光谷"})
    )
    office.do(rename)
    found = office.do(lambda tx: lookup.records(tx, office.boss, form(tx), form(tx).column("code"), ["光谷"]))
    assert [each.id for each in found["光谷"]] == [made.id]


def test_a_likely_twin_is_named_with_its_owner_and_why(office: Office, tmp_path: Path) -> None:
    known = known_lead(office, company="武汉安泰有限责任公司")
    phone = known_lead(office, company="宁波海川有限公司", phone="15809657450")
    file = sheet(
        tmp_path,
        LEADS[0],
        ["武汉安泰股份有限公司", None, None, None],
        ["宁波东方公司", None, "15809657450", None],
        ["一号公司", None, "13902255229", None],
        ["二号公司", None, "13902255229", None],
    )
    uncertain = office.start("lead", file)["proposal"]["twins"]["uncertain"]
    about = {"form": "lead", "owner": "boss", "locked": False}
    by_name = {**about, "id": known, "title": "武汉安泰有限责任公司", "score": 0.9, "field": "company"}
    by_phone = {**about, "id": phone, "title": "宁波海川有限公司", "score": 0.8, "field": "phone"}
    assert [(each["row"], each["candidates"], each["alike"]) for each in uncertain] == [
        (2, [by_name], []),
        (3, [by_phone], []),
        (5, [], [{"sheet": "leads", "row": 4, "title": "一号公司", "field": "phone"}]),
    ]


def test_a_row_that_is_surely_known_is_no_likely_twin_of_another(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, LEADS[0], ["一号公司", None, "13902255229", None], ["二号公司", None, "13902255229", None]
    )
    first, second = office.load("lead", file), office.start("lead", file)
    assert (first["result"]["twins"], second["proposal"]["twins"]["uncertain"]) == (1, [])
    assert office.finish(second)["result"]["twins"] == 0


def test_a_likely_twin_out_of_sight_is_told_without_its_name(office: Office, tmp_path: Path) -> None:
    known_lead(office, company="武汉安泰有限责任公司")
    seller = office.person(
        "seller", {"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}
    )
    made = office.start("lead", sheet(tmp_path, *LEADS), by=seller)
    [twin] = made["proposal"]["twins"]["uncertain"]
    assert twin["candidates"] == [
        {
            "form": "lead",
            "id": None,
            "title": None,
            "owner": None,
            "score": 0.9,
            "field": "company",
            "locked": True,
        }
    ]
    assert "有限责任" not in str(made)


def test_what_a_key_of_the_form_warns_of_is_counted_and_listed(office: Office, tmp_path: Path) -> None:
    key = {"key": "desk", "label": {"zh-CN": "城市与联系人"}, "kind": "warn", "fields": ["city", "contact"]}

    def change(tx: Tx) -> None:
        lead = catalog.load(tx)["lead"].definition
        keys = [each.model_dump() for each in lead.duplicates]
        body = {**lead.model_dump(mode="json"), "duplicates": [*keys, key]}
        publish.publish(tx, type(lead).model_validate(body), by=office.boss)

    office.do(change)
    known = known_lead(office, company="老客户", city="武汉", contact="王强")
    file = sheet(tmp_path, ["公司", "城市", "联系人"], ["新客户", "武汉", "王强"], ["另一家", "武汉", "李娜"])
    made = office.load("lead", file)
    assert (made["result"]["created"], made["result"]["twins"]) == (2, 1)
    [twin] = office.refusals(made, "twin")
    assert (twin["row"], twin["params"]) == (2, {"field": "city", "id": known, "title": "老客户"})
