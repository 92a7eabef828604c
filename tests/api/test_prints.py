"""Printing: templates are taken, judged and filled; whoever prints gets on paper what the record page shows them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from bulou.apps import loader
from bulou.kit.protocols import SYSTEM
from bulou.people import audit, roles
from tests.api.conftest import Office, code, created
from tests.word_files import changed, text_of, word

Json = dict[str, Any]
BASE = "/api/forms/ticket/print-templates"
ROWS = [
    ["配件", "金额"],
    ["{%tr for row in parts %}", ""],
    ["{{ loop.index }} {{ row.part }}", "{{ row.quantity * row.price }}"],
    ["{%tr endfor %}", ""],
    ["", '{{ parts|total("price") }}'],
]


def upload(client: TestClient, data: bytes, name: str = "工单.docx", to: str = BASE) -> Response:
    return client.request("PUT" if to.endswith("/file") else "POST", to, files={"file": (name, data)})


def printed(client: TestClient, form: str, *ids: int, **body: Any) -> Response:
    return client.post(f"/api/records/{form}/print", json={"ids": list(ids), **body})


def ticket(owner: TestClient, **more: Any) -> Json:
    parts = [
        {"part": "泵 <&> {{ x }}", "quantity": 2, "price": 1200.5},
        {"part": "阀", "quantity": 1, "price": 300},
    ]
    device = created(owner, "device", name="一号泵", customer="华星")
    return created(owner, "ticket", subject="漏水", device=device["id"], reporter="王工", parts=parts, **more)


def test_a_template_is_uploaded_mended_filled_and_travels_in_a_package(
    office: Office, owner: TestClient
) -> None:
    office.do(lambda tx: loader.install(tx, "service"))
    record = ticket(owner)
    lines = ["{{ subjct }} / {{ 报修人 }} / {{ device.nmae }} / {{ subject.name }}", "{{ parts.prise }}"]
    bad = upload(owner, word(*lines)).json()
    assert [(each["code"], each["tag"], each["params"].get("proposed")) for each in bad["problems"]] == [
        ("print.misspelt_field", "{{ subjct }}", "subject"),
        ("print.misspelt_field", "{{ 报修人 }}", "reporter"),
        ("print.misspelt_field", "{{ device.nmae }}", "device.name"),
        ("print.nothing_behind", "{{ subject.name }}", None),
        ("print.misspelt_field", "{{ parts.prise }}", "parts.price"),
    ]
    assert "did you mean “subject”" in bad["problems"][0]["detail"]
    place = f"{BASE}/{bad['id']}"
    refused = owner.patch(place, json={"version": bad["version"], "enabled": True})
    assert (refused.status_code, code(refused)) == (422, "print.invalid")
    assert code(printed(owner, "ticket", record["id"], template=bad["id"])) == "print.template_broken"
    assert owner.get("/api/forms/ticket/prints").json()["items"] == []

    good = word(
        "单 {{ subject }} {{ reporter }} {{ device.customer }} {{ today }} {{ printed_by }} {{ phone }}。",
        '{% if parts|length > 1 and stage == "new" %}多件{% else %}一件{% endif %} {{ parts_total|capitals }}',
        rows=ROWS,
        header="{{ record_title }}",
    )
    mended = upload(owner, good, to=f"{place}/file").json()
    assert mended["problems"] == []
    assert owner.patch(
        place, json={"version": mended["version"], "enabled": True, "label": {"zh-CN": "派工单"}}
    ).json()["enabled"]
    assert code(owner.patch(place, json={"version": mended["version"], "enabled": False})) == "print.changed"
    assert owner.get("/api/forms/ticket/prints").json()["items"] == [
        {"id": bad["id"], "label": {"zh-CN": "派工单"}}
    ]
    assert owner.get(f"{place}/file").content == good

    reply = printed(owner, "ticket", record["id"], template=bad["id"], format="docx")
    assert text_of(reply.content) == [
        "漏水",
        "单 漏水 王工 华星 2026-11-20 Olga Owner 。",
        "多件 贰仟柒佰零壹元整",
        *("配件", "金额", "1 泵 <&> {{ x }}", "2401.0", "2 阀", "300", "1,500.50"),
    ]
    pdf = printed(owner, "ticket", record["id"], template=bad["id"])
    assert pdf.content.startswith(b"%PDF-") and pdf.headers["content-type"] == "application/pdf"
    trail = office.do(lambda tx: audit.read(tx, audit.Filter(action="record.printed")))
    assert [(each["record_id"], each["detail"]["format"]) for each in trail] == [
        (record["id"], "pdf"),
        (record["id"], "docx"),
    ]
    uses = owner.get("/api/forms/ticket/usage", params={"field": "reporter"}).json()["items"]
    assert ("print_template", str(bad["id"])) in [(use["kind"], use["key"]) for use in uses]

    package = owner.get("/api/apps/mine/package", params={"prints": bad["key"], "label": "Mine"}).content
    assert zipfile.ZipFile(io.BytesIO(package)).namelist() == ["app.yaml", f"prints/{bad['key']}.yaml"]
    assert owner.delete(place).status_code == 204
    file = owner.post("/api/files", files={"file": ("mine.zip", package)}).json()["id"]
    office.drive(owner.post("/api/apps/install", json={"file": file}).json()["job"])
    back = owner.get(BASE).json()["items"]
    assert [(each["key"], each["enabled"], each["label"]) for each in back] == [
        (bad["key"], True, {"zh-CN": "派工单"})
    ]
    assert owner.post("/api/apps/mine/rollback").json()["lines"][0]["action"] == "change"
    assert owner.get(BASE).json()["items"] == []


def test_paper_shows_what_the_reader_may_see(
    office: Office, owner: TestClient, anna: TestClient, stranger: TestClient
) -> None:
    office.do(lambda tx: loader.install(tx, "service"))
    record, other = ticket(owner), ticket(owner)
    template = upload(
        owner, word("{{ subject }}|{{ reporter }}|{{ device.customer }}|{{ parts|length }}", rows=ROWS)
    ).json()
    assert template["enabled"]
    hidden = {
        "*": "read",
        "reporter": "hidden",
        "parts": "hidden",
        "parts_total": "hidden",
        "device": "hidden",
    }
    grants = [{"form": "ticket", "actions": ["read"], "rows": "all", "fields": hidden}]
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))
    body = {"template": template["id"], "format": "docx"}
    assert text_of(printed(anna, "ticket", record["id"], **body).content)[0] == "漏水|||0"
    plain = text_of(printed(anna, "ticket", record["id"], format="docx").content)
    assert "漏水" in plain[0] + plain[1] and not {"王工", "Parts used", "Work", "阀"} & set(plain)
    full = text_of(printed(owner, "ticket", record["id"], format="docx").content)
    assert {"王工", "Parts used", "阀", "1,500.50", "一号泵"} <= set(full)
    assert "Page 1 of 1" in full[-1]
    several = printed(owner, "ticket", record["id"], other["id"], **body)
    assert len(zipfile.ZipFile(io.BytesIO(several.content)).namelist()) == 2
    assert printed(owner, "ticket", record["id"], other["id"]).content.count(b"/Type /Page\n") >= 2

    rows = [
        (anna, BASE, None, 403, "access.forbidden"),
        (stranger, BASE, None, 404, "not_found"),
        (stranger, "/api/forms/ticket/prints", None, 404, "not_found"),
        (owner, "/api/records/ticket/print", {"ids": [record["id"], 999]}, 404, "records.not_found"),
        (owner, "/api/records/ticket/print", {"ids": []}, 422, "invalid"),
        (owner, "/api/records/ticket/print", {"ids": [record["id"]], "template": 99}, 404, "not_found"),
        (owner, "/api/records/ticket/print", {"ids": [record["id"]], "format": "exe"}, 422, "invalid"),
    ]
    for client, path, asked, status, problem in rows:
        reply = client.get(path) if asked is None else client.post(path, json=asked)
        assert (reply.status_code, code(reply)) == (status, problem), (path, asked)
    owner.patch(f"{BASE}/{template['id']}", json={"version": template["version"], "enabled": False})
    assert code(printed(anna, "ticket", record["id"], **body)) == "not_found"
    assert printed(owner, "ticket", record["id"], **body).status_code == 200  # whoever configures may try it

    starter = owner.get("/api/forms/ticket/print-starter").content
    assert upload(owner, starter).json()["problems"] == []


def test_files_and_placeholders_that_are_refused(office: Office, owner: TestClient) -> None:
    office.do(lambda tx: loader.install(tx, "service"))
    record = ticket(owner)
    plain = word("{{ subject }}")
    outside = b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x/" TargetMode="External"/></Relationships>'
    bomb = changed(plain, {"word/media/image9.png": b"\0" * 60_000_000})
    files = [
        (b"hello", "not_word"),
        (b"%PDF-1.4", "not_word"),
        (changed(plain, {"word/vbaProject.bin": b"x"}), "macros"),
        (changed(plain, {"word/embeddings/a.bin": b"x"}), "embedded"),
        (changed(plain, {"word/_rels/settings.xml.rels": outside}), "outside"),
        (changed(plain, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "doctype"),
        (changed(plain, {"word/document.xml": b"<a"}), "broken"),
        (bomb, "too_large"),
        (plain[:200], "broken"),
    ]
    for data, reason in files:
        reply = upload(owner, data)
        assert (reply.status_code, code(reply), reply.json()["params"]["reason"]) == (
            422,
            "print.not_a_template",
            reason,
        )
    assert owner.get(BASE).json()["items"] == []
    tags = [
        ("{{ subject", "print.not_closed"),
        ("{% for row in parts %}", "print.not_ended"),
        ("{{ subject.upper() }}", "print.not_allowed"),
        ("{{ ''.__class__ }}", "print.no_attribute"),
        ("{{ subject|mony }}", "print.unknown_filter"),
        ("{% include 'x' %}", "print.not_allowed"),
        ("{{ 1 +* 2 }}", "print.bad_syntax"),
        ("{% endfro %}", "print.unknown_word"),
        ("{{ self }}", "print.unknown_field"),
    ]
    found = upload(owner, word(*(tag for tag, _ in tags[:1]))).json()["problems"]
    assert [(each["tag"], each["code"]) for each in found] == tags[:1]
    for tag, problem in tags[1:]:
        found = upload(owner, word(tag)).json()["problems"]
        assert [each["code"] for each in found] == [problem], tag
    for tag, problem in [("{{ subject * 3 }}", "print.cannot_fill"), ("{{ 9 ** 9 ** 9 }}", "print.no_power")]:
        template = upload(owner, word("{{ reporter }}", tag)).json()
        reply = printed(owner, "ticket", record["id"], template=template["id"])
        assert code(reply) == "print.template_broken"
        assert [(each["code"], each["field"]) for each in reply.json()["errors"]] == [(problem, tag)]
