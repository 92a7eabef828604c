"""The five promises in the running product and the browser: weeks pass by a clock file, letters go to a mail server,
the server is killed and comes back, and nothing is told or done twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PATIENCE, SIZES
from tests.journeys.steps import ask, sign_in
from tests.letters import Mailbox, mailbox
from tests.serving import Server, Workspace, copy_workspace, serve

PASSWORD = "quiet river stone 88"
PEOPLE = {
    "jing": ("罗静", "sales_director"),
    "tong": ("林晓彤", "sales"),
    "min": ("周敏", "sales"),
    "yue": ("秦悦", "service"),
}
Json = dict[str, Any]


@dataclass
class Firm:
    """A workspace of its own with a clock that can be put forward."""

    workspace: Workspace
    clock: Path
    browser: Browser
    size: str
    server: Server | None = None
    ahead: timedelta = timedelta()

    def pass_time(self, **span: float) -> None:
        """Put the clock of the product forward."""
        self.ahead += timedelta(**span)
        self.clock.write_text(str(self.ahead.total_seconds()), "ascii")

    def monday(self) -> None:
        """Put the clock to ten o'clock of a Monday in a week without feasts, March 2027."""
        wanted = datetime.fromisoformat("2027-03-01T10:00:00+08:00")
        self.pass_time(
            seconds=(wanted - datetime.now(wanted.tzinfo)).total_seconds() - self.ahead.total_seconds()
        )

    def page(self, account: str) -> Page:
        """Somebody's browser, by the clock of the product."""
        assert self.server is not None
        person = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
        context = self.browser.new_context(base_url=self.server.url, **person, **SIZES[self.size])
        password = self.workspace.password if account == "admin" else PASSWORD
        page = context.new_page()
        sign_in(page, account, password)
        page.clock.set_fixed_time(datetime.now().astimezone() + self.ahead)
        return page


def until(page: Page, what: Callable[[], Any]) -> Any:
    """What becomes true by the work of the server."""
    deadline = time.monotonic() + PATIENCE / 1000 * 9
    while not (found := what()):
        assert time.monotonic() < deadline, "the server did not do it"
        page.wait_for_timeout(100)
    return found


def until_ticking(page: Page, lead: int) -> None:
    """Its clock runs: what goes back is looked for every five minutes, and would be missed by a jump before."""
    until(page, lambda: ask(page, "GET", f"/records/lead/{lead}/pool")["clock"])


def news(page: Page) -> list[str]:
    """Their notices."""
    return [each["title"] for each in page.request.get("/api/notifications?limit=100").json()["items"]]


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """The mail server of the firm."""
    with mailbox() as found:
        yield found


@pytest.fixture
def firm(tmp_path: Path, model: Workspace, box: Mailbox, browser: Browser, size: str) -> Firm:
    """A firm with a head, two who sell, one who serves."""
    made = copy_workspace(model, tmp_path / "workspace")
    clock = tmp_path / "clock"
    environment = {
        "BULOU_SMTP_URL": box.url,
        "BULOU_MAIL_FROM": "不漏 <robot@bulou.example>",
        "BULOU_CLOCK_FILE": str(clock),
    }
    found = Firm(replace(made, environment={**made.environment, **environment}), clock, browser, size)
    found.monday()
    return found


def staff(page: Page) -> dict[str, int]:
    """Its people; the head leads their department."""
    place = ask(page, "POST", "/admin/departments", {"name": "华东销售部"})["id"]
    made = {}
    for account, (name, role) in PEOPLE.items():
        body = {"name": name, "account": account, "password": PASSWORD, "roles": [role], "department": place}
        made[account] = int(ask(page, "POST", "/admin/people", body)["id"])
    ask(page, "PATCH", f"/admin/departments/{place}", {"head": made["jing"]})
    return made


