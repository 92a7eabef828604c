"""web/src/api/schema.d.ts: the types of the API for the pages, generated from its own description."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.dev.places import ROOT, WEB, Stop, environment, run, tool
from tools.dev.web import web_tool

TYPES = WEB / "src" / "api" / "schema.d.ts"


def main(arguments: list[str]) -> int:
    """Checks that the types are those of the API as it is, or with `--write` writes them."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "schema.d.ts")
        _generate(Path(folder, "openapi.json"), made)
        text = made.read_text(encoding="utf-8")
    if "--write" in arguments:
        TYPES.parent.mkdir(parents=True, exist_ok=True)
        TYPES.write_text(text, encoding="utf-8")
    elif not TYPES.is_file() or TYPES.read_text(encoding="utf-8") != text:
        print("web/src/api/schema.d.ts is stale; type ./dev fix client")
        return 1
    return 0


def _generate(description: Path, types: Path) -> None:
    line = [tool("bulou"), "openapi"]
    done = subprocess.run(line, cwd=ROOT, env=environment(), capture_output=True, check=False)
    if done.returncode:
        raise Stop(f"bulou openapi failed: {done.stderr.decode('utf-8', 'replace').strip()}")
    described = json.loads(done.stdout)
    # The version of the product is no part of its shape, or every release would change the types.
    described["info"]["version"] = ""
    description.write_text(json.dumps(described, sort_keys=True), encoding="utf-8")
    run([*web_tool("openapi-typescript"), str(description), "--output", str(types)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
