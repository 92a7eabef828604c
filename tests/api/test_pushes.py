"""Any form pushes into any other: nothing is lost on the way, nothing closed is carried, and nonsense is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from bulou.forms.usage import usage
from tests.api.conftest import Office, code, created
from tests.api.ruling import definition, made, runs, work
from tests.api.test_twins import field, words

Json = dict[str, Any]
LINES = [field("item", "text"), field("price", "money"), field("who", "person")]
ASK = {
    "key": "ask",
    "label": words("Ask"),
    "title": "name",
    "fields": [
        field("name", "text", required=True),
        field("secret", "text"),
        field("sum", "money"),
        field("on", "date"),
        field("tags", "tags"),
        field("firms", "relations", options={"target": "account"}),
        field("team", "people"),
        field("papers", "file"),
        field("lines", "detail", fields=LINES),
        field("offer", "relation", options={"target": "offer"}),
        field("state", "choice", options={"choices": [{"key": "open", "label": words("Open")}]}),
    ],
}
OFFER = {
    "key": "offer",
    "label": words("Offer"),
    "title": "title",
    "fields": [
        field("title", "text", required=True),
        field("secret", "text"),
        field("total", "money"),
        field("doubled", "number", options={"decimals": 2}),
        field("day", "date"),
        field("made_on", "date"),
        field("tags", "tags"),
        field("firms", "relations", options={"target": "account"}),
        field("team", "people"),
        field("papers", "file"),
        field(
            "rows", "detail", fields=[field("what", "text"), field("cost", "money"), field("who", "person")]
        ),
        field("of", "relation", options={"target": "ask"}),
        field("fixed", "text", readonly=True),
        field("said", "text"),
    ],
}
PUTS: list[Json] = [
    {"put": "title", "take": "name"},
    {"put": "secret", "take": "secret"},
    {"put": "total", "take": "sum"},
    {"put": "doubled", "formula": "sum * 2"},
    {"put": "day", "take": "on"},
    {"put": "made_on", "value": {"today": True}},
    {"put": "tags", "take": "tags"},
    {"put": "firms", "take": "firms"},
    {"put": "team", "take": "team"},
    {"put": "papers", "take": "papers"},
    {
        "put": "rows",
        "take": "lines",
        "columns": [
            {"take": "item", "put": "what"},
            {"take": "price", "put": "cost"},
            {"take": "who", "put": "who"},
        ],
    },
    {"put": "of", "take": "id"},
    {"put": "fixed", "value": "from an ask"},
    {"put": "said", "take": "state"},
]


def furnish(office: Office, *, puts: list[Json] | None = None, step: Json | None = None, **push: Any) -> None:
    """The forms, and a push `go` from `ask` into `offer`."""
    one = {"key": "offer", "form": "offer", "puts": PUTS if puts is None else puts, **(step or {})}
    go = {"key": "go", "label": words("Go"), "steps": [one], **push}
    forms = [FormDef.model_validate(each) for each in ({**ASK, "pushes": [go]}, OFFER)]
    office.do(lambda tx: publish_all(tx, forms))


def push(client: TestClient, id_: int, **body: Any) -> Any:
    return client.post(f"/api/records/ask/{id_}/push/go", json=body)


def pushed(client: TestClient, id_: int, **body: Any) -> Json:
    reply = push(client, id_, **body)
    assert reply.status_code == 200, reply.text
    made = reply.json()["records"][0]
    return dict(client.get(f"/api/records/offer/{made['id']}").json())


def upload(client: TestClient, name: str = "plan.txt") -> int:
    reply = client.post("/api/files", files={"file": (name, b"what is in it")})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


def test_everything_that_fits_arrives(office: Office, owner: TestClient) -> None:
    furnish(office, sets=[{"field": "offer", "value": {"step": "offer"}}])
    firm = created(owner, "account", name="Firm")["id"]
    file = upload(owner)
    anna = office.people.anna
    id_ = created(
        owner,
        "ask",
        name="A",
        secret="s",
        sum=12.5,
        on="2026-11-20",
        tags=["a", "b"],
        firms=[firm],
        team=[anna],
        papers=[file],
        state="open",
        lines=[{"item": "x", "price": 1.25, "who": anna}, {"item": "y", "price": 2}],
    )["id"]
    offer = pushed(owner, id_)
    assert (offer["title"], offer["secret"], offer["total"], offer["day"]) == ("A", "s", 12.5, "2026-11-20")
    assert (offer["doubled"], offer["made_on"], offer["fixed"], offer["said"]) == (
        25,
        "2026-11-20",
        "from an ask",
        "Open",
    )
    assert (offer["tags"], [each["id"] for each in offer["firms"]]) == (["a", "b"], [firm])
    assert [each["id"] for each in offer["team"]] == [anna]
    assert [(row["what"], row["cost"], (row["who"] or {}).get("id")) for row in offer["rows"]] == [
        ("x", 1.25, anna),
        ("y", 2, None),
    ]
    (copy,) = offer["papers"]
    assert copy["id"] != file
    assert owner.get(f"/api/files/{copy['id']}").content == b"what is in it"
    assert offer["of"]["id"] == id_
    ask = owner.get(f"/api/records/ask/{id_}").json()
    assert ask["offer"]["id"] == offer["id"]
    assert [each["id"] for each in ask["papers"]] == [file]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="|"), max_size=12)
asks = st.fixed_dictionaries(
    {"name": st.just("A")},
    optional={
        "sum": st.integers(-(10**9), 10**9).map(lambda n: n / 100),
        "on": st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(str),
        "tags": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        "secret": texts,
        "lines": st.lists(
            st.fixed_dictionaries({"item": texts, "price": st.integers(0, 10**6).map(lambda n: n / 100)}),
            max_size=4,
        ),
    },
)


def test_a_push_loses_nothing(office: Office, owner: TestClient) -> None:
    furnish(office)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(asks)
    def holds(values: Json) -> None:
        id_ = created(owner, "ask", **values)["id"]
        ask = owner.get(f"/api/records/ask/{id_}").json()
        offer = pushed(owner, id_)
        for there, here in (("total", "sum"), ("day", "on"), ("tags", "tags"), ("secret", "secret")):
            assert (offer[there] or None) == (ask[here] or None)
        assert [(row["what"], row["cost"]) for row in offer["rows"]] == [
            (row["item"], row["price"]) for row in ask["lines"]
        ]

    holds()


def limit(office: Office, owner: TestClient, *grants: Json) -> None:
    """The role of sales has these grants beside its own."""
    roles = owner.get("/api/admin/roles").json()["items"]
    sales = next(each for each in roles if each["key"] == "sales")
    body = {**sales["definition"], "grants": [*sales["definition"]["grants"], *grants]}
    put = owner.put(
        "/api/admin/roles/sales",
        json={"definition": body, "label": sales["label"], "version": sales["version"]},
    )
    assert put.status_code == 204, put.text


ALL = ["read", "create", "change", "delete"]


@pytest.mark.parametrize("level", ["hidden", "masked"])
def test_what_one_may_not_read_is_not_carried(
    office: Office, owner: TestClient, anna: TestClient, level: str
) -> None:
    furnish(office)
    limit(
        office,
        owner,
        {"form": "ask", "actions": ALL, "rows": "all", "fields": {"secret": level, "sum": "hidden"}},
        {"form": "offer", "actions": ALL, "rows": "all"},
    )
    id_ = created(owner, "ask", name="A", secret="nobody's business", sum=5)["id"]
    plan = anna.post(f"/api/records/ask/{id_}/push/go/preview", json={}).json()
    (step,) = plan["steps"]
    assert "business" not in str(plan)
    assert {"secret", "total", "doubled"} <= set(step["left"])
    made = push(anna, id_).json()["records"][0]["id"]
    offer = owner.get(f"/api/records/offer/{made}").json()
    assert (offer["secret"], offer["total"], offer["doubled"]) == (None, None, None)


def test_files_out_of_sight_are_not_copied_by_their_number(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    furnish(office)
    limit(
        office,
        owner,
        {"form": "ask", "actions": ALL, "rows": "all", "fields": {"papers": "hidden"}},
        {"form": "offer", "actions": ALL, "rows": "all"},
    )
    file = upload(owner)
    id_ = created(owner, "ask", name="A", papers=[file])["id"]
    reply = push(anna, id_, steps={"offer": {"use": "new", "values": {"papers": [file]}}})
    assert (reply.status_code, code(reply)) == (422, "push.refused")
    assert reply.json()["errors"][0]["field"] == "offer.papers"


def test_what_is_there_is_filled_overwritten_or_left(office: Office, owner: TestClient) -> None:
    for way, expected in (("empty", ("old", 7)), ("overwrite", ("new", 7)), ("leave", ("old", None))):
        furnish(office, step={"existing": way, "find": ["title"]})
        there = created(owner, "offer", title=way, secret="old")["id"]
        id_ = created(owner, "ask", name=way, secret="new", sum=7)["id"]
        offer = pushed(owner, id_)
        assert (offer["id"], offer["secret"], offer["total"]) == (there, *expected)


def test_conditions_and_empty_sources_leave_steps_out(office: Office, owner: TestClient) -> None:
    furnish(office, step={"needs": ["secret"]}, when={"field": "state", "op": "eq", "value": "open"})
    closed = created(owner, "ask", name="A", secret="s")["id"]
    assert code(push(owner, closed)) == "records.not_now"
    assert owner.get(f"/api/records/ask/{closed}/pushes").json()["items"][0]["offered"] is False
    empty = created(owner, "ask", name="A", state="open")["id"]
    assert push(owner, empty).json()["records"] == []
    full = created(owner, "ask", name="A", state="open", secret="s")["id"]
    assert len(push(owner, full).json()["records"]) == 1


def test_again_where_the_definition_says_so(office: Office, owner: TestClient) -> None:
    furnish(office, again=True)
    id_ = created(owner, "ask", name="A")["id"]
    assert push(owner, id_).json()["records"][0]["id"] != push(owner, id_).json()["records"][0]["id"]


@pytest.mark.parametrize(
    ("puts", "place", "problem"),
    [
        ([{"put": "day", "take": "sum"}], "puts.0.take", "forms.unfit"),
        ([{"put": "nothing", "take": "sum"}], "puts.0.put", "forms.unknown_field"),
        ([{"put": "total", "take": "gone"}], "puts.0.take", "forms.unknown_field"),
        ([{"put": "of", "step": "later"}], "puts.0.step", "forms.push_step"),
        ([{"put": "total", "formula": "sum *"}], "puts.0.formula", None),
        ([{"put": "day", "value": "someday"}], "puts.0.value", "forms.bad_default"),
        ([{"put": "rows", "take": "lines"}], "puts.0.columns", "forms.push_columns"),
        (
            [{"put": "rows", "take": "lines", "columns": [{"take": "item", "put": "cost"}]}],
            "puts.0.columns",
            "forms.unfit",
        ),
        ([{"put": "title", "take": "name"}, {"put": "title", "take": "secret"}], "puts.0", "forms.twice"),
        ([{"put": "firms", "take": "team"}], "puts.0.take", "forms.unfit"),
        ([{"put": "stage", "value": {"now": True}}], "puts.0.put", "forms.unknown_field"),
    ],
)
def test_what_does_not_fit_is_named_when_it_is_defined(
    office: Office, puts: list[Json], place: str, problem: str | None
) -> None:
    with pytest.raises(Exception) as caught:
        furnish(office, puts=puts)
    found = {each.field: each.code for each in caught.value.problems}  # type: ignore[attr-defined]
    at = f"ask.pushes.go.steps.offer.{place}"
    assert at in found
    assert problem in (None, found[at])


def test_uses_of_fields_name_the_pushes_of_both_sides(office: Office) -> None:
    furnish(office)

    def told(tx: Tx) -> list[set[tuple[str, str | None]]]:
        forms = catalog.load(tx)
        return [
            {(use.kind, use.form) for use in usage(tx, forms[form].definition, key)}
            for form, key in (
                ("ask", "sum"),
                ("offer", "total"),
                ("ask", "lines.item"),
                ("offer", "rows.what"),
            )
        ]

    assert all(("push", "ask") in each for each in office.do(told))


def test_absurd_bodies(office: Office, owner: TestClient) -> None:
    furnish(office)
    id_ = created(owner, "ask", name="A")["id"]
    for body in (
        {"steps": []},
        {"steps": {"offer": {"use": "maybe"}}},
        {"steps": {"offer": {"id": -1}}},
        {"steps": {"offer": {"use": "existing", "id": 10**30}}},
        {"steps": {"other": {}}},
        {"steps": {"offer": {"use": "skip"}}},
        {"steps": {"offer": {"use": "existing"}}},
        {"steps": {"offer": {"values": {"title": {"step": "offer"}}}}},
        {"steps": {"offer": {"values": {"rows": "nonsense", "papers": 7}}}},
        {"version": "new"},
        {"more": 1},
    ):
        reply = push(owner, id_, **body)
        assert reply.status_code == 422, (body, reply.text)
    assert owner.get("/api/records/offer").json()["items"] == []


def test_a_merge_of_what_it_became_keeps_what_was_carried(office: Office, owner: TestClient) -> None:
    furnish(office, step={"carries": ["comments", "activities"]})
    id_ = created(owner, "ask", name="A")["id"]
    owner.post(f"/api/records/ask/{id_}/comments", json={"body": "remember"})
    offer = pushed(owner, id_)["id"]
    stays = created(owner, "offer", title="B")["id"]
    merged = owner.post(f"/api/records/offer/{stays}/merge", json={"gone": [offer]})
    assert merged.status_code == 200, merged.text
    kinds = [each["kind"] for each in owner.get(f"/api/records/offer/{stays}/timeline").json()["items"]]
    assert {"comment", "came_from"} <= set(kinds)
    split = owner.post(f"/api/records/offer/{stays}/split", json={"batch": merged.json()["batch"]})
    assert split.status_code == 200, split.text
    kinds = [each["kind"] for each in owner.get(f"/api/records/offer/{stays}/timeline").json()["items"]]
    assert "comment" not in kinds


def test_who_configures_a_form_is_told_which_steps_may_be_left_out(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    furnish(office, step={"optional": True})
    limit(office, owner, {"form": "ask", "actions": ALL, "rows": "all"})
    told = {"key": "go", "label": words("Go"), "stage": None}
    optional = [{"key": "offer", "label": {}, "form": "offer"}]

    def pushes(client: TestClient) -> Any:
        forms = client.get("/api/forms").json()["items"]
        return next(each for each in forms if each["key"] == "ask")["pushes"]

    assert pushes(owner) == [{**told, "optional": optional}]
    assert pushes(anna) == [told]


def test_a_rule_pushes_with_the_rights_of_its_owner(office: Office, owner: TestClient) -> None:
    furnish(office)
    made(owner, "onward", definition("created", {"do": "push", "push": "go"}), form="ask")
    wrong = {"do": "push", "push": "nothing"}
    refused = owner.post(
        "/api/rules",
        json={"key": "no", "label": words("no"), "form": "ask", "definition": definition("created", wrong)},
    )
    assert refused.status_code == 201
    assert owner.post("/api/rules/no/publish", json={}).status_code == 422
    created(owner, "ask", name="A")
    work(office)
    assert [each["title"] for each in owner.get("/api/records/offer").json()["items"]] == ["A"]
    assert [step["do"] for step in runs(owner, "onward")[0]["steps"]] == ["push"]
