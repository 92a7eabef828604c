"""`./dev prepare`: everything a fresh clone needs, in order; what is done already costs milliseconds."""

from __future__ import annotations

from tools.dev.browser import ensure_browser
from tools.dev.places import Stop
from tools.dev.python_env import ensure_python
from tools.dev.web import ensure_built, ensure_tools


def command(_name: str, arguments: list[str]) -> int:
    """The command line of `prepare`."""
    unknown = set(arguments) - {"--no-web", "--no-browser"}
    if unknown:
        raise Stop(f"prepare does not know {' '.join(sorted(unknown))}")
    prepare(web="--no-web" not in arguments, browser="--no-browser" not in arguments)
    return 0


def prepare(*, web: bool = True, browser: bool = False, web_tools: bool = False) -> str | None:
    """Makes ready what is asked for; gives the browser's path when one was asked for."""
    ensure_python()
    if web:
        ensure_built()
    if web_tools:
        ensure_tools()
    return ensure_browser() if browser else None
