"""The five promises of the template hold, by a clock that the test moves and a real mail server; none of them twice,
whatever stopped meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.forms import catalog
from bulou.kit.protocols import SYSTEM
from bulou.records import write
from bulou.records.batches import ledger
from bulou.records.write import Command, Who
from tests.api.conftest import Office, created
from tests.api.promising import begin, call, mail_server, move, pass_time, person, send, settle, told
from tests.api.ruling import change, record, runs
from tests.letters import mailbox

SILENT = "3 个工作日没有跟进"
WON = "赢单"


@pytest.fixture(autouse=True)
def promised(office: Office) -> None:
    """The template's rules are on."""
    begin(office)


def owner_of(client: TestClient, form: str, id_: int) -> int | None:
    found = record(client, form, id_)["owner"]
    return found and int(found["id"])


def tasks(client: TestClient) -> list[Any]:
    items = client.get("/api/records/task", params={"sort": "id"}).json()["items"]
    return [each for each in items if "续约" in each["title"]]


def gives(office: Office, owner: TestClient, **people: list[int]) -> None:
    """Names people in the assignment rules of the template's pool, by the value that each rule asks for."""
    found = owner.get("/api/admin/pools").json()["items"]
    kept = next(each for each in found if each["definition"]["key"] == "leads")
    definition = kept["definition"]
    for rule in definition["assign"]:
        asked = rule["when"]["value"]
        first = asked if isinstance(asked, str) else asked[0]
        if first in people:
            rule["people"] = people[first]
    body = {"version": kept["version"], "definition": definition}
    reply = owner.put("/api/admin/pools/leads", json=body)
    assert reply.status_code == 200, reply.text


class TestFirst:
    """New leads are given out by region and industry, or grabbed."""

    def test_by_industry_then_by_region_else_grabbed_by_one(
        self, office: Office, owner: TestClient, anna: TestClient, ben: TestClient
    ) -> None:
        people = office.people
        gives(office, owner, pharma=[people.ben], east=[people.anna])
        east = created(owner, "lead", company="East", region="east", owner=None)["id"]
        pharma = created(owner, "lead", company="Pills", region="east", industry="pharma", owner=None)["id"]
        far = created(owner, "lead", company="Far", region="overseas", owner=None)["id"]
        settle(office)
        assert owner_of(owner, "lead", east) == people.anna
        assert owner_of(owner, "lead", pharma) == people.ben
        assert owner_of(owner, "lead", far) is None
        first = anna.post("/api/pools/leads/claim", json={"ids": [far]}).json()["results"][0]
        second = ben.post("/api/pools/leads/claim", json={"ids": [far]}).json()["results"][0]
        assert (first["ok"], second["code"]) == (True, "records.already_owned")

    def test_rules_that_name_nobody_give_nothing_and_bother_nobody(
        self, office: Office, owner: TestClient, head: TestClient
    ) -> None:
        new = created(owner, "lead", company="East", region="east", owner=None)["id"]
        settle(office)
        assert owner_of(owner, "lead", new) is None
        assert head.get("/api/notifications").json()["items"] == []


class TestSecond:
    """Not followed up within a day: back to the pool, with a warning before."""

    def test_once_however_long_nothing_ran(self, office: Office, owner: TestClient, anna: TestClient) -> None:
        cold = created(owner, "lead", company="Cold", owner=None)["id"]
        warm = created(owner, "lead", company="Warm", owner=None)["id"]
        settle(office)
        anna.post("/api/pools/leads/claim", json={"ids": [cold, warm]})
        settle(office)
        call(anna, "lead", warm)
        settle(office)
        office.clock.now += timedelta(days=9)  # all processes stood still
        anna = office.client("anna")
        pass_time(office)
        pass_time(office)
        assert owner_of(anna, "lead", warm) == office.people.anna
        places = anna.get("/api/pools/leads/records").json()["items"]
        assert [(each["id"], each["_place"]["why"]) for each in places] == [(cold, "recycled")]
        back = [each["kind"] for each in anna.get("/api/notifications").json()["items"]]
        assert back.count("pool.recycled") == 1

    def test_it_warns_before(self, office: Office, owner: TestClient, anna: TestClient) -> None:
        cold = created(owner, "lead", company="Cold", owner=None)["id"]
        settle(office)
        anna.post("/api/pools/leads/claim", json={"ids": [cold]})
        settle(office)
        pass_time(office, days=2, hours=21)  # over a weekend, on which the clock stands still
        kinds = [each["kind"] for each in office.client("anna").get("/api/notifications").json()["items"]]
        assert kinds == ["pool.soon"]


