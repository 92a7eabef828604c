"""The virtual environment: made once, uv brought into it, the committed pins installed with their hashes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools.dev.places import (
    ROOT,
    VENV,
    Stop,
    digest,
    environment,
    fresh,
    output,
    run,
    say,
    stamp,
    status,
    tool,
)

UV_VERSION = "0.13.9"
LOCK = ROOT / "requirements.lock"


def ensure_python() -> None:
    """Brings `.venv` to what requirements.lock and pyproject.toml say."""
    mark = digest([LOCK, ROOT / "pyproject.toml"], sys.version, UV_VERSION, str(ROOT))
    if fresh("python", mark) and Path(tool("bulou")).exists():
        return
    if not _works():
        _make()
    _bring_uv()
    say("installing the Python packages")
    index = _index()
    install = [tool("uv"), "pip", "install", "--quiet", "--compile-bytecode"]
    run([*install, "--require-hashes", "--requirement", str(LOCK)], env=index)
    run([*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], env=index)
    stamp("python", mark)


def _works() -> bool:
    """Whether there is an environment made by this very Python that can still start."""
    version = output([tool("python"), "-c", "import sys; print(sys.version)"]) if VENV.exists() else ""
    return version == sys.version.replace("\n", os.linesep).strip()


def _make() -> None:
    say("making .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if status(command) == 0:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if is_debian_root():
        run(["apt-get", "update", "--quiet"])
        run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package])
        run(command)
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Stop(f"this Python cannot make virtual environments; type: sudo apt-get install {package}")


def _bring_uv() -> None:
    if output([tool("uv"), "--version"]).startswith(f"uv {UV_VERSION}"):
        return
    say("bringing uv")
    run(
        [
            tool("python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            f"uv=={UV_VERSION}",
        ]
    )


def _index() -> dict[str, str]:
    """uv ignores pip's settings; a mirror chosen there is handed over, unless uv has its own."""
    if any(name in os.environ for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX")):
        return {}
    mirror = output([tool("python"), "-m", "pip", "config", "get", "global.index-url"])
    chosen = environment().get("PIP_INDEX_URL") or mirror
    return {"UV_DEFAULT_INDEX": chosen} if chosen else {}


def is_debian_root() -> bool:
    """Whether packages of the system can be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None
