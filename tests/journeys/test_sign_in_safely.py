"""Securing one's account, signing in with it, losing it, being required to, and coming in by the provider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.steps import post
from tests.oidc_provider import CLIENT, SECRET, Provider, provider_at
from tests.serving import Server, Workspace, copy_workspace, free_port, serve

PASSWORD = "few people know this one"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of sign-ins on this machine."""
    with provider_at() as running:
        yield running


@pytest.fixture
def guarded(tmp_path: Path, model: Workspace, provider: Provider) -> Iterator[tuple[Workspace, Server]]:
    """A workspace of its own, connected to the provider."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    provider.client.redirect_uri = f"{url}/api/session/oidc/callback"
    workspace = copy_workspace(model, tmp_path / "workspace")
    workspace.environment.update(  # type: ignore[attr-defined]
        BULOU_PUBLIC_URL=url,
        BULOU_OUTBOUND_ALLOW="127.0.0.1",
        BULOU_OIDC_ISSUER=provider.url,
        BULOU_OIDC_CLIENT_ID=CLIENT,
        BULOU_OIDC_CLIENT_SECRET=SECRET,
        BULOU_OIDC_LABEL="瑞达统一登录",
        BULOU_OIDC_ACCOUNT_CLAIM="preferred_username",
    )
    with serve(workspace, port) as server:
        yield workspace, server


def opened(browser: Browser, server: Server, size: str) -> tuple[BrowserContext, Page]:
    """Another browser."""
    person = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=server.url, **person, **SIZES[size])  # type: ignore[arg-type]
    return context, context.new_page()


def first_step(page: Page, account: str, password: str) -> None:
    page.goto("/signin")
    page.get_by_label("账号", exact=True).fill(account)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def shown_code(page: Page) -> pyotp.TOTP:
    """The app, with the key that the page shows."""
    return pyotp.TOTP(page.locator("code").first.inner_text().replace(" ", ""))


def kept_codes(page: Page) -> list[str]:
    codes = page.get_by_role("list", name="恢复码").locator("code")
    expect(codes).to_have_count(10)
    return codes.all_inner_texts()


def listened(page: Page, wrong: list[str]) -> None:
    page.on(
        "console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None
    )


def test_an_account_is_secured_and_lost_and_found(
    browser: Browser, guarded: tuple[Workspace, Server], size: str
) -> None:
    workspace, server = guarded
    _, page = opened(browser, server, size)
    wrong: list[str] = []
    listened(page, wrong)
    first_step(page, workspace.account, workspace.password)
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    person = {"name": "小李", "account": "xiaoli", "password": PASSWORD, "roles": ["sales"]}
    li = post(page, "/admin/people", person)["id"]
    context, hers = opened(browser, server, size)
    listened(hers, wrong)
    codes = secured(hers)
    context.clear_cookies()
    without_her_phone(hers, codes)
    taken_away(page, size)
    assert hers.request.get("/api/me").status == 401
    page.goto("/settings/sign-in")
    page.get_by_role("radiogroup", name="必须使用两步验证的人").get_by_text("所有人").click()
    expect(page.get_by_text("登录规则已保存")).to_be_visible()
    context.clear_cookies()
    required(hers)
    assert page.request.get(f"/api/admin/people/{li}/access").json()["second_factor"]["since"]
    assert wrong == []


def secured(hers: Page) -> list[str]:
    """She sets a second factor up; her recovery codes."""
    first_step(hers, "xiaoli", PASSWORD)
    expect(hers.get_by_role("heading", name="今日")).to_be_visible()
    hers.goto("/settings/security")
    hers.get_by_role("button", name="开启两步验证").click()
    hers.get_by_label("当前密码").fill(PASSWORD)
    hers.get_by_role("button", name="下一步").click()
    expect(hers.get_by_role("img", name="用验证器扫描二维码")).to_be_visible()
    hers.get_by_label("输入验证器显示的 6 位数字").fill(shown_code(hers).now())
    hers.get_by_role("button", name="下一步").click()
    codes = kept_codes(hers)
    hers.get_by_role("button", name="我已保存好").click()
    expect(hers.get_by_text("已开启", exact=True)).to_be_visible()
    return codes


def without_her_phone(hers: Page, codes: list[str]) -> None:
    """A wrong code is told; a recovery code brings her in and is spent."""
    first_step(hers, "xiaoli", PASSWORD)
    hers.get_by_label("验证码").fill("000000")
    hers.get_by_role("button", name="验证", exact=True).click()
    expect(hers.get_by_role("alert")).to_contain_text("验证码不正确")
    hers.get_by_label("验证码").fill(codes[0])
    hers.get_by_role("button", name="验证", exact=True).click()
    expect(hers.get_by_role("heading", name="今日")).to_be_visible()
    hers.goto("/settings/security")
    expect(hers.get_by_text("还剩 9 个")).to_be_visible()


def taken_away(page: Page, size: str) -> None:
    """She lost everything: the administrator resets it, and she is out everywhere."""
    page.goto("/settings/sign-in")
    row = page.get_by_role("row" if size == "desktop" else "listitem").filter(has_text="小李")
    row.get_by_role("button", name="查看").click()
    page.get_by_role("button", name="重置两步验证").click()
    page.get_by_role("dialog", name="重置两步验证").get_by_role("button", name="重置两步验证").click()
    expect(page.get_by_text("已重置，小李 已在所有设备退出")).to_be_visible()


def required(hers: Page) -> None:
    """The workspace asks for one: she sets it up before anything else."""
    first_step(hers, "xiaoli", PASSWORD)
    expect(hers.get_by_role("heading", name="请先设置两步验证")).to_be_visible()
    hers.get_by_label("输入验证器显示的 6 位数字").fill(shown_code(hers).now())
    hers.get_by_role("button", name="下一步").click()
    kept_codes(hers)
    hers.get_by_role("button", name="进入工作区").click()
    expect(hers.get_by_role("heading", name="今日")).to_be_visible()


def test_coming_in_by_the_provider(
    browser: Browser, guarded: tuple[Workspace, Server], provider: Provider, size: str
) -> None:
    workspace, server = guarded
    _, page = opened(browser, server, size)
    wrong: list[str] = []
    page.on(
        "console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None
    )
    provider.person = {"sub": "s-9", "preferred_username": "somebody", "name": "路人"}
    page.goto("/settings/security")
    page.get_by_role("link", name="用瑞达统一登录登录").click()
    expect(page.get_by_role("alert")).to_contain_text("没有可以登录的账号")
    provider.person = {"sub": "s-1", "preferred_username": workspace.account}
    page.goto("/settings/security")
    page.get_by_role("link", name="用瑞达统一登录登录").click()
    expect(page).to_have_url(re.compile("/settings/security$"))
    expect(page.get_by_role("heading", name="已关联的企业账号")).to_be_visible()
    page.goto("/settings/sign-in")
    expect(page.get_by_text(f"{server.url}/api/session/oidc/callback")).to_be_visible()
    assert wrong == []
