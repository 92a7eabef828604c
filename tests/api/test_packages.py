"""Packages: an app goes out, comes in elsewhere, is upgraded without eating edits, and is taken back."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import Any

from fastapi.testclient import TestClient

from bulou.apps.bundle import from_zip, to_zip
from bulou.apps.loader import read
from tests.api.conftest import Office, code, created
from tests.api.designing import changed, publish, start

Json = dict[str, Any]


def upload(client: TestClient, data: bytes) -> int:
    """The id of an uploaded package."""
    reply = client.post("/api/files", files={"file": ("app.zip", data, "application/zip")})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


def package(files: Json) -> bytes:
    """A zip of texts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)
    return out.getvalue()


HEAD = "key: visits\nversion: {version}\nlabel: {{ en-US: Visits }}\n"
FORM = """key: visit
label: {{ en-US: {label} }}
title: name
fields:
  - {{ key: name, kind: text, label: {{ en-US: Name }} }}
  - {{ key: place, kind: {kind}, label: {{ en-US: Place }} }}
{more}
sections: [{{ key: basic, label: {{ en-US: Basics }}, fields: [name, place{named}] }}]
"""
ROLE = (
    "key: visitor\nlabel: { en-US: Visitor }\ngrants: [{ form: visit, actions: [read, create], rows: own }]\n"
)


def visits(version: int, label: str = "Visit", kind: str = "text", more: str = "") -> bytes:
    """A package with a form and a role; `more`: the key of one more field."""
    field = f"  - {{ key: {more}, kind: number, label: {{ en-US: More }} }}" if more else ""
    named = f", {more}" if more else ""
    form = FORM.format(label=label, kind=kind, more=field, named=named)
    return package(
        {"app.yaml": HEAD.format(version=version), "forms/visit.yaml": form, "roles/visitor.yaml": ROLE}
    )


def install(office: Office, owner: TestClient, data: bytes) -> Json:
    """What the job of an installation told."""
    reply = owner.post("/api/apps/install", json={"file": upload(owner, data)})
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"
    return dict(owner.get(f"/api/jobs/{reply.json()['job']}").json()["result"])


def actions(plan: Json) -> Json:
    """Action by object."""
    return {f"{line['kind']}.{line['key']}": line["action"] for line in plan["lines"]}


def test_an_app_comes_in_is_upgraded_and_taken_back(office: Office, owner: TestClient) -> None:
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, visits(1))}).json()
    assert (plan["installed"], actions(plan)) == (None, {"form.visit": "add", "role.visitor": "add"})
    assert owner.get("/api/forms/visit").status_code == 404
    install(office, owner, visits(1))
    record = created(owner, "visit", name="a", place="Suzhou")
    mine = changed(owner, "visit", "own", "date")
    body = {**mine["body"], "label": {"en-US": "Mine"}}
    body["fields"] = [{**f, "required": True} if f["key"] == "place" else f for f in body["fields"]]
    mine = owner.put("/api/forms/visit/draft", json={"body": body, "version": mine["version"]}).json()
    publish(owner, mine)

    plan = owner.post(
        "/api/apps/plan", json={"file": upload(owner, visits(2, "Theirs", more="minutes"))}
    ).json()
    line = next(line for line in plan["lines"] if line["kind"] == "form")
    assert (plan["installed"], line["action"]) == (1, "change")
    assert line["kept"] == [{"path": "label.en-US", "mine": "Mine", "theirs": "Theirs"}]
    result = install(office, owner, visits(2, "Theirs", more="minutes"))
    assert (result["version"], result["kept"]) == (2, 1)
    form = owner.get("/api/forms/visit").json()
    fields = {field["key"]: field for field in form["fields"]}
    assert form["label"]["en-US"] == "Mine" and {"name", "place", "minutes", "own"} == fields.keys()
    assert fields["place"]["required"] and form["sections"][0]["fields"] == ["name", "place", "minutes"]
    owner.patch(f"/api/records/visit/{record['id']}", json={"version": 1, "minutes": 30})

    back = owner.post("/api/apps/visits/rollback").json()
    assert actions(back) == {"form.visit": "change"}
    fields = {field["key"] for field in owner.get("/api/forms/visit").json()["fields"]}
    assert fields == {"name", "place", "own"}
    assert owner.get(f"/api/records/visit/{record['id']}").json()["place"] == "Suzhou"
    again = owner.post("/api/apps/visits/rollback")
    assert (again.status_code, code(again)) == (409, "apps.nothing_to_go_back_to")


