"""The commands that keep a workspace: init, doctor, backup, restore, upgrade, apps, user, import."""

import gc
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bulou.cli import main, root
from bulou.cli.shared import clock_of
from bulou.db import migrate
from bulou.db.database import open_database
from bulou.db.one_process import Hold
from bulou.db.tables.jobs import lease
from bulou.db.tx import Tx, run
from bulou.kit.clock import utc_now
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import actors, roles
from bulou.rules import queue, runs, store
from bulou.rules.errors import NobodyThere
from bulou.settings import read_settings
from tests.databases import PostgresServer

OWNER = ["--owner", "boss", "--password", "Correct-horse-1"]
Command = Callable[..., Result]


@pytest.fixture
def bulou(empty_url: str, tmp_path: Path) -> Iterator[Command]:
    """Runs a command on one workspace and answers its result."""

    def command(*line: str, data: Path = tmp_path / "data", url: str = empty_url) -> Result:
        words = [*line[:1], "--data", str(data), "--database-url", url, *line[1:]]
        if line[0] in ("apps", "user", "token", "rules"):
            words = [*line[:2], "--data", str(data), "--database-url", url, *line[2:]]
        return CliRunner().invoke(root, words)

    yield command


def good(result: Result) -> str:
    """What a command printed that must succeed."""
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_a_workspace_is_made_once_and_is_healthy(bulou: Command) -> None:
    assert "ready" in good(bulou("init", *OWNER))
    assert "there is a workspace already" in bulou("init", *OWNER).output
    findings = {each["key"]: each for each in json.loads(bulou("doctor", "--json").output)}
    wrong = {key for key, each in findings.items() if not each["ok"]}
    assert wrong <= {"workers"}  # nobody serves it yet
    assert "crm" in good(bulou("apps", "list"))
    assert "nothing new" in good(bulou("apps", "install", "crm"))
    assert "boss" in good(bulou("user", "list"))


def test_an_app_goes_from_one_workspace_to_another(bulou: Command, tmp_path: Path) -> None:
    good(bulou("init", *OWNER))
    there = {"data": tmp_path / "other", "url": f"sqlite:///{tmp_path / 'other.db'}"}
    good(bulou("init", *OWNER, **there))
    file = tmp_path / "products.zip"
    good(bulou("apps", "export", "--form", "product", "--label", "Products", "products", str(file)))
    assert good(bulou("apps", "plan", str(file), **there)) == "nothing new\n"
    assert "before it: " in good(bulou("apps", "install", str(file), **there))
    assert "products" in good(bulou("apps", "list", **there))
    assert good(bulou("apps", "upgrade", "--no-backup", "crm", **there)) == "nothing new\n"
    assert good(bulou("apps", "rollback", "products", **there)) == "nothing new\n"
    assert bulou("apps", "rollback", "products", **there).exit_code == 1
    assert bulou("apps", "install", "nothing", **there).exit_code == 1
    told = good(bulou("apps", "install", "--no-backup", "--sample", "service"))
    assert "sample data: 7 records, 0 refused" in told
    good(bulou("apps", "export", "--form", "device", "--sample", "device=2", "devices", str(file)))
    assert "sample data: 0 records, 2 refused" in good(  # their serial numbers are taken
        bulou("apps", "install", "--no-backup", "--sample", str(file))
    )
    assert "taken away: 7" in good(bulou("apps", "remove-sample", "service"))
    assert bulou("apps", "remove-sample", "service").exit_code == 1


def test_without_a_workspace_commands_say_what_to_do(bulou: Command) -> None:
    for line in (["doctor"], ["backup"], ["upgrade"], ["apps", "list"]):
        result = bulou(*line)
        assert result.exit_code == 1
        assert "bulou init" in result.output


def test_backup_and_restore(bulou: Command, empty_url: str, tmp_path: Path) -> None:
    good(bulou("init", *OWNER))
    archive = tmp_path / "a.zip"
    report = json.loads(good(bulou("backup", "--to", str(archive), "--own-dump", "--json")))
    assert report["checked"] == "restored"
    assert "restored" in good(bulou("restore", "--check", str(archive)))
    db = open_database(empty_url)
    run(db, lambda tx: tx.execute(text("DELETE FROM person")))
    db.close()
    refused = bulou("restore", str(archive))
    assert getattr(refused.exception, "code", None) == "backup.not_empty"
    good(bulou("restore", "--replace", str(archive)))
    assert "boss" in good(bulou("user", "list"))


def test_an_older_workspace_is_refused_until_it_is_upgraded(bulou: Command, empty_url: str) -> None:
    migrate.upgrade(empty_url, to="0001")
    refused = bulou("serve", "--port", "0")
    assert (refused.exit_code, "bulou upgrade" in refused.output) == (1, True)
    assert gc.isenabled(), "who refuses to serve leaves the process as it was"
    assert "upgraded from 0001" in good(bulou("upgrade"))
    assert "nothing to do" in good(bulou("upgrade"))


