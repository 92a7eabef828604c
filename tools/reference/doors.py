"""The page of the HTTP interface: every door, what passes through it, and who may knock."""

from __future__ import annotations

from itertools import groupby

from bulou.api.doors import Door, all_doors

TITLE = "HTTP"
HEAD = """Everything is under `/api`; the machine-readable description is `/api/openapi.json`. `scope` is
what an API token needs; `carries` is what passes through. Reading, writing and filters: ARCHITECTURE.md.
"""


def body() -> str:
    """The page without its title."""
    doors = sorted(all_doors(), key=lambda item: (item[0], item[1].path, item[1].method))
    parts = [HEAD]
    for subject, rows in groupby(doors, key=lambda item: item[0]):
        parts.append(f"\n## {subject}\n" + "".join(_entry(door) for _, door in rows))
    return "".join(parts)


def _entry(door: Door) -> str:
    needs = "no sign-in" if door.public else f"scope {door.scope or 'none'}"
    lines = [f"\n### `{door.method} /api{door.path}`\n", f"{door.summary}\n"]
    lines.append(f"`{door.key}` · {door.status} · {needs} · carries {door.carries}")
    if door.query:
        lines += ["", "| query | type | what |", "| --- | --- | --- |"]
        lines += [f"| `{one.name}` | {one.schema.get('type', '')} | {one.about} |" for one in door.query]
    return "\n".join(lines) + "\n"