def test_taking_back_what_was_new_leaves_nothing_but_what_somebody_made_theirs(
    office: Office, owner: TestClient
) -> None:
    install(office, owner, visits(1))
    record = created(owner, "visit", name="a", place="Suzhou")
    assert actions(owner.post("/api/apps/visits/rollback").json()) == {
        "form.visit": "removed",
        "role.visitor": "removed",
    }
    assert owner.get("/api/forms/visit").status_code == 404
    assert "visitor" not in {role["key"] for role in owner.get("/api/admin/roles").json()["items"]}
    assert "visits" not in {app["key"] for app in owner.get("/api/apps").json()["items"]}
    install(office, owner, visits(2, kind="number", more="minutes"))  # once more: what was there comes back
    assert owner.get(f"/api/records/visit/{record['id']}").json()["place"] == "Suzhou"
    assert "minutes" in {field["key"] for field in owner.get("/api/forms/visit").json()["fields"]}


def test_a_field_of_another_kind_stays_what_it_is_with_its_values(office: Office, owner: TestClient) -> None:
    install(office, owner, visits(1))
    record = created(owner, "visit", name="a", place="Suzhou")
    data = visits(2, kind="number")
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, data)}).json()
    line = next(line for line in plan["lines"] if line["kind"] == "form")
    assert {"path": "fields.place.kind", "mine": "text", "theirs": "number"} in line["kept"]
    install(office, owner, data)
    assert owner.get(f"/api/records/visit/{record['id']}").json()["place"] == "Suzhou"


def test_what_was_deleted_here_stays_deleted(office: Office, owner: TestClient) -> None:
    install(office, owner, visits(1))
    assert owner.delete("/api/forms/visit", params={"force": "true"}).status_code == 204
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, visits(2, "Other"))}).json()
    assert actions(plan)["form.visit"] == "deleted_here"
    install(office, owner, visits(2, "Other"))
    assert owner.get("/api/forms/visit").status_code == 404


def test_a_form_that_was_there_before_the_package_keeps_what_it_is(office: Office, owner: TestClient) -> None:
    publish(owner, start(owner, "Our visits", key="visit"))
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, visits(1))}).json()
    line = next(line for line in plan["lines"] if line["kind"] == "form")
    assert line["action"] == "change" and {"label.en-US"} <= {each["path"] for each in line["kept"]}
    install(office, owner, visits(1))
    form = owner.get("/api/forms/visit").json()
    assert form["label"]["en-US"] == "Our visits" and "place" in {field["key"] for field in form["fields"]}


def test_a_form_built_here_is_taken_along_and_installed_elsewhere(office: Office, owner: TestClient) -> None:
    draft = start(owner, "巡检", key="inspection")
    publish(owner, draft)
    publish(owner, changed(owner, "inspection", "score", "number", options={"decimals": 1}))
    reply = owner.get("/api/apps/checks/package", params={"forms": "inspection", "label": "Checks"})
    assert reply.status_code == 200 and reply.headers["content-type"] == "application/zip"
    assert (
        reply.content
        == owner.get("/api/apps/checks/package", params={"forms": "inspection", "label": "Checks"}).content
    )
    app = from_zip(reply.content)
    assert (app.key, [form.key for form in app.forms]) == ("checks", ["inspection"])
    assert owner.delete("/api/forms/inspection").status_code == 204
    assert owner.get("/api/apps/checks/package", params={"forms": "nothing"}).status_code == 404
    assert from_zip(reply.content).forms[0].field("score") is not None


def test_the_template_is_a_package_like_any_other(office: Office, owner: TestClient) -> None:
    plan = owner.post("/api/apps/plan", json={"app": "crm"}).json()
    assert set(actions(plan).values()) == {"same"}
    data = to_zip(read("crm"))
    assert to_zip(from_zip(data)) == data
    assert set(actions(owner.post("/api/apps/plan", json={"file": upload(owner, data)}).json()).values()) == {
        "same"
    }


