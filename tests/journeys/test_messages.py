"""Told of a mention: in the inbox as it happens, by mail through a real server; and a channel tried by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import sign_in
from tests.letters import Mailbox, mailbox
from tests.serving import Server, Workspace, copy_workspace, serve

PASSWORD = "quiet river stone 88"


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    """The mail server of this workspace."""
    with mailbox() as found:
        yield found


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, model: Workspace, box: Mailbox
) -> Iterator[tuple[Workspace, Server]]:
    """A workspace of its own that sends mail."""
    made = copy_workspace(model, tmp_path_factory.mktemp("messages") / "workspace")
    environment = {"BULOU_SMTP_URL": box.url, "BULOU_MAIL_FROM": "不漏 <robot@bulou.example>"}
    with serve(replace(made, environment={**made.environment, **environment})) as server:
        yield made, server


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], office: tuple[Workspace, Server]
) -> dict[str, Any]:
    """Pages of that workspace."""
    return {**browser_context_args, "base_url": office[1].url}


@pytest.fixture
def signed_in(watched: Page, office: tuple[Workspace, Server]) -> Page:
    """Its administrator, who has an address, before the first page."""
    sign_in(watched, office[0].account, office[0].password)
    me = watched.request.get("/api/me").json()
    own = watched.request.patch(
        f"/api/admin/people/{me['person']['id']}",
        data={"email": "boss@example.com"},
        headers={"x-csrf-token": me["csrf"]},
    )
    assert own.ok, own.text()
    return watched


def colleague(page: Page, account: str) -> int:
    """Somebody else who may do everything; the id of whoever is signed in."""
    me = page.request.get("/api/me").json()
    headers = {"x-csrf-token": me["csrf"]}
    person = {"name": "李华", "account": account, "password": PASSWORD, "roles": ["administrator"]}
    made = page.request.post("/api/admin/people", data=person, headers=headers)
    assert made.status == 201, made.text()
    return int(me["person"]["id"])


def mention(page: Page, account: str, whom: int, name: str) -> None:
    """The colleague mentions somebody in a comment on a new customer."""
    browser = page.context.browser
    assert browser is not None
    url = page.url.split("/", 3)
    context = browser.new_context(base_url="/".join(url[:3]))
    csrf = context.request.post("/api/session", data={"account": account, "password": PASSWORD}).json()[
        "csrf"
    ]
    headers = {"x-csrf-token": csrf}
    made = context.request.post("/api/records/account", data={"name": name}, headers=headers).json()
    said = context.request.post(
        f"/api/records/account/{made['id']}/comments",
        data={"body": "请看一下报价", "mentions": [whom]},
        headers=headers,
    )
    assert said.status == 201, said.text()
    context.close()


def test_a_mention_comes_to_the_inbox_and_to_the_mailbox(signed_in: Page, box: Mailbox, size: str) -> None:
    page, account, name = signed_in, f"li-{size}", f"江海食品 {size}"
    whom = colleague(page, account)
    page.goto("/inbox")
    expect(page.get_by_role("heading", name="通知")).to_be_visible()
    mention(page, account, whom, name)
    row = page.get_by_role("listitem").filter(has_text=f"李华在“{name}”提到你")
    expect(row).to_be_visible()  # live, without a reload

    page.goto("/settings/deliveries")
    sent = page.locator("tr, li").filter(has_text=name).filter(has_text="已发出")
    expect(sent.first).to_be_visible()
    letters = [letter for letter in box.letters if name in letter["Subject"]]
    assert [letter["To"] for letter in letters] == ["boss@example.com"]

    page.goto("/inbox")
    row.get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="标为已读").click()
    page.get_by_text("未读", exact=False).first.click()
    expect(row).to_be_hidden()


def test_a_channel_is_tried_and_shows_the_answer_of_the_other_side(
    signed_in: Page, box: Mailbox, size: str
) -> None:
    page = signed_in
    page.goto("/settings/channels")
    expect(page.get_by_text("由环境变量 BULOU_SMTP_URL 设置")).to_be_visible()
    page.get_by_role("button", name="试发").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("发到").fill(f"{size}@example.com")
    dialog.get_by_role("button", name="发出").click()
    expect(dialog.get_by_text("对方的答复：250 OK")).to_be_visible()
    assert f"{size}@example.com" in [letter["To"] for letter in box.letters]

    box.refuses = "550 5.7.1 not today"
    dialog.get_by_role("button", name="发出").click()
    expect(dialog.get_by_text("邮件服务器退回：550 5.7.1 not today")).to_be_visible()
    box.refuses = ""


def test_choices_are_kept(signed_in: Page, size: str) -> None:
    page, key, family = (
        signed_in,
        *{
            "desktop": ("followed", "我关注的记录"),
            "phone": ("work", "导入、导出与批量"),
        }[size],
    )
    page.goto("/settings/notices")
    mine = page.get_by_label(f"{family} 邮件")
    mine.click()
    page.get_by_title("汇总").last.click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.reload()
    expect(page.locator("tr, li").filter(has_text=family).get_by_title("汇总")).to_be_visible()
    back = page.request.get("/api/me/notices").json()
    assert {each["key"]: each["mail"] for each in back["families"]}[key] == "digest"