@pytest.mark.parametrize("size", ["desktop"])  # minutes long; what a phone shows of it is tried below
def test_the_five_promises(firm: Firm, box: Mailbox) -> None:
    with serve(firm.workspace) as firm.server:
        admin = firm.page("admin")
        people = staff(admin)
        leads = _first_promise(firm, admin, people)
        deal, contract = _deal_and_contract(firm)
        firm.server.kill()  # everything stands still for a day and more
    firm.pass_time(days=1, hours=1)
    with serve(firm.workspace) as firm.server:
        _second_promise(firm, leads)
        firm.server.kill()
    firm.pass_time(days=3)
    with serve(firm.workspace) as firm.server:
        _third_promise(firm, deal)
        firm.server.kill()
    firm.pass_time(days=6)
    with serve(firm.workspace) as firm.server:
        _fourth_promise(firm, contract)
        _fifth_promise(firm, box, deal)
        firm.server.kill()
    firm.pass_time(days=2)
    with serve(firm.workspace) as firm.server:
        _nothing_twice(firm, box)


def _first_promise(firm: Firm, admin: Page, people: dict[str, int]) -> tuple[int, int]:
    """By industry and region; what no rule means is grabbed from the pool by whoever is quick."""
    kept = next(
        each for each in ask(admin, "GET", "/admin/pools")["items"] if each["definition"]["key"] == "leads"
    )
    kept["definition"]["assign"][0]["people"] = [people["min"]]
    kept["definition"]["assign"][1]["people"] = [people["tong"]]
    ask(admin, "PUT", "/admin/pools/leads", {"version": kept["version"], "definition": kept["definition"]})
    for company, more in {"华东食品": {}, "制药": {"industry": "pharma"}}.items():
        ask(admin, "POST", "/records/lead", {"company": company, "region": "east", "owner": None, **more})
    free = ask(admin, "POST", "/records/lead", {"company": "海外公司", "region": "overseas", "owner": None})[
        "id"
    ]
    whose = lambda: {  # noqa: E731
        each["company"]: (each["owner"] or {}).get("id")
        for each in ask(admin, "GET", "/records/lead")["items"]
    }
    until(admin, lambda: whose() == {"华东食品": people["tong"], "制药": people["min"], "海外公司": None})
    page = firm.page("min")
    page.goto("/pools/leads")
    row = page.locator("tr, li").filter(has_text="海外公司")
    row.get_by_role("button", name="领取").first.click()
    until(page, lambda: whose()["海外公司"] == people["min"])
    mine = {each["company"]: each["id"] for each in ask(admin, "GET", "/records/lead")["items"]}
    until_ticking(page, mine["海外公司"])
    log = {"about": {"form": "lead", "id": mine["制药"]}, "kind": "call", "content": "他们要一份报价"}
    ask(page, "POST", "/log", log)
    return int(free), int(mine["制药"])


def _deal_and_contract(firm: Firm) -> tuple[int, int]:
    page = firm.page("tong")
    account = ask(page, "POST", "/records/account", {"name": "晨曦饲料"})["id"]
    contact = {"name": "王厂长", "account": account, "email": "wang@kunde.example"}
    who = ask(page, "POST", "/records/contact", contact)["id"]
    deal = {"name": "晨曦 真空包装线", "account": account, "contact": who, "amount": 420000}
    made = ask(page, "POST", "/records/opportunity", deal)["id"]
    contract = {"number": "HT-0001", "account": account, "ends_on": "2027-04-09"}
    return int(made), int(ask(page, "POST", "/records/contract", contract)["id"])


def _second_promise(firm: Firm, leads: tuple[int, int]) -> None:
    """What nobody followed up lies in the pool again; what was followed up does not."""
    page = firm.page("min")
    until(page, lambda: len(ask(page, "GET", "/pools/leads/records")["items"]) == 2)
    page.goto("/pools/leads")
    expect(page.locator("tr, li").filter(has_text="海外公司").first).to_be_visible()
    expect(page.get_by_text("华东食品").first).to_be_visible()
    cared = ask(page, "GET", f"/records/lead/{leads[1]}")
    assert cared["owner"]["title"] == "周敏"


def _third_promise(firm: Firm, deal: int) -> None:
    """The head reads which deal is silent, and it leads there."""
    page = firm.page("jing")
    page.goto("/inbox")
    row = (
        page.get_by_role("listitem").filter(has_text="晨曦 真空包装线").filter(has_text="3 个工作日没有跟进")
    )
    expect(row).to_have_count(1, timeout=3 * PATIENCE)
    expect(row).to_contain_text("林晓彤")
    row.get_by_role("link").first.click()
    page.wait_for_url(f"**/f/opportunity/{deal}*")


