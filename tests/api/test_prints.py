"""Printing: templates are taken, judged and filled; whoever prints gets on paper what the record page shows them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from bulou.apps import loader
from bulou.db import settings_table
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

GOOD = word(
    "单 {{ subject }} {{ reporter }} {{ device.customer }} {{ today }} {{ printed_by }} {{ phone }}。",
    '{% if parts|length > 1 and stage == "new" %}多件{% else %}一件{% endif %} {{ parts_total|capitals }}',
    rows=ROWS,
    header="{{ record_title }}",
)


def upload(client: TestClient, data: bytes, name: str = "工单.docx", to: str = BASE) -> Response:
    return client.request("PUT" if to.endswith("/file") else "POST", to, files={"file": (name, data)})


def printed(client: TestClient, form: str, *ids: int, **body: Any) -> Response:
    return client.post(f"/api/records/{form}/print", json={"ids": list(ids), **body})


def ticket(owner: TestClient, pump: str = "一号泵") -> Json:
    parts = [
        {"part": "泵 <&> {{ x }}", "quantity": 2, "price": 1200.5},
        {"part": "阀", "quantity": 1, "price": 300},
    ]
    device = created(owner, "device", name=pump, customer="华星")
    return created(owner, "ticket", subject="漏水", device=device["id"], reporter="王工", parts=parts)


@pytest.fixture
def service(office: Office, owner: TestClient) -> Json:
    """A ticket with a device and two parts, in a workspace that has the service app."""
    office.do(lambda tx: loader.install(tx, "service"))
    return ticket(owner)


def test_a_template_is_mended_filled_and_travels_in_a_package(
    office: Office, owner: TestClient, service: Json
) -> None:
    template = mistakes_are_named(owner, service["id"])
    place = f"{BASE}/{template['id']}"
    mended = upload(owner, GOOD, to=f"{place}/file").json()
    assert mended["problems"] == []
    change = {"version": mended["version"], "enabled": True, "label": {"zh-CN": "派工单"}}
    assert owner.patch(place, json=change).json()["enabled"]
    assert code(owner.patch(place, json=change)) == "print.changed"
    assert code(owner.patch(place, json={"version": 2**63 - 1})) == "print.changed"
    offered = owner.get("/api/forms/ticket/prints").json()["items"]
    assert offered == [{"id": template["id"], "label": {"zh-CN": "派工单"}}]
    assert owner.get(f"{place}/file").content == GOOD
    filled(office, owner, service["id"], template["id"])
    travels(office, owner, template)


def mistakes_are_named(owner: TestClient, record: int) -> Json:
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
    refused = owner.patch(f"{BASE}/{bad['id']}", json={"version": bad["version"], "enabled": True})
    assert (refused.status_code, code(refused)) == (422, "print.invalid")
    assert code(printed(owner, "ticket", record, template=bad["id"])) == "print.template_broken"
    assert owner.get("/api/forms/ticket/prints").json()["items"] == []
    return dict(bad)


def filled(office: Office, owner: TestClient, record: int, template: int) -> None:
    reply = printed(owner, "ticket", record, template=template, format="docx")
    assert text_of(reply.content) == [
        "漏水",
        "单 漏水 王工 华星 2026-11-20 Olga Owner 。",
        "多件 贰仟柒佰零壹元整",
        *("配件", "金额", "1 泵 <&> {{ x }}", "2401.0", "2 阀", "300", "1,500.50"),
    ]
    pdf = printed(owner, "ticket", record, template=template)
    assert (pdf.content[:5], pdf.headers["content-type"]) == (b"%PDF-", "application/pdf")
    pages = printed(owner, "ticket", record, template=template, format="preview").json()
    assert (pages["count"], pages["pages"][0][:22]) == (1, "data:image/png;base64,")
    trail = office.do(lambda tx: audit.read(tx, audit.Filter(action="record.printed")))
    assert [(each["record_id"], each["detail"]["format"]) for each in trail] == [
        (record, "pdf"),
        (record, "docx"),
    ]
    uses = owner.get("/api/forms/ticket/usage", params={"field": "reporter"}).json()["items"]
    assert ("print_template", str(template)) in [(use["kind"], use["key"]) for use in uses]


def travels(office: Office, owner: TestClient, template: Json) -> None:
    query = {"prints": template["key"], "label": "Mine"}
    package = owner.get("/api/apps/mine/package", params=query).content
    assert zipfile.ZipFile(io.BytesIO(package)).namelist() == ["app.yaml", f"prints/{template['key']}.yaml"]
    assert owner.delete(f"{BASE}/{template['id']}").status_code == 204
    file = owner.post("/api/files", files={"file": ("mine.zip", package)}).json()["id"]
    office.drive(owner.post("/api/apps/install", json={"file": file}).json()["job"])
    back = owner.get(BASE).json()["items"]
    assert [(each["key"], each["enabled"], each["label"]) for each in back] == [
        (template["key"], True, {"zh-CN": "派工单"})
    ]
    assert owner.post("/api/apps/mine/rollback").json()["lines"][0]["action"] == "removed"
    assert owner.get(BASE).json()["items"] == []


def test_paper_shows_what_the_reader_may_see(
    office: Office, owner: TestClient, anna: TestClient, stranger: TestClient, service: Json
) -> None:
    lines = "{{ subject }}|{{ reporter }}|{{ device.customer }}|{{ parts|length }}"
    template = upload(owner, word(lines, rows=ROWS)).json()
    assert template["enabled"]
    hidden = dict.fromkeys(["reporter", "device", "parts", "parts_total", "solution", "cause"], "hidden")
    grants = [
        {"form": "ticket", "actions": ["read", "print"], "rows": "all", "fields": {"*": "read", **hidden}}
    ]
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))
    body = {"template": template["id"], "format": "docx"}
    assert text_of(printed(anna, "ticket", service["id"], **body).content)[0] == "漏水|||0"
    plain = text_of(printed(anna, "ticket", service["id"], format="docx").content)
    assert plain[0] == "Ticket  漏水" and not {"王工", "Parts used", "Work", "阀"} & set(plain)
    office.do(
        lambda tx: settings_table.put(tx, "name", "Rui\x0bda\x01\ufffe")
    )  # as pasted from a spreadsheet
    full = text_of(printed(owner, "ticket", service["id"], format="docx").content)
    assert {"王工", "Parts used", "阀", "1,500.50", "一号泵"} <= set(full)
    assert "Ruida" in full[-1] and "Page 1 of 1" in full[-1]
    deal = created(owner, "opportunity", name="Pumps")
    assert "Loss reason" not in text_of(
        printed(owner, "opportunity", deal["id"], format="docx").content
    )  # a rule hides it
    other = ticket(owner, "二号泵")
    several = printed(owner, "ticket", service["id"], other["id"], **body)
    assert len(zipfile.ZipFile(io.BytesIO(several.content)).namelist()) == 2
    more = [ticket(owner, f"{number}号泵")["id"] for number in (3, 4)]  # as many as are read apart
    all_ = printed(
        owner, "ticket", service["id"], other["id"], *more, template=template["id"], format="preview"
    )
    assert all_.json()["count"] == 4
    refusals(owner, anna, stranger, service["id"])
    owner.patch(f"{BASE}/{template['id']}", json={"version": template["version"], "enabled": False})
    assert code(printed(anna, "ticket", service["id"], **body)) == "not_found"
    assert printed(owner, "ticket", service["id"], **body).status_code == 200  # whoever configures may try it
    starter = owner.get("/api/forms/ticket/print-starter").content
    assert upload(owner, starter).json()["problems"] == []


def refusals(owner: TestClient, anna: TestClient, stranger: TestClient, record: int) -> None:
    to = "/api/records/ticket/print"
    rows: list[tuple[TestClient, str, Json | None, int, str]] = [
        (anna, BASE, None, 403, "access.forbidden"),
        (stranger, BASE, None, 404, "not_found"),
        (stranger, "/api/forms/ticket/prints", None, 404, "not_found"),
        (owner, to, {"ids": [record, 999]}, 404, "records.not_found"),
        (owner, to, {"ids": []}, 422, "invalid"),
        (owner, to, {"ids": [record], "template": 99}, 404, "not_found"),
        (owner, to, {"ids": [record], "format": "exe"}, 422, "invalid"),
    ]
    for client, path, asked, status, problem in rows:
        reply = client.get(path) if asked is None else client.post(path, json=asked)
        assert (reply.status_code, code(reply)) == (status, problem), (path, asked)


PLAIN = word("{{ subject }}")
OUTSIDE = (
    b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x/" TargetMode="External"/>'
    b"</Relationships>"
)
SETTINGS, FOOT = "word/_rels/settings.xml.rels", "word/footer9.xml"


def relations(one: bytes, before: bytes = b"", prefix: bytes = b"") -> bytes:
    """The relations of a part, one of them from `before` on."""
    return b"%s<%sRelationships><%sRelationship Id='r>' %s/></%sRelationships>" % (
        before,
        prefix,
        prefix,
        one,
        prefix,
    )


FETCHED = b"Type='x/attachedTemplate' Target='http://x/relationships/hyperlink' TargetMode='%sxternal'"
# The same said so that only a parser understands it.
HIDDEN = [
    ({SETTINGS: relations(FETCHED % b"E")}, "outside"),
    ({SETTINGS: relations(FETCHED % b"&#69;", b"\xef\xbb\xbf")}, "outside"),
    ({SETTINGS: relations(FETCHED % b"E", prefix=b"p:")}, "outside"),
    ({SETTINGS: relations(FETCHED % b"E", b'<?xml version="1.0" encoding="UTF-7"?>')}, "broken"),
    ({SETTINGS: relations(b"Type='x/oleObject' Target='media/a.png'")}, "embedded"),
    ({SETTINGS: relations(b"Type='x/vbaProject' Target='media/a.png'")}, "macros"),
    ({FOOT: b'<w:fldSimple w:instr=" includepicture http://x/ "/>'}, "outside"),
    ({FOOT: b"<a><w:instrText>INCLUDE</w:instrText><b/><w:instrText>TEXT x</w:instrText></a>"}, "outside"),
    ({FOOT: b"<w:instrText> {{ 'LI' ~ 'NK' }} http://x/ </w:instrText>"}, "outside"),
    ({FOOT: '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a []><a/>'.encode("cp037")}, "broken"),
    ({"word/a.bin": b"\n<!DOCTYPE a []><a/>"}, "doctype"),
]
FILES = [
    *((changed(PLAIN, parts), reason) for parts, reason in HIDDEN),
    (b"hello", "not_word"),
    (b"%PDF-1.4", "not_word"),
    (changed(PLAIN, {"word/vbaProject.bin": b"x"}), "macros"),
    (changed(PLAIN, {"word/embeddings/a.bin": b"x"}), "embedded"),
    (changed(PLAIN, {"word/_rels/settings.xml.rels": OUTSIDE}), "outside"),
    (changed(PLAIN, {"word/footer9.xml": b"<w:instrText> DDEAUTO c:\\\\x </w:instrText>"}), "outside"),
    (changed(PLAIN, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "doctype"),
    (changed(PLAIN, {"word/document.xml": b"<a"}), "broken"),
    (changed(PLAIN, {"word/media/image9.png": bytes(60_000_000)}), "too_large"),
    (PLAIN[:200], "broken"),
]
# What is found wrong in one look at a template: mistakes of writing hide those of meaning.
TAGS = [
    [("{{ subject", "print.not_closed")],
    [("{{ subject|mony }}", "print.unknown_filter"), ("{{ 1 +* 2 }}", "print.bad_syntax")],
    [("{% for row in parts %}", "print.not_ended")],
    [("{% endfro %}", "print.unknown_word")],
    [
        ("{{ subject.upper() }}", "print.not_allowed"),
        ("{{ ''.__class__ }}", "print.no_attribute"),
        ("{% include 'x' %}", "print.not_allowed"),
        ("{{ self }}", "print.unknown_field"),
    ],
]


def test_files_and_placeholders_that_are_refused(office: Office, owner: TestClient, service: Json) -> None:
    for data, reason in FILES:
        reply = upload(owner, data)
        assert (reply.status_code, code(reply)) == (422, "print.not_a_template"), reason
        assert reply.json()["params"]["reason"] == reason
    assert owner.get(BASE).json()["items"] == []
    linked = relations(b"Type='x/hyperlink' Target='http://x/' TargetMode='External'")
    harmless = {
        "word/_rels/footer9.xml.rels": linked,
        FOOT: b"<w:instrText> HYPERLINK {{ subject }}</w:instrText>",
    }
    assert upload(owner, changed(PLAIN, harmless)).status_code == 201
    for wrong in TAGS:
        found = upload(owner, word(*(tag for tag, _ in wrong))).json()["problems"]
        assert [(each["tag"], each["code"]) for each in found] == wrong
    unescaped = upload(owner, word("{% autoescape false %}{{ subject }}{% endautoescape %}")).json()
    assert [each["code"] for each in unescaped["problems"]] == ["print.not_allowed"]
    bomb = upload(owner, word('{{ "a"' + '|replace("a", "aaaaaaaaaa")' * 12 + " }}")).json()
    assert code(printed(owner, "ticket", service["id"], template=bomb["id"])) == "print.too_large"
    for tag, problem in [("{{ subject * 3 }}", "print.cannot_fill"), ("{{ 9 ** 9 ** 9 }}", "print.no_power")]:
        template = upload(owner, word("{{ reporter }}", tag)).json()
        reply = printed(owner, "ticket", service["id"], template=template["id"])
        assert code(reply) == "print.template_broken"
        assert [(each["code"], each["field"]) for each in reply.json()["errors"]] == [(problem, tag)]