def test_only_administrators_deal_in_apps(
    office: Office, owner: TestClient, anna: TestClient, head: TestClient
) -> None:
    mine = upload(anna, visits(1))
    for client in (anna, head):
        assert client.get("/api/apps").status_code == 403
        assert client.post("/api/apps/plan", json={"app": "crm"}).status_code == 403
        assert client.post("/api/apps/install", json={"file": mine}).status_code == 403
        assert client.post("/api/apps/crm/rollback").status_code == 403
        assert client.get("/api/apps/crm/package").status_code == 403
    assert owner.post("/api/apps/plan", json={"file": mine}).status_code == 404  # somebody else's upload


def link() -> bytes:
    """A package in which a file is a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        entry = zipfile.ZipInfo("app.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(entry, "/etc/passwd")
    return out.getvalue()


def bomb() -> bytes:
    """A package that would fill memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("app.yaml", HEAD.format(version=1))
        file.writestr("forms/visit.yaml", b"a" * (5 * 1024 * 1024))
    return out.getvalue()


GOOD = HEAD.format(version=1)
BOARD = "key: d\nform: lead\nlabel: { en-US: D }\nwidgets: "
LAUGHS = "\n".join(
    [
        "a: &a [x, x]",
        *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
    ]
)
# Files that came in once and then broke the navigation, the dashboards or the server for everybody.
BREAKING: list[tuple[str, str, str]] = [
    ("depth that overflows the stack of a parser", "dashboards/d.yaml", f"{BOARD}{'[' * 400_000}"),
    ("aliases of aliases", "dashboards/d.yaml", f"{BOARD}[]\n{LAUGHS}"),
    ("an alias inside itself", "dashboards/d.yaml", f"{BOARD}[]\nx: &x [*x]"),
    ("a number beyond 64 bits", "dashboards/d.yaml", f"{BOARD}[]\nx: 99999999999999999999"),
    ("bytes", "dashboards/d.yaml", f"{BOARD}[]\nx: !!binary aGk="),
    ("a key that is a number", "dashboards/d.yaml", f"{BOARD}[]\nx: {{ 1: 2 }}"),
    ("NUL", "dashboards/d.yaml", f'{BOARD}[]\nx: "\\0"'),
    ("half a character", "dashboards/d.yaml", f'{BOARD}[]\nx: "\\ud800"'),
    ("no form", "dashboards/d.yaml", "key: d\n"),
    ("a chart of nothing", "dashboards/d.yaml", f"{BOARD}[{{ key: a, kind: chart }}]"),
    ("a position that is none", "dashboards/d.yaml", f"{BOARD}[]\nposition: .nan"),
    ("a menu of text", "menus/main.yaml", "key: main\nsections: text"),
    ("a menu of numbers", "menus/main.yaml", "key: main\nsections: [{ section: s, label: { en-US: S }, items: [5] }]"),
    ("roles of a menu", "menus/main.yaml", "key: main\nsections: []\nroles: [{ key: sales, order: 5 }]"),
    ("a role without a name", "roles/r.yaml", "key: r\ngrants: []"),
    ("a home that is a list", "roles/r.yaml", "key: r\nlabel: { en-US: R }\ngrants: []\nhome: [1]"),
    ("a template named by a list", "prints/p.yaml", "key: p\nform: lead\nlabel: { en-US: [1] }\nname: a\ncontent: x"),
]  # fmt: skip
BAD: list[tuple[str, bytes, str]] = [
    ("no zip", b"PK but not", "apps.bad_file"),
    ("no head", package({"forms/visit.yaml": "x"}), "apps.bad_file"),
    ("head is a list", package({"app.yaml": "[1]"}), "apps.bad_file"),
    ("outside", package({"app.yaml": GOOD, "../evil.yaml": "x"}), "apps.bad_file"),
    ("outside, deep", package({"app.yaml": GOOD, "forms/../../evil.yaml": "x"}), "apps.bad_file"),
    ("absolute", package({"app.yaml": GOOD, "/etc/evil.yaml": "x"}), "apps.bad_file"),
    ("drive", package({"app.yaml": GOOD, "C:/evil.yaml": "x"}), "apps.bad_file"),
    ("link", link(), "apps.bad_file"),
    ("bomb", bomb(), "apps.bad_file"),
    ("no yaml", package({"app.yaml": GOOD, "forms/visit.yaml": "{"}), "apps.bad_file"),
    ("tag", package({"app.yaml": GOOD, "forms/visit.yaml": "!!python/object/apply:os.getcwd []"}), "apps.bad_file"),
    ("deep", package({"app.yaml": GOOD, "views/v.yaml": "[" * 300 + "]" * 300}), "apps.bad_file"),
    ("deeper", package({"app.yaml": GOOD, "views/v.yaml": "[" * 9000 + "]" * 9000}), "apps.bad_file"),
    ("laughs", package({"app.yaml": GOOD, "views/v.yaml": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))}), "apps.bad_file"),
    ("no form", package({"app.yaml": GOOD, "forms/visit.yaml": "key: visit"}), "apps.bad_file"),
    ("role without a key", package({"app.yaml": GOOD, "roles/x.yaml": "label: {}"}), "apps.bad_file"),
    ("twice", package({"app.yaml": GOOD, "roles/a.yaml": ROLE, "roles/b.yaml": ROLE}), "apps.bad_file"),
    ("label", package({"app.yaml": "key: visits\nversion: 1\nlabel: { en-US: [1] }"}), "apps.bad_file"),
    ("requires", package({"app.yaml": GOOD + "requires: [1]\n"}), "apps.bad_file"),
    ("damaged", package({"app.yaml": GOOD}).replace(b"Visits", b"Vizits"), "apps.bad_file"),
    ("newer", package({"app.yaml": GOOD + "requires: 99.0.0\n"}), "apps.newer"),
]  # fmt: skip