class TestThird:
    """Three working days without a follow-up: the head is told, once for each silence."""

    def test_once_a_silence(self, office: Office, anna: TestClient) -> None:
        deal = created(anna, "opportunity", name="Line 1", amount=420000)["id"]
        cared = created(anna, "opportunity", name="Line 2")["id"]
        settle(office)
        pass_time(office, days=4, hours=23)  # Wednesday, an hour before three working days are over
        assert told(office, "head", SILENT) == []
        call(office.client("anna"), "opportunity", cared)
        pass_time(office, hours=2)
        (said,) = told(office, "head", SILENT)
        assert "Line 1" in said and "420,000" in said and "Anna Ames" in said
        for _ in range(5):
            pass_time(office, days=1)
        assert len(told(office, "head", "Line 1")) == 1
        assert len(told(office, "head", "Line 2")) == 1
        call(office.client("anna"), "opportunity", deal)
        settle(office)
        pass_time(office, days=12)
        pass_time(office, hours=1)
        assert len(told(office, "head", "Line 1")) == 2

    def test_caught_up_once_after_a_stop(self, office: Office, anna: TestClient) -> None:
        created(anna, "lead", company="Quiet")
        call(anna, "lead", 1)
        settle(office)
        office.clock.now += timedelta(days=30)  # all processes stood still
        settle(office)
        settle(office)
        assert len(told(office, "head", SILENT)) == 1

    def test_many_at_once_are_told_as_a_number(self, office: Office, owner: TestClient) -> None:
        def bring(tx: Any) -> None:
            form = catalog.load(tx)["opportunity"]
            values = [{"name": f"Old {at}", "owner": office.people.anna, "stage": "need"} for at in range(60)]
            who = Who(SYSTEM, "import", existing_history=True, trusted=True)
            write.apply(tx, who, form, [Command("create", None, each) for each in values])

        office.do(bring)
        settle(office)
        pass_time(office, days=6)
        assert len(told(office, "head", SILENT)) == 20
        (more,) = told(office, "head", "40 other records")
        assert "商机 3 天没跟进" in more

    def test_without_a_head_whoever_leads_the_firm(self, office: Office, ben: TestClient) -> None:
        person(office, "boris", "boss")
        created(ben, "opportunity", name="West line")
        settle(office)
        pass_time(office, days=6)
        items = told(office, "owner", SILENT)
        assert items == []  # the administrator is the last resort
        found = office.do(lambda tx: accounts_notices(tx, "boris"))
        assert found == 1

    def test_a_deal_that_is_opened_again_has_its_whole_time(self, office: Office, anna: TestClient) -> None:
        deal = created(anna, "opportunity", name="Back again")["id"]
        move(anna, "opportunity", deal, "lost", loss_reason="price")
        settle(office)
        pass_time(office, days=40)
        anna = office.client("anna")
        move(anna, "opportunity", deal, "need")
        settle(office)
        pass_time(office, days=1)
        assert told(office, "head", SILENT) == []
        pass_time(office, days=7)
        assert len(told(office, "head", SILENT)) == 1

    def test_the_bin_is_silent_and_what_comes_back_is_told_once(
        self, office: Office, anna: TestClient
    ) -> None:
        deal = created(anna, "opportunity", name="Binned")
        settle(office)
        anna.delete(f"/api/records/opportunity/{deal['id']}")
        settle(office)
        pass_time(office, days=6)
        assert told(office, "head", SILENT) == []
        anna = office.client("anna")
        anna.post(f"/api/records/opportunity/{deal['id']}/restore")
        settle(office)
        pass_time(office, days=6)
        assert len(told(office, "head", SILENT)) == 1


