"""`kill -9` in the middle of a conversion: all of it is there, or nothing, and what follows from it happens once."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bulou.db.metadata import metadata
from bulou.db.tx import Tx
from tests.api.conftest import Office
from tests.api.handing import whole
from tests.api.ruling import definition, made, work
from tests.api.test_conversion import convert, lead

POINTS = ("_finish_source", "run")  # the records are made and the lead moved on; everything is written
WHOLE = [("account", 1), ("contact", 1), ("opportunity", 1)]


def rows(office: Office) -> dict[str, int]:
    """How many rows every table of ours holds: outbox, links, batches, audit, history, jobs."""

    def look(tx: Tx) -> dict[str, int]:
        count = func.count()
        return {
            name: int(tx.value(select(count).select_from(each)) or 0)
            for name, each in metadata.tables.items()
        }

    answer: dict[str, int] = office.do(look)
    return answer


def total(client: TestClient, form: str) -> int:
    asked: dict[str, Any] = {"count": "exact", "limit": 1}
    return int(client.get(f"/api/records/{form}", params=asked).json()["total"]["value"])


def test_killed_half_way_nothing_is_there_and_afterwards_everything_once(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    for form, _ in WHOLE:
        made(owner, f"said_{form}", definition("created", {"do": "comment", "text": form}), form)
    id_ = lead(anna)
    work(office)
    before = (whole(office), rows(office))
    for point in POINTS:
        line = [sys.executable, "-m", "tests.push_killing", office.db.url]
        asked = [*line, str(office.people.anna), str(id_), point]
        killed = subprocess.run(asked, check=False, capture_output=True, timeout=120)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
        assert (whole(office), rows(office)) == before
    work(office)
    assert rows(office) == before[1]
    again = {"Idempotency-Key": "the-same"}
    replies = [anna.post(f"/api/records/lead/{id_}/push/convert", json={}, headers=again) for _ in range(2)]
    assert [each.status_code for each in replies] == [200, 200], [each.text for each in replies]
    assert replies[0].json() == replies[1].json()
    assert convert(anna, id_).json()["code"] == "push.done"
    work(office)
    assert [(form, total(anna, form)) for form, _ in WHOLE] == WHOLE
    assert rows(office)["comment"] == before[1]["comment"] + len(WHOLE)