def _fourth_promise(firm: Firm, contract: int) -> None:
    """The owner of the contract finds a task among today's work."""
    page = firm.page("tong")
    until(page, lambda: ask(page, "GET", "/records/task")["items"])
    (task,) = ask(page, "GET", "/records/task")["items"]
    assert (task["about"]["form"], task["about"]["id"]) == ("contract", contract)
    page.goto("/")
    expect(page.get_by_text("续约：晨曦饲料 合同 HT-0001").first).to_be_visible()


def _fifth_promise(firm: Firm, box: Mailbox, deal: int) -> None:
    """Whoever may configure switches the letter on; the deal is won; service is told, the customer gets a letter."""
    admin = firm.page("admin")
    ask(admin, "POST", "/rules/won_welcome_mail/publish")
    ask(admin, "POST", "/rules/won_welcome_mail/enable")
    page = firm.page("tong")
    version = ask(page, "GET", f"/records/opportunity/{deal}")["version"]
    ask(page, "POST", f"/records/opportunity/{deal}/stage", {"stage": "won", "version": version})
    service = firm.page("yue")
    service.goto("/inbox")
    expect(service.get_by_role("listitem").filter(has_text="赢单：晨曦饲料")).to_have_count(
        1, timeout=3 * PATIENCE
    )
    assert welcome(box) == []
    firm.pass_time(minutes=16)
    until(admin, lambda: welcome(box))


def _nothing_twice(firm: Firm, box: Mailbox) -> None:
    """Killed, stopped for days, started again: everything was told and done once."""
    head, seller, service = firm.page("jing"), firm.page("tong"), firm.page("yue")
    made = ask(seller, "POST", "/records/lead", {"company": "新来的"})["id"]
    until_ticking(seller, made)
    firm.pass_time(days=5)
    until(
        head,
        lambda: [each for each in ask(seller, "GET", "/pools/leads/records")["items"] if each["id"] == made],
    )
    assert (
        len([each for each in news(head) if "晨曦 真空包装线" in each]) <= 2
    )  # one silence before it was won, at most two
    assert len([each for each in news(service) if "赢单" in each]) == 1
    assert len(ask(seller, "GET", "/records/task")["items"]) == 1
    assert [letter["To"] for letter in welcome(box)] == ["wang@kunde.example"]


def welcome(box: Mailbox) -> list[Any]:
    """The letters of welcome so far."""
    return [letter for letter in box.letters if "欢迎" in letter["Subject"]]


def test_a_leak_is_plugged_where_it_is_seen(firm: Firm) -> None:
    with serve(firm.workspace) as firm.server:
        page = firm.page("admin")
        staff(page)
        ask(page, "POST", "/records/opportunity", {"name": "云岭 小袋立式包装机", "amount": 640000})
        page.goto("/")
        card = page.get_by_test_id("plug-it")
        expect(card).to_contain_text("商机没有下一步，提醒负责人")
        card.get_by_role("button", name="先预演").click()
        panel = page.get_by_role("dialog")
        expect(panel).to_contain_text("过去 90 天")
        page.keyboard.press("Escape")
        card.get_by_role("button", name="堵上").click()
        done = page.get_by_test_id("plugged")
        expect(done).to_contain_text("已堵上")
        assert ask(page, "GET", "/rules/deal_no_next_step")["state"] == "on"
        done.get_by_role("button", name="撤销").click()
        expect(page.get_by_test_id("plug-it")).to_be_visible()
        assert ask(page, "GET", "/rules/deal_no_next_step")["state"] == "off"

        page.goto("/dashboards/sales")
        drip = page.get_by_test_id("widget-leaks").get_by_role("listitem").filter(has_text="没有下一步")
        drip.get_by_role("button", name="堵上").click()
        page.get_by_role("dialog").get_by_role("button", name="堵上").click()
        expect(drip.get_by_role("button", name="已开启")).to_be_visible()
        page.get_by_role("button", name="撤销").click()
        expect(drip.get_by_role("button", name="堵上")).to_be_visible()

        seller: BrowserContext = firm.page("tong").context
        other = seller.new_page()
        ask(other, "POST", "/records/opportunity", {"name": "别人的", "amount": 1000})
        if firm.size == "desktop":
            other.goto("/")
            sign = other.get_by_role("img", name="商机没有下一步，提醒负责人：未开启")
            expect(sign).to_be_visible()
        expect(other.get_by_test_id("plug-it")).to_have_count(0)