class TestFourth:
    """Thirty days before a contract ends: a task for its owner."""

    def contract(self, client: TestClient, number: str, ends: str, **more: Any) -> int:
        account = created(client, "account", name=f"Firm {number}")["id"]
        values = {"number": number, "account": account, "ends_on": ends, **more}
        return int(created(client, "contract", **values)["id"])

    def test_once_an_end_on_the_morning_of_the_day(self, office: Office, anna: TestClient) -> None:
        one = self.contract(anna, "HT-1", "2027-01-15")
        settle(office)
        pass_time(office, days=25, hours=23)  # 16 December, 08:00
        assert tasks(office.client("anna")) == []
        pass_time(office, hours=2)
        (task,) = tasks(office.client("anna"))
        assert task["assignee"]["id"] == office.people.anna
        assert (task["about"]["form"], task["about"]["id"]) == ("contract", one)
        assert "HT-1" in task["title"] and "2027-01-15" in task["title"]
        pass_time(office, days=10)
        settle(office)
        assert len(tasks(office.client("anna"))) == 1
        change(office.client("anna"), "contract", one, ends_on="2028-01-15")
        settle(office)
        pass_time(office, days=360)
        assert len(tasks(office.client("anna"))) == 2

    def test_what_ended_or_is_renewed_needs_none_and_a_stop_is_caught_up(
        self, office: Office, anna: TestClient
    ) -> None:
        self.contract(anna, "OVER", "2026-11-01")
        new = self.contract(anna, "NEW", "2028-12-31")
        self.contract(anna, "DONE", "2026-12-31", renewed_by=new)
        self.contract(anna, "SOON", "2026-12-05")  # comes in with two weeks left
        self.contract(anna, "LATER", "2026-12-31")
        settle(office)
        assert ["SOON" in each["title"] for each in tasks(anna)] == [True]
        office.clock.now += timedelta(days=20)  # all processes stood still
        settle(office)
        settle(office)
        assert len(tasks(office.client("anna"))) == 2

    def test_the_task_of_an_owner_who_left_is_the_heads(
        self, office: Office, owner: TestClient, anna: TestClient
    ) -> None:
        self.contract(anna, "LEFT", "2027-01-15")
        settle(office)
        left = {"state": "disabled"}
        assert owner.patch(f"/api/admin/people/{office.people.anna}", json=left).status_code == 200
        pass_time(office, days=30)
        (task,) = tasks(office.client("owner"))
        assert task["assignee"]["id"] == office.people.head


def test_what_rules_made_of_sample_data_goes_with_it(office: Office, owner: TestClient) -> None:
    def bring(tx: Any) -> None:
        batch = ledger.begin(tx, "sample", None, {"app": "crm"}, None)
        forms = catalog.load(tx)
        who = Who(SYSTEM, "sample", batch_id=batch, trusted=True)
        firm = write.create(tx, who, forms["account"], {"name": "Sample"}).id
        for number in ("S-1", "S-2"):
            values = {"number": number, "account": firm, "ends_on": "2026-12-10", "owner": office.people.anna}
            write.create(tx, who, forms["contract"], values)
        ledger.end(tx, batch, "done", {"changed": 3})

    office.do(bring)
    settle(office)
    _first, second = tasks(owner)
    change(owner, "task", second["id"], title="续约 S-2, by me")
    gone = owner.delete("/api/apps/crm/sample")
    assert gone.status_code == 202, gone.text
    assert office.drive(gone.json()["job"]) == "done"
    assert [each["id"] for each in tasks(owner)] == [second["id"]]
    left = owner.get("/api/records/contract").json()["items"]
    assert [each["number"] for each in left] == ["S-2"]


