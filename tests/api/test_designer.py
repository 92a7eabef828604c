"""The designer's doors: drafts, what publishing would do, changing types, versions, new and deleted forms."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import inspect

from bulou.db.jobs import enqueue
from bulou.forms.designer import purge
from tests.api.conftest import Office, code, created
from tests.api.designing import Json, changed, publish, save, sizes, start, visits, with_field


def test_a_new_form_is_there_once_it_is_published(owner: TestClient, anna: TestClient) -> None:
    draft = start(owner, "售后工单")
    assert (draft["form"], draft["published"], draft["version"]) == ("shou_hou_gong_dan", 0, 1)
    assert owner.get("/api/forms/shou_hou_gong_dan").status_code == 404
    assert [each["form"] for each in owner.get("/api/forms/unpublished").json()["items"]] == [draft["form"]]
    draft = save(owner, draft, with_field(draft["body"], "hours", "number", options={"decimals": 1}))
    diff = owner.get(f"/api/forms/{draft['form']}/draft/diff").json()
    assert (diff["records"], [each["kind"] for each in diff["changes"]], diff["problems"]) == (
        0,
        ["create"],
        [],
    )
    assert any("CREATE TABLE" in line for line in diff["statements"])
    assert publish(owner, draft) == {"form": draft["form"], "version": 1}
    record = created(owner, draft["form"], name="停机", hours=1.5)
    assert record["hours"] == 1.5
    assert owner.get("/api/search", params={"q": "停机"}).json()["items"][0]["form"] == draft["form"]
    assert anna.get(f"/api/forms/{draft['form']}").status_code == 404
    after = owner.get(f"/api/forms/{draft['form']}/draft").json()
    assert (after["published"], after["version"]) == (1, 0)


def test_a_new_form_is_opened_to_roles_and_stands_in_the_menu(
    owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    draft = start(owner)
    wrong = owner.post("/api/forms/site_visit/publish", json={"version": 1, "roles": {"nobody": "own"}})
    assert wrong.status_code == 404
    wrong = owner.post("/api/forms/site_visit/publish", json={"version": 1, "roles": {"sales": "everything"}})
    assert wrong.status_code == 422
    assert owner.get("/api/forms/site_visit").status_code == 404
    publish(owner, draft, roles={"sales": "own"})
    menu = [
        (section["section"], [item["key"] for item in section["items"]])
        for section in anna.get("/api/me").json()["menu"]
    ]
    assert menu[-2] == ("more", ["site_visit"])
    record = created(anna, "site_visit", name="Here")
    assert ben.get(f"/api/records/site_visit/{record['id']}").status_code == 404


def test_two_people_in_one_draft_are_told(office: Office, owner: TestClient) -> None:
    draft = owner.get("/api/forms/product/draft").json()
    body = with_field(draft["body"], "weight", "number")
    mine = save(owner, draft, body)
    late = owner.put("/api/forms/product/draft", json={"body": draft["body"], "version": 0})
    assert (late.status_code, code(late)) == (409, "forms.draft_changed")
    assert late.json()["params"]["by"]["title"] == "Olga Owner" and late.json()["params"]["version"] == 1
    assert save(owner, mine, draft["body"])["version"] == 2
    assert owner.delete("/api/forms/product/draft").status_code == 204
    assert owner.get("/api/forms/product/draft").json()["version"] == 0


def test_who_may_not_configure_sees_no_designer(anna: TestClient, stranger: TestClient) -> None:
    for client, status in ((anna, 403), (stranger, 404)):
        assert client.get("/api/forms/product/draft").status_code == status
        assert client.put("/api/forms/product/draft", json={"body": {}, "version": 0}).status_code == status
        assert client.post("/api/forms/product/publish", json={"version": 0}).status_code == status
        assert client.get("/api/forms/product/usage").status_code == status
        assert client.delete("/api/forms/product").status_code == status
    assert anna.post("/api/forms", json={"label": {"en-US": "x"}}).status_code == 403
    assert anna.get("/api/forms/deleted").status_code == 403


BAD: list[tuple[Json, str]] = [
    ({"key": "select", "kind": "text"}, ""),  # a word of SQL is a key like any other
    ({"key": "owner", "kind": "text"}, "forms.bad_key"),
    ({"key": "a__b", "kind": "text"}, "forms.bad_key"),
    ({"key": "größe", "kind": "text"}, "forms.bad_key"),
    ({"key": "x", "kind": "nothing"}, "forms.unknown_kind"),
    ({"key": "x", "kind": "relation", "options": {"target": "nowhere"}}, "forms.unknown_form"),
    ({"key": "x", "kind": "number", "options": {"decimals": 99}}, "forms.bad_option"),
    ({"key": "name", "kind": "text"}, "forms.twice"),
    ({"key": "x", "kind": "detail"}, "forms.no_fields"),
]


def test_a_draft_may_be_wrong_but_is_not_published(owner: TestClient) -> None:
    for field, problem in BAD:
        draft = start(owner)
        label = {"label": {"en-US": "X"}}
        kept = save(owner, draft, {**draft["body"], "fields": [*draft["body"]["fields"], {**label, **field}]})
        also = {"forms.column_clash"} if problem == "forms.twice" else set()
        assert {each["code"] for each in kept["problems"]} == ({problem} | also if problem else set()), field
        reply = owner.post(f"/api/forms/{draft['form']}/publish", json={"version": kept["version"]})
        assert reply.status_code == (422 if problem else 200), field
        assert (code(reply) if problem else "") == ("forms.invalid" if problem else "")


def test_what_is_no_definition_is_not_kept(owner: TestClient) -> None:
    draft = start(owner)
    for body in ({}, {"fields": 1}, {**draft["body"], "fields": [1]}, {**draft["body"], "surprise": 1}):
        reply = owner.put(f"/api/forms/{draft['form']}/draft", json={"body": body, "version": 1})
        assert (reply.status_code, code(reply)) == (422, "invalid"), body
    too_many = {
        **draft["body"],
        "fields": [
            *draft["body"]["fields"],
            *({"key": f"f{at}", "kind": "text", "label": {"en-US": "f"}} for at in range(500)),
        ],
    }
    assert [each["code"] for each in save(owner, draft, too_many)["problems"]] == ["forms.too_many"]


def test_a_field_is_made_unique_only_without_twins(owner: TestClient) -> None:
    first, _second = visits(owner, "money", [12.5, 12.5])
    draft = changed(owner, "visit", "size", "money", unique=True)
    twins = owner.get("/api/forms/visit/draft/diff").json()["uniques"]
    assert twins == [{"field": "size", "key": None, "twins": 2, "examples": [{"value": 12.5, "count": 2}]}]
    reply = owner.post("/api/forms/visit/publish", json={"version": draft["version"]})
    assert code(reply) == "forms.values_not_unique"
    owner.patch(f"/api/records/visit/{first}", json={"version": 1, "size": 13})
    publish(owner, draft)
    twin = owner.post("/api/records/visit", json={"name": "x", "size": 13})
    assert twin.status_code in (409, 422)


def test_a_field_that_goes_can_come_back_with_its_values(owner: TestClient) -> None:
    visits(owner, "text", ["a", None])
    draft = owner.get("/api/forms/visit/draft").json()
    body = {**draft["body"], "fields": [f for f in draft["body"]["fields"] if f["key"] != "size"]}
    draft = save(owner, draft, body)
    change = owner.get("/api/forms/visit/draft/diff").json()["changes"][0]
    assert (change["kind"], change["field"], change["values"]) == ("hide", "size", 1)
    publish(owner, draft)
    assert "size" not in owner.get("/api/records/visit").json()["items"][0]
    draft = owner.get("/api/forms/visit/draft").json()
    hidden = [field for field in draft["body"]["fields"] if field.get("hidden")]
    assert [field["key"] for field in hidden] == ["size"]
    fields = [{key: value for key, value in f.items() if key != "hidden"} for f in draft["body"]["fields"]]
    publish(owner, save(owner, draft, {**draft["body"], "fields": fields}))
    assert sizes(owner) == ["a", None]


def test_what_was_deleted_goes_for_good_after_thirty_days(office: Office, owner: TestClient) -> None:
    visits(owner, "text", ["a"])
    draft = owner.get("/api/forms/visit/draft").json()
    fields = [f for f in draft["body"]["fields"] if f["key"] != "size"]
    publish(owner, save(owner, draft, {**draft["body"], "fields": fields}))
    gone = start(owner, key="gone")
    detail = {"key": "lines", "kind": "detail", "label": {"en-US": "Lines"}, "fields": [fields[0]]}
    publish(owner, save(owner, gone, {**gone["body"], "fields": [*gone["body"]["fields"], detail]}))
    assert owner.delete("/api/forms/gone").status_code == 204

    def purged(days: int) -> tuple[set[str], list[str]]:
        office.clock.now += timedelta(days=days)
        assert office.drive(office.do(lambda tx: enqueue(tx, purge.JOB, {}))) == "done"
        columns = {
            column["name"] for column in office.do(lambda tx: inspect(tx.connection).get_columns("f_visit"))
        }
        tables = office.do(lambda tx: inspect(tx.connection).get_table_names())
        return columns & {"size"}, [name for name in tables if name.startswith(("f_gone", "s_gone"))]

    columns, tables = purged(29)
    assert columns == {"size"} and {"f_gone", "f_gone__lines"} <= set(tables)
    assert purged(3) == (set(), [])
    owner = office.client("owner")  # the session ended meanwhile
    assert created(owner, "visit", name="x")["name"] == "x"
    assert owner.post("/api/forms/gone/restore").status_code == 404
    assert code(owner.post("/api/forms", json={"label": {"en-US": "Gone"}, "key": "gone"})) == "forms.exists"


def test_versions_tell_what_each_changed(owner: TestClient) -> None:
    visits(owner, "text", [])
    publish(owner, changed(owner, "visit", "size", "text", required=True))
    items = owner.get("/api/forms/visit/versions").json()["items"]
    assert [(each["version"], each["state"]) for each in items] == [(2, "published"), (1, "replaced")]
    assert items[0]["changes"][0]["field"] == "size" and items[0]["published_by"]["title"] == "Olga Owner"
    assert owner.get("/api/forms/visit/versions/1").json()["body"]["fields"][1]["key"] == "size"
    assert owner.get("/api/forms/visit/versions/9").status_code == 404
    parts = owner.post("/api/forms/visit/rollback", json={"version": 1})
    assert parts.json() == {"form": "visit", "version": 3}
    assert created(owner, "visit", name="x")["size"] is None


def test_a_form_goes_and_comes_back_with_its_records(owner: TestClient) -> None:
    visits(owner, "text", ["a"])
    assert owner.delete("/api/forms/visit").status_code == 204
    assert owner.get("/api/records/visit").status_code == 404
    assert [each["form"] for each in owner.get("/api/forms/deleted").json()["items"]] == ["visit"]
    assert (
        code(owner.post("/api/forms", json={"label": {"en-US": "Visit"}, "key": "visit"})) == "forms.exists"
    )
    assert owner.post("/api/forms/visit/restore").json() == {"form": "visit", "version": 1}
    assert sizes(owner) == ["a"]
    assert owner.post("/api/forms/visit/restore").status_code == 409
    assert owner.post("/api/forms/nothing/restore").status_code == 404


def test_a_form_that_others_point_at_stays(owner: TestClient) -> None:
    reply = owner.delete("/api/forms/account", params={"force": "true"})
    assert (reply.status_code, code(reply)) == (409, "forms.in_use")
    assert {use["kind"] for use in reply.json()["params"]["uses"]} == {"relation"}
    reply = owner.delete("/api/forms/campaign")
    assert code(reply) == "forms.in_use"


def test_where_a_field_is_used(owner: TestClient) -> None:
    uses = owner.get("/api/forms/opportunity/usage", params={"field": "amount"}).json()["items"]
    assert {use["kind"] for use in uses} >= {"section", "gate", "view", "trait", "figure", "dashboard"}
    assert all(use["field"] == "amount" for use in uses)
    view = {
        "label": "Mine",
        "definition": {"columns": ["name"], "filter": {"field": "unit", "op": "eq", "value": "t"}},
    }
    assert owner.post("/api/forms/product/views", json=view).status_code == 201
    uses = owner.get("/api/forms/product/usage", params={"field": "unit"}).json()["items"]
    assert "saved_view" in {use["kind"] for use in uses}
    hidden = owner.get("/api/forms/product/usage", params={"field": "cost"}).json()["items"]
    assert "role" in {use["kind"] for use in hidden}


def choices(*keys: str) -> Json:
    return {"choices": [{"key": key, "label": {"zh-CN": "同", "en-US": "Same"}} for key in keys]}


WRONG: list[tuple[Json, str]] = [
    ({"kind": "choice", "options": choices("a", "a")}, "forms.bad_option"),
    ({"kind": "choice", "options": choices(*(f"k{at}" for at in range(1001)))}, "forms.bad_option"),
    ({"kind": "nonsense"}, "forms.unknown_kind"),
    ({"kind": "formula", "options": {"formula": "(" * 10_001}}, "forms.bad_option"),
    ({"kind": "formula", "options": {"formula": "1+" * 600 + "1", "result": "number"}}, "formula.too_deep"),
    ({"kind": "formula", "options": {"formula": "{odd} + 1", "result": "number"}}, "formula.cycle"),
    ({"kind": "text", "label": {"zh-CN": "长" * 201}}, "forms.too_long"),
    (
        {"kind": "detail", "fields": [{"key": "a", "kind": "x", "label": {"zh-CN": "a"}}]},
        "forms.unknown_kind",
    ),
    ({"kind": "text", "key": "owner"}, "forms.bad_key"),
    ({"kind": "text", "key": "ctid"}, "forms.bad_key"),
]


def test_a_wrong_field_is_kept_told_of_and_never_put_in_force(owner: TestClient) -> None:
    visits(owner, "text", ["a"])
    for more, problem in WRONG:
        draft = owner.get("/api/forms/visit/draft").json()
        field = {"key": "odd", "label": {"zh-CN": "怪", "en-US": "Odd"}, **more}
        kept = save(owner, draft, {**draft["body"], "fields": [*draft["body"]["fields"], field]})
        assert problem in [each["code"] for each in kept["problems"]], (more, kept["problems"])
        told = owner.get("/api/forms/visit/draft/diff")
        assert (told.status_code, told.json()["statements"]) == (200, [])
        reply = owner.post("/api/forms/visit/publish", json={"version": kept["version"]})
        assert (reply.status_code, code(reply)) == (422, "forms.invalid")
        assert owner.delete("/api/forms/visit/draft").status_code == 204
    words = ("select", "order", "group", "table", "from", "user", "rowid", "oid")
    draft = owner.get("/api/forms/visit/draft").json()
    fields = [{"key": key, "kind": "text", "label": {"zh-CN": "<script>1</script>"}} for key in words]
    publish(owner, save(owner, draft, {**draft["body"], "fields": [*draft["body"]["fields"], *fields]}))
    attack = "x'; DROP TABLE f_visit;--"
    owner.post("/api/records/visit", json={"name": "words", **dict.fromkeys(words, attack)})
    for key in words:
        asked = {"filter": {"field": key, "op": "eq", "value": attack}, "sort": [f"-{key}"], "fields": [key]}
        found = owner.post("/api/records/visit/query", json=asked).json()["items"]
        assert [each[key] for each in found] == [attack]
