"""`bulou doctor --leaks`: what it takes along, what it says, how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from bulou.api.drill import run as drilling
from bulou.api.drill.probe import Fault, Findings, Leak
from bulou.api.drill.run import Drilled
from bulou.api.drill.scratch import Definitions
from bulou.cli import root
from bulou.db.database import open_database
from bulou.db.tables.people import audit
from bulou.db.tx import run

LEAK = Leak("sales", "list_records", "GET /api/records/lead", "lead/3 phone", "in the answer")
TIGHT = "tight: nobody was told what they may not know"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the drill was given; `findings` are what comes of it. It takes minutes and is tested elsewhere."""
    given: dict[str, Any] = {"findings": Findings({("sales", "list_records"): 4, ("boss", "get_me"): 1})}

    def drill(folder: Path, definitions: Definitions, **more: Any) -> Drilled:
        assert folder.is_dir()
        given.update(folder=folder, definitions=definitions, **more)
        return Drilled(given["findings"], ["sales", "boss"], ["lead"], 20, 2, {}, 1.0)

    monkeypatch.setattr(drilling, "drill", drill)
    return given


def doctor(url: str, data: Path, *more: str) -> Any:
    """The command over a workspace."""
    return CliRunner().invoke(root, ["doctor", "--data", str(data), "--database-url", url, "--leaks", *more])


def test_the_drill_takes_definitions_and_leaves_the_workspace_alone(
    empty_url: str, tmp_path: Path, held: dict[str, Any]
) -> None:
    data = tmp_path / "data"
    made = ["--owner", "boss", "--password", "Correct-horse-1"]
    line = ["init", "--data", str(data), "--database-url", empty_url, *made]
    assert CliRunner().invoke(root, line).exit_code == 0
    before = rows(empty_url)

    result = doctor(empty_url, data)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, TIGHT)
    assert not held["folder"].exists()
    assert held["turns"] == 1
    app = held["definitions"].app
    assert {form.key for form in app.forms} >= {"lead", "account", "opportunity"}
    assert {role["key"] for role in app.roles} >= {"sales", "boss"}
    assert ("dashboard", "sales") in {(kind, key) for kind, key, _ in app.objects}
    assert held["definitions"].settings["zone"] == "Asia/Shanghai"
    assert rows(empty_url) == before

    held["findings"].leak(LEAK)
    held["findings"].faults.append(Fault("boss", "get_me", "GET /api/me", 500))
    result = doctor(empty_url, data, "--quick")
    assert result.exit_code == 1
    assert held["turns"] > 1
    assert "LEAK   sales at list_records: lead/3 phone, in the answer: GET /api/records/lead" in result.output
    assert "FAULT  boss at get_me: 500 to GET /api/me" in result.output
    assert next(each for each in result.output.splitlines() if each.startswith("list_records")).split() == [
        *("list_records", "4/1!", "."),
    ]

    told = json.loads(doctor(empty_url, data, "--json").output)["leaks"]
    assert (told["ok"], told["leaks"][0]["mark"], told["faults"][0]["status"]) == (False, "lead/3 phone", 500)
    assert {"door": "list_records", "person": "sales", "knocks": 4, "leaks": 1} in told["doors"]


def rows(url: str) -> int:
    """How much is on record."""
    db = open_database(url)
    try:
        return int(run(db, lambda tx: tx.value(select(func.count()).select_from(audit)), write=False) or 0)
    finally:
        db.close()