class TestFifth:
    """Won: customer service hears of it, and the customer is welcomed where a channel is set up and switched on."""

    def deal(self, client: TestClient, name: str, email: str | None = "kunde@example.com") -> int:
        account = created(client, "account", name=f"Firm {name}")["id"]
        contact = created(client, "contact", name="Karl Kunde", account=account, email=email)["id"]
        values = {"name": name, "account": account, "contact": contact, "amount": 1000}
        return int(created(client, "opportunity", **values)["id"])

    def test_service_hears_once_and_not_of_history(self, office: Office, anna: TestClient) -> None:
        person(office, "sina", "service")
        deal = self.deal(anna, "Line 1")
        move(anna, "opportunity", deal, "won")
        settle(office)
        move(anna, "opportunity", deal, "need")
        move(anna, "opportunity", deal, "won")
        settle(office)
        for at in range(30):
            office.do(lambda tx, at=at: history(tx, office.people.anna, f"Old {at}"))
        settle(office)
        pass_time(office, days=1)
        assert office.do(lambda tx: accounts_notices(tx, "sina")) == 1

    def test_nobody_in_service_is_no_failure(
        self, office: Office, owner: TestClient, anna: TestClient
    ) -> None:
        for at in range(6):
            move(anna, "opportunity", self.deal(anna, f"Line {at}"), "won")
        settle(office)
        assert {each["state"] for each in runs(owner, "won_service")} == {"done"}
        assert owner.get("/api/rules/won_service").json()["state"] == "on"

    def test_without_a_channel_it_says_so_when_it_is_to_be_switched_on(self, owner: TestClient) -> None:
        refused = owner.post("/api/rules/won_welcome_mail/publish", json={})
        assert refused.status_code == 422
        assert [each["code"] for each in refused.json()["errors"]] == ["rules.no_channel"]
        assert owner.get("/api/rules/won_welcome_mail").json()["state"] == "off"

    def test_the_customer_gets_one_letter(self, office: Office, owner: TestClient, anna: TestClient) -> None:
        with mailbox() as box:
            mail_server(office, box)
            assert owner.post("/api/rules/won_welcome_mail/publish", json={}).status_code == 200
            assert owner.post("/api/rules/won_welcome_mail/enable").status_code == 200
            deal = self.deal(anna, "Line 1")
            slip = self.deal(anna, "Slip of the hand", "slip@example.com")
            mute = self.deal(anna, "No address", None)
            for id_ in (deal, slip, mute):
                move(anna, "opportunity", id_, "won")
            for at in range(30):
                office.do(lambda tx, at=at: history(tx, office.people.anna, f"Old {at}"))
            settle(office)
            send(office)
            assert box.letters == []
            move(anna, "opportunity", slip, "need")
            settle(office)
            pass_time(office, days=3)  # all processes stood still meanwhile
            send(office)
            settle(office)
            send(office)
            anna = office.client("anna")
            move(anna, "opportunity", deal, "need")
            move(anna, "opportunity", deal, "won")
            settle(office)
            pass_time(office, hours=1)
            send(office)
            assert [letter["To"] for letter in box.letters] == ["kunde@example.com"]
            letter = box.letters[0]
            assert "Firm Line 1" in letter["Subject"] and "Karl Kunde" in letter.get_body().get_content()
            assert len(told(office, "anna", "没有邮箱")) == 1


def accounts_notices(tx: Any, account: str) -> int:
    """How many notices of rules somebody has."""
    from sqlalchemy import func, select

    from bulou.db.tables.people import person as people
    from bulou.db.tables.records import notification

    who = select(people.c.id).where(people.c.account == account).scalar_subquery()
    query = select(func.count()).where(notification.c.person_id == who, notification.c.kind == "rule")
    return int(tx.value(query))


def history(tx: Any, owner: int, name: str) -> None:
    """A deal won long ago, as an import brings it."""
    form = catalog.load(tx)["opportunity"]
    who = Who(SYSTEM, "import", existing_history=True, trusted=True)
    write.create(tx, who, form, {"name": name, "stage": "won", "amount": 5, "owner": owner})