def test_a_newer_workspace_is_refused(bulou: Command, empty_url: str) -> None:
    migrate.upgrade(empty_url)
    db = open_database(empty_url)
    run(db, lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    db.close()
    for command in ("serve", "upgrade", "backup"):
        refused = bulou(command)
        assert (refused.exit_code, "newer version" in refused.output) == (1, True)


def test_a_csv_is_imported_from_the_command_line(bulou: Command, tmp_path: Path) -> None:
    good(bulou("init", *OWNER))
    file = tmp_path / "leads.csv"
    file.write_text("公司名称,联系人,手机\n青云科技,王伟,13902255229\n白石贸易,李娜,13902255230\n", "utf-8")
    said = good(bulou("import", str(file), "--form", "lead"))
    assert "2 rows" in said and "created: 2" in said
    db_free = good(bulou("import", str(file), "--form", "lead", "--dry-run"))
    assert "公司名称 → company" in db_free
    out = tmp_path / "out.csv"
    assert "2 rows" in good(bulou("export", str(out), "--form", "lead", "--sort", "company"))
    assert "青云科技" in out.read_text("utf-8-sig")
    paper = tmp_path / "lead.pdf"
    assert "1 printed" in good(bulou("print", str(paper), "--form", "lead", "--id", "1"))
    assert paper.read_bytes()[:5] == b"%PDF-"
    wrong = bulou("print", str(tmp_path / "leads.docx"), "--form", "lead", "--id", "1", "--id", "2")
    assert (wrong.exit_code, "several Word files" in wrong.output) == (2, True)
    bad = bulou("export", str(out), "--form", "lead", "--filter", "{")
    assert (bad.exit_code, "not JSON" in bad.output) == (2, True)
    unknown = bulou("import", str(file), "--form", "lead", "--as", "nobody")
    assert (unknown.exit_code, "no active account" in unknown.output) == (1, True)


def test_whoever_may_not_assign_imports_for_themselves(
    bulou: Command, empty_url: str, tmp_path: Path
) -> None:
    good(bulou("init", *OWNER))
    grants = [{"form": "*", "actions": ["read", "create", "import"], "rows": "own"}]
    db = open_database(empty_url)
    run(db, lambda tx: roles.put(tx, SYSTEM, "importer", {"en-US": "Importer"}, {"grants": grants}))
    good(
        bulou("user", "add", "zhou", "--name", "Zhou", "--role", "importer", "--password", "Correct-horse-2")
    )
    file = tmp_path / "leads.csv"
    file.write_text("公司名称,手机,负责人\n青云科技,13902255229,boss\n白石贸易,13902255230,\n", "utf-8")
    assert "created: 2" in good(bulou("import", str(file), "--form", "lead", "--as", "zhou"))
    query = text("SELECT p.account FROM f_lead l JOIN person p ON p.id = l.owner")
    assert [row[0] for row in run(db, lambda tx: tx.rows(query))] == ["zhou"] * 2
    db.close()


def test_on_sqlite_one_process_works_on_a_workspace(tmp_path: Path) -> None:
    data = tmp_path / "data"
    good(CliRunner().invoke(root, ["init", "--data", str(data), *OWNER]))
    with Hold(data):
        for line in (["serve"], ["upgrade"], ["restore", "x.zip"]):
            refused = CliRunner().invoke(root, [line[0], "--data", str(data), *line[1:]])
            assert refused.exit_code == 1
            assert f"process {os.getpid()}" in refused.output


def test_a_worker_of_its_own_needs_postgresql(tmp_path: Path) -> None:
    data = tmp_path / "data"
    good(CliRunner().invoke(root, ["init", "--data", str(data), *OWNER]))
    refused = CliRunner().invoke(root, ["worker", "--data", str(data)])
    assert (refused.exit_code, "bulou serve" in refused.output) == (1, True)


def test_a_worker_ends_on_sigterm(postgres_databases: PostgresServer, tmp_path: Path) -> None:
    url = postgres_databases.migrated()
    line = [sys.executable, "-m", "bulou", "worker", "--data", str(tmp_path), "--database-url", url]
    worker = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    db = open_database(url)
    while not run(db, lambda tx: tx.rows(lease.select()), write=False):
        assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 0, said
    assert run(db, lambda tx: tx.rows(lease.select()), write=False) == []
    db.close()
    postgres_databases.drop(url)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BULOU_PORT", "many"),
        ("BULOU_COOKIE_SECURE", "perhaps"),
        ("BULOU_LOG_LEVEL", "loud"),
        ("BULOU_BACKUP_AT", "25:00"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(variable: str, value: str, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "bulou", "doctor", "--data", str(tmp_path)]
    done = subprocess.run(
        line, env={**os.environ, variable: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert variable in done.stderr


def test_a_database_out_of_reach_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "bulou.sqlite3"
    broken.mkdir()  # a folder where the file should be
    for url, said in (
        ("postgresql://nobody:secret@127.0.0.1:1/x", "cannot be reached"),
        (f"sqlite:///{broken}", "cannot be written"),
    ):
        monkeypatch.setenv("LANG", "C")
        monkeypatch.setattr(sys, "argv", ["bulou", "doctor", "--data", str(tmp_path), "--database-url", url])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr().err
        assert ended.value.code == 1
        assert told.startswith("bulou: ") and "Traceback" not in told and "secret" not in told
        assert said in told or "数据库" in told


def test_somebody_is_invited_and_a_role_is_lent(bulou: Command, empty_url: str) -> None:
    good(bulou("init", *OWNER, "--template", "crm"))
    link = good(
        bulou("user", "invite", "Nora", "--role", "sales", "--origin", "https://crm.example.com/")
    ).strip()
    assert link.startswith("https://crm.example.com/join/") and len(link) > 60
    listed = next(line for line in good(bulou("user", "list")).splitlines() if "Nora" in line)
    assert "not_activated" in listed and "sales" in listed
    again = good(bulou("user", "invite", listed.split()[0])).strip()
    assert again.startswith("/join/") and again.partition("/join/")[2] not in link
    assert isinstance(bulou("user", "invite", "1").exception, AppError), "who can sign in needs no invitation"
    good(bulou("user", "add", "zhou", "--role", "sales", "--password", "Correct-horse-2"))
    good(bulou("user", "roles", "zhou", "sales", "finance=2099-12-31"))
    assert "finance=soon" in bulou("user", "roles", "zhou", "finance=soon").output
    db = open_database(empty_url)
    try:
        held = run(db, lambda tx: roles.until_of(tx, 3))
    finally:
        db.close()
    assert held["sales"] is None and str(held["finance"]).startswith("2099-12-31T")


def test_a_leavers_records_are_handed_over_from_the_command_line(bulou: Command, tmp_path: Path) -> None:
    good(bulou("init", *OWNER, "--template", "crm"))
    for account in ("anna", "ben"):
        good(
            bulou(
                "user", "add", account, "--name", account, "--role", "sales", "--password", "Correct-horse-2"
            )
        )
    file = tmp_path / "accounts.csv"
    file.write_text("客户名称,行业,地址\n晨光科技有限公司,制造业,上海\n暮云食品有限公司,食品,杭州\n", "utf-8")
    good(bulou("import", str(file), "--form", "account", "--as", "anna"))
    assert bulou("handover", "anna").exit_code == 2  # to nobody in particular
    assert bulou("handover", "anna", "--to", "nobody").exit_code == 1
    assert "account: 2" in good(bulou("handover", "anna", "--to", "ben", "--dry-run"))
    told = good(bulou("handover", "anna", "--to", "ben", "--leaves"))
    assert "done, 2 records" in told
    assert "(nobody)" not in told
    assert "account" not in good(bulou("handover", "anna", "--pool", "--dry-run"))


def test_rules_are_looked_after_from_a_terminal(bulou: Command, empty_url: str) -> None:
    good(bulou("init", *OWNER))
    db = open_database(empty_url)
    try:
        run(db, _a_rule_that_failed)
    finally:
        db.close()
    told = good(bulou("rules", "list", "--form", "lead"))
    assert "greet" in told and "When a new Lead is created: notify" in told and "1 runs, 1 failed" in told
    assert "off" in good(bulou("rules", "show", "greet"))
    assert good(bulou("rules", "enable", "greet")) == "greet: on\n"
    assert "failed" in good(bulou("rules", "runs", "--rule", "greet"))
    assert "Nobody who is active" in good(bulou("rules", "runs", "1"))
    assert good(bulou("rules", "retry", "--rule", "greet")) == "queued: 1\n"
    assert bulou("rules", "retry", "1").exit_code == 1  # it is queued already
    assert bulou("rules", "retry").exit_code == 2
    assert good(bulou("rules", "disable", "greet")) == "greet: off\n"
    for line in (["show", "none"], ["enable", "none"], ["runs", "999"]):
        assert bulou("rules", *line).exit_code == 1, line


def test_a_clock_that_is_moved_is_said_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert clock_of(read_settings({}, data_dir=tmp_path)) is utc_now
        assert not caplog.records
        clock_of(read_settings({"BULOU_CLOCK_FILE": str(tmp_path / "ahead")}, data_dir=tmp_path))
    assert [vars(each)["setting"] for each in caplog.records] == ["BULOU_CLOCK_FILE"]


def _a_rule_that_failed(tx: Tx) -> None:
    """A published rule of leads with one run that failed."""
    owner = actors.load(tx, 1)
    tell = {"do": "notify", "people": [{"field": "owner"}], "text": "x"}
    rule = store.create(
        tx, owner, "greet", {"en-US": "Greet"}, "lead", {"trigger": {"kind": "created"}, "steps": [tell]}
    )
    rule = store.publish(tx, owner, rule)
    queue.put(tx, [queue.Wanted(rule, "event:1", 1)])
    (made,) = runs.due(tx, 1)
    runs.end(tx, made, "failed", error=runs.told(NobodyThere()))