def test_packages_that_are_none(owner: TestClient) -> None:
    breaking = [(n, package({"app.yaml": GOOD, at: text}), "apps.bad_file") for n, at, text in BREAKING]
    for name, data, problem in [*BAD, *breaking]:
        for address in ("plan", "install"):
            reply = owner.post(f"/api/apps/{address}", json={"file": upload(owner, data)})
            assert (reply.status_code, code(reply)) == (422, problem), (name, reply.text)
    assert owner.post("/api/apps/plan", json={"app": "../crm"}).status_code == 404
    assert owner.post("/api/apps/plan", json={}).status_code == 422


def test_an_app_that_does_not_fit_changes_nothing(office: Office, owner: TestClient) -> None:
    role = ROLE.replace("read, create", "read, everything")
    data = package(
        {
            "app.yaml": GOOD,
            "forms/visit.yaml": FORM.format(label="V", kind="text", more="", named=""),
            "roles/visitor.yaml": role,
        }
    )
    reply = owner.post("/api/apps/install", json={"file": upload(owner, data)})
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "failed"
    assert owner.get("/api/forms/visit").status_code == 404


def test_a_second_app_stands_beside_the_first(office: Office, owner: TestClient) -> None:
    """Tickets with time limits: definitions alone, installed as a package like any other."""
    job = owner.post("/api/apps/install", json={"app": "service"}).json()["job"]
    assert office.drive(job) == "done"
    menu = {
        section["section"]: [each["key"] for each in section["items"]]
        for section in owner.get("/api/me").json()["menu"]
    }
    assert menu["service"] == ["ticket", "device"] and menu["sales"][0] == "lead"
    device = created(owner, "device", name="VP-420", customer="Ruida", serial_no="SN-1")
    values = {
        "subject": "Seal leaks",
        "device": device["id"],
        "priority": "high",
        "reported_at": "2026-11-20T10:00:00",
    }
    ticket = created(owner, "ticket", **values, parts=[{"part": "Seal", "quantity": 2, "price": 30.5}])
    assert (ticket["respond_by"], ticket["solve_by"]) == (
        "2026-11-20T14:00:00+08:00",
        "2026-11-23T10:00:00+08:00",
    )
    assert (ticket["parts_total"], ticket["in_time"], ticket["code"]) == (61, False, "GD-2026110001")
    refused = owner.post(f"/api/records/ticket/{ticket['id']}/stage", json={"stage": "solved"})
    assert {each["field"] for each in refused.json()["errors"]} == {"solution", "cause"}
    told = {"stage": "solved", "values": {"solution": "New seal", "cause": "wear"}}
    solved = owner.post(f"/api/records/ticket/{ticket['id']}/stage", json=told).json()
    assert solved["solved_at"] is not None and solved["in_time"] is True
    stop = owner.post("/api/records/ticket", json={"subject": "Line stands", "priority": "down"})
    assert [each["field"] for each in stop.json()["errors"]] == ["description"]
    plan = owner.post("/api/apps/plan", json={"app": "service"}).json()
    assert set(actions(plan).values()) <= {"same", "kept"}
