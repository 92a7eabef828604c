"""The sections of docs/performance.md: each is made anew without touching the others."""

import re
from pathlib import Path


def put(page: Path, heading: str, part: str) -> None:
    """Replace the section under `heading` (`## …`) by `part`, which begins with it; at the end when it is new."""
    text = page.read_text("utf-8") if page.exists() else ""
    at = text.find(heading)
    if at < 0:
        page.write_text(f"{text.rstrip()}\n\n{part}", "utf-8")
        return
    after = re.search(r"^## ", text[at + len(heading) :], re.MULTILINE)
    rest = text[at + len(heading) + after.start() :] if after else ""
    page.write_text(f"{text[:at]}{part.rstrip()}\n{chr(10) + rest if rest else ''}", "utf-8")


def kept(page: Path, heading: str) -> str:
    """The page from `heading` on, '' when it has none such."""
    text = page.read_text("utf-8") if page.exists() else ""
    at = text.find(heading)
    return f"\n{text[at:]}" if at >= 0 else ""
