"""Pushes under attack: forms that changed on the other side, rights that do not reach, circles, full tables, nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from tests.api.conftest import Office, created
from tests.api.designing import publish, save, with_field
from tests.api.test_pushes import ALL, ASK, OFFER, furnish, limit, push, pushed
from tests.api.test_twins import words

Json = dict[str, Any]
Redraw = Callable[[Json], Json]


def without(key: str) -> Redraw:
    return lambda body: {**body, "fields": [each for each in body["fields"] if each["key"] != key]}


def without_column(table: str, key: str) -> Redraw:
    def cut(field: Json) -> Json:
        return {**field, "fields": [each for each in field["fields"] if each["key"] != key]}

    return lambda body: {
        **body,
        "fields": [cut(each) if each["key"] == table else each for each in body["fields"]],
    }


def another(key: str, kind: str) -> Redraw:
    return lambda body: with_field(without(key)(body), key, kind)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (without("total"), None),
        (without("rows"), None),
        (without_column("rows", "what"), None),
        (another("rows", "text"), None),
        (another("secret", "number"), "offer.secret"),
        (another("team", "text"), "offer.team"),
        (another("of", "text"), "offer.of"),
    ],
)
def test_what_changed_on_the_other_side_is_left_out_or_told(
    office: Office, owner: TestClient, change: Redraw, wrong: str | None
) -> None:
    furnish(office)
    lines = [{"item": "x", "price": 1}]
    id_ = created(owner, "ask", name="A", secret="s", sum=5, lines=lines, team=[office.people.anna])["id"]
    draft = owner.get("/api/forms/offer/draft").json()
    publish(owner, save(owner, draft, change(draft["body"])))
    plan = owner.post(f"/api/records/ask/{id_}/push/go/preview", json={})
    assert plan.status_code == 200, plan.text
    reply = push(owner, id_)
    told = [each["field"] for each in reply.json().get("errors", ())]
    assert (reply.status_code, told) == ((200, []) if wrong is None else (422, [wrong]))


def test_a_table_that_is_full_goes_along_whole(office: Office, owner: TestClient) -> None:
    furnish(office)
    lines = [{"item": f"x{number}", "price": number} for number in range(500)]
    id_ = created(owner, "ask", name="A", lines=lines)["id"]
    rows = pushed(owner, id_)["rows"]
    assert [(row["what"], row["cost"]) for row in rows] == [(line["item"], line["price"]) for line in lines]


@pytest.mark.parametrize("mode", ["find", "either"])
def test_one_that_is_there_is_found_by_whoever_may_make_none(
    office: Office, owner: TestClient, anna: TestClient, mode: str
) -> None:
    furnish(office, step={"mode": mode, "find": ["title"]})
    limit(
        office,
        owner,
        {"form": "ask", "actions": ALL, "rows": "all"},
        {"form": "offer", "actions": ["read"], "rows": "all"},
    )
    there = created(owner, "offer", title="A")["id"]
    id_ = created(owner, "ask", name="A")["id"]
    (step,) = anna.post(f"/api/records/ask/{id_}/push/go/preview", json={}).json()["steps"]
    assert (step["use"], step["id"]) == ("existing", there)
    reply = push(anna, id_)
    assert reply.status_code == 200, reply.text
    assert [(each["how"], each["id"]) for each in reply.json()["records"]] == [("used", there)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", {"field": "lines"}),
        ("name", {"field": "firms"}),
        ("sum", {"field": "name"}),
        ("offer", {"field": "sum"}),
        ("on", {"field": "state"}),
        ("sum", {"actor": True}),
        ("offer", {"actor": True}),
        ("sum", {"now": True}),
    ],
)
def test_what_can_never_be_set_is_refused_when_it_is_defined(office: Office, field: str, value: Json) -> None:
    with pytest.raises(Exception) as caught:
        furnish(office, sets=[{"field": field, "value": value}])
    (problem,) = caught.value.problems  # type: ignore[attr-defined]
    assert problem.field.startswith("ask.pushes.go.sets.0")
    furnish(office, sets=[{"field": "name", "value": {"field": "secret"}}])


def test_pushes_in_a_circle_come_to_an_end(office: Office, owner: TestClient) -> None:
    everything = {"carries": ["comments", "activities", "files", "team"]}

    def go(key: str, form: str, put: str, take: str, **more: Any) -> Json:
        puts = [{"put": put, "take": take}]
        return {
            "key": key,
            "label": words(key),
            "steps": [{"key": "one", "form": form, "puts": puts, **everything, **more}],
        }

    ask = {
        **ASK,
        "pushes": [
            go("go", "offer", "title", "name"),
            {**go("itself", "ask", "name", "name", find=["name"]), "again": True},
        ],
    }
    offer = {**OFFER, "pushes": [go("back", "ask", "name", "title", find=["name"])]}
    office.do(lambda tx: publish_all(tx, [FormDef.model_validate(each) for each in (ask, offer)]))
    id_ = created(owner, "ask", name="A")["id"]
    owner.post(f"/api/records/ask/{id_}/comments", json={"body": "remember"})
    there = push(owner, id_).json()["records"][0]["id"]
    for path in (f"offer/{there}/push/back", f"ask/{id_}/push/itself", f"ask/{id_}/push/itself"):
        reply = owner.post(f"/api/records/{path}", json={})
        assert reply.status_code == 200, reply.text
        assert [each["id"] for each in reply.json()["records"]] == [id_]
    for form, each in (("ask", id_), ("offer", there)):
        kinds = [one["kind"] for one in owner.get(f"/api/records/{form}/{each}/timeline").json()["items"]]
        assert kinds.count("comment") == 1
    about = {"form": "ask", "id": id_}
    created(owner, "follow_up", about=about, content="again", happened_at="2026-11-19T10:00:00+08:00")
    assert owner.get(f"/api/records/offer/{there}").json()["last_activity_at"] is not None
