"""pg_dump and pg_restore, where they are installed and of the server's own major version."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from bulou.db.backup.errors import ToolFailed
from bulou.db.backup.pg_counts import Connection

MEMBER = "database/database.dump"


@dataclass(frozen=True)
class Tools:
    """Where the two programs are."""

    dump: str
    restore: str


def find_tools(connection: Connection, folder: Path | None = None) -> Tools | None:
    """The tools in `folder` or on the PATH. Older ones cannot read the server, newer ones write what it may
    not understand, so others than of its own version are not used."""
    where = str(folder) if folder else None
    dump, restore = shutil.which("pg_dump", path=where), shutil.which("pg_restore", path=where)
    wanted = connection.info.server_version // 10000
    if dump and restore and _major(dump) == wanted == _major(restore):
        return Tools(dump, restore)
    return None


def dump(tools: Tools, url: str, snapshot: str, target: Path) -> None:
    """All tables as they are in an exported snapshot."""
    what = ["--format=custom", "--compress=0", "--schema=public", "--no-owner", "--no-privileges"]
    _run([tools.dump, *what, f"--snapshot={snapshot}", f"--file={target}"], url)


def restore(tools: Tools, url: str, source: Path) -> None:
    """Into an empty schema, all or nothing."""
    what = ["--no-owner", "--no-privileges", "--schema=public", "--single-transaction", "--exit-on-error"]
    _run([tools.restore, *what, str(source)], url)


def _run(line: list[str], url: str) -> None:
    address = make_url(url).set(drivername="postgresql")
    password = {"PGPASSWORD": address.password} if address.password else {}
    shown = address.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [*line, f"--dbname={shown}"],
        env={**os.environ, **password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip()[-500:]
        raise ToolFailed(tool=Path(line[0]).name, reason=reason)


def _major(program: str) -> int | None:
    said = subprocess.run([program, "--version"], capture_output=True, check=False).stdout.decode()
    found = re.search(r"(\d+)(\.|devel|beta|rc|\s|$)", said)
    return int(found.group(1)) if found else None
