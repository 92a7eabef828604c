"""From the key to the paint, in a real browser: a form of 40 controls with a detail table of 100 rows filled in, a form of
300 fields designed."""

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.scene import make
from bench.server import product
from tools.dev.browser import find_browser

KINDS = ("text", "number", "money", "date", "phone", "email", "switch", "percent", "long_text", "choice")
FIELDS, ROWS, KEYS = 40, 100, 40
DESIGNED, IN_SECTION = 300, 30
CHOICES = {"choices": [{"key": key, "label": {"en-US": key}} for key in ("a", "b", "c")]}
# From the event's own time to a message that arrives after the frame was painted.
WATCH = """() => {
  window.__waits = []
  addEventListener('keydown', (event) => {
    const begun = event.timeStamp
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.__waits.push(performance.now() - begun)
      channel.port2.postMessage(0)
    })
  }, true)
}"""


@dataclass(frozen=True)
class Typing:
    """Milliseconds from key to paint in one box, and of opening and saving."""

    what: str
    median: float
    p95: float


def measure_typing() -> list[Typing]:
    """Opening the form, typing in a field and in a cell of the detail table, saving."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        scene = make(Path(folder) / "data", 1_000)
        with product(scene.data) as running, sync_playwright() as play:
            address = f"http://127.0.0.1:{running.port}"
            _publish(address, scene.boss)
            _publish_broad(address, scene.boss)
            browser = play.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
            page = browser.new_page(base_url=address, locale="zh-CN", viewport={"width": 1440, "height": 900})
            found = [*_filled(page), *_designed(page)]
            browser.close()
            return found


def _publish(address: str, token: str) -> None:
    """The form `wide`: a title, 38 controls of all common kinds, and a detail table of four columns."""
    singles = [_field(f"c{n}", KINDS[n % len(KINDS)]) for n in range(FIELDS - 2)]
    columns = [_field(key, kind) for key, kind in (("item", "text"), ("count", "number"), ("price", "money"))]
    total = {"key": "total", "kind": "formula", "label": {"en-US": "Total"}}
    columns.append({**total, "options": {"formula": "count * price", "result": "money", "decimals": 2}})
    detail = {"key": "lines", "kind": "detail", "label": {"en-US": "Lines"}, "fields": columns}
    with _client(address, token) as client:
        made = _begun(client, "wide")
        fields = [*made["body"]["fields"], *singles, detail]
        named = {**made["body"]["sections"][0], "columns": 2, "fields": [each["key"] for each in fields]}
        _put_in_force(client, made, {"fields": fields, "sections": [named]})


def _publish_broad(address: str, token: str) -> None:
    """The form `broad`: 300 fields in sections of 30, two columns each."""
    with _client(address, token) as client:
        made = _begun(client, "broad")
        fields = [
            *made["body"]["fields"],
            *(_field(f"c{n}", KINDS[n % len(KINDS)]) for n in range(1, DESIGNED)),
        ]
        keys = [each["key"] for each in fields]
        sections = [
            {
                "key": f"s{at}",
                "label": {"en-US": f"Part {at}"},
                "columns": 2,
                "fields": keys[at : at + IN_SECTION],
            }
            for at in range(0, len(keys), IN_SECTION)
        ]
        _put_in_force(client, made, {"fields": fields, "sections": sections})


def _client(address: str, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=f"{address}/api", headers=headers, timeout=60)


def _begun(client: httpx.Client, key: str) -> dict[str, Any]:
    reply = client.post("/forms", json={"label": {"en-US": key.title()}, "key": key}).raise_for_status()
    return dict(reply.json())


def _put_in_force(client: httpx.Client, made: dict[str, Any], change: dict[str, Any]) -> None:
    url = f"/forms/{made['form']}"
    body = {"body": {**made["body"], **change}, "version": made["version"]}
    version = client.put(f"{url}/draft", json=body).raise_for_status().json()["version"]
    client.post(f"{url}/publish", json={"version": version}).raise_for_status()


def _field(key: str, kind: str) -> dict[str, Any]:
    options = {"options": CHOICES} if kind == "choice" else {}
    return {"key": key, "kind": kind, "label": {"en-US": key}, **options}


def _filled(page: Page) -> list[Typing]:
    page.goto("/")
    page.locator("input[autocomplete=username]").fill("boss")
    page.locator("input[type=password]").fill("a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")
    opened = _timed(page, "the form opens", lambda: _open(page))
    page.get_by_role("button", name="个字段").click()
    add = page.get_by_role("button", name="加一行")
    for _ in range(ROWS):
        add.click()
    page.evaluate(WATCH)
    form = page.get_by_role("dialog")
    field = _typed(page, "a key in a field", form.get_by_label("名称").first)
    cell = _typed(page, "a key in a cell of the table", form.get_by_label("item").first)
    saved = _timed(page, "saving", lambda: _save(page))
    return [opened, field, cell, saved]


def _designed(page: Page) -> list[Typing]:
    """Typing the label of a field in the middle of the form of 300."""
    opened = _timed(page, f"the designer opens with {DESIGNED} fields", lambda: _design(page))
    page.evaluate(WATCH)
    page.get_by_test_id(f"card-c{DESIGNED // 2}").locator("[aria-pressed]").click()
    box = page.get_by_test_id("field-panel").locator("input").first
    return [opened, _typed(page, f"a key in the label of one of {DESIGNED} fields", box)]


def _design(page: Page) -> None:
    page.goto("/design/broad")
    page.get_by_test_id("card-c1").wait_for()


def _open(page: Page) -> None:
    page.goto("/f/wide?new=1")
    page.get_by_role("dialog").get_by_label("名称").first.wait_for()


def _save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="创建", exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")


def _typed(page: Page, what: str, box: Any) -> Typing:
    box.click()
    page.evaluate("() => { window.__waits = [] }")
    page.keyboard.type("a key to the paint, " * (KEYS // 20), delay=80)
    page.wait_for_function(f"window.__waits.length >= {KEYS}")
    return _summed(what, page.evaluate("window.__waits"))


def _timed(page: Page, what: str, work: Any) -> Typing:
    begun = page.evaluate("Date.now()")
    work()
    took = float(page.evaluate("Date.now()") - begun)
    return Typing(what, took, took)


def _summed(what: str, waits: Sequence[float]) -> Typing:
    ordered = sorted(waits)
    return Typing(what, statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))])
