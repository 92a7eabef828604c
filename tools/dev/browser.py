"""The browser for the journeys: an installed one, Debian's, or the test tool's own download."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools.dev.places import Stop, fresh, output, say, stamp, status, tool
from tools.dev.python_env import is_debian_root

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
PACKAGES = ["chromium", "fonts-noto-cjk"]
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
OWN = "from playwright.sync_api import sync_playwright as p\nwith p() as t: print(t.chromium.executable_path)"


def ensure_browser() -> str:
    """Path of a browser that can draw Chinese; installs one where that needs no question."""
    found = find_browser()
    if is_debian_root() and not (found and _has_chinese_font()):
        say("installing the browser and a Chinese font")
        status(["apt-get", "update", "--quiet"])
        install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES]
        status(install, env={"DEBIAN_FRONTEND": "noninteractive"})
        found = find_browser()
    return found or _own_download()


def find_browser() -> str | None:
    """An installed Chrome, Chromium or Edge; `BULOU_BROWSER` names another."""
    named = os.environ.get("BULOU_BROWSER")
    if named:
        return named
    on_path = next((path for path in map(shutil.which, NAMES) if path), None)
    return on_path or next((place for place in USUAL_PLACES if Path(place).is_file()), None)


def _has_chinese_font() -> bool:
    if not sys.platform.startswith("linux") or fresh("chinese-font", "yes"):
        return True
    if not output(["fc-list", ":lang=zh", "family"]):
        return False
    stamp("chinese-font", "yes")
    return True


def _own_download() -> str:
    """Playwright's own Chromium, downloaded when it is not there yet."""
    path = output([tool("python"), "-c", OWN])
    if path and Path(path).is_file():
        return path
    say("downloading a browser")
    if status([tool("playwright"), "install", "chromium"]) == 0 and (
        path := output([tool("python"), "-c", OWN])
    ):
        return path
    raise Stop(f"no browser for the journeys; type: {_advice()}")


def _advice() -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install --no-install-recommends {' '.join(PACKAGES)}"
    if shutil.which("dnf"):
        return "sudo dnf install chromium google-noto-sans-cjk-fonts"
    return (
        "playwright install chromium (in .venv), or install Chrome, or set BULOU_BROWSER to a browser's path"
    )
