"""Whatever a form demands, it demands at every door: a table of rules against the doors that write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from tests.api.conftest import Office, created
from tests.api.public_forms import changed, sent
from tests.api.test_session import bearer

Json = dict[str, Any]


def words(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en-US": text}


def field(key: str, kind: str, **more: Any) -> Json:
    return {"key": key, "kind": kind, "label": words(key), **more}


def choices(*keys: str) -> Json:
    return {"choices": [{"key": key, "label": words(key)} for key in keys]}


def rule(key: str, *actions: Json, **more: Any) -> Json:
    return {"key": key, "actions": list(actions), **more}


def kind_is(value: str) -> Json:
    return {"field": "kind", "op": "eq", "value": value}


FORM = {
    "key": "permit",
    "label": words("Permit"),
    "title": "name",
    "fields": [
        field("name", "text", required=True),
        field("code", "text", unique=True),
        field("kind", "choice", options=choices("plain", "short", "formal", "marked")),
        field("source", "choice", options=choices("mail", "web")),
        field("amount", "number", options={"min": 0, "decimals": 0}),
        field("double", "formula", options={"formula": "{amount} * 2", "result": "number", "decimals": 0}),
        field("reason", "text"),
        field("note", "text"),
        field("closed", "switch"),
        field("like", "text", offers={"form": "permit", "take": "name"}),
    ],
    "pipelines": [
        {
            "key": "way",
            "label": words("Way"),
            "stages": [
                {"key": "open", "label": words("Open")},
                {"key": "working", "label": words("Working")},
                {"key": "done", "label": words("Done"), "type": "won", "enter": {"fields": ["reason"]}},
            ],
        }
    ],
    "rules": [
        rule("formal", {"do": "require", "fields": ["reason"]}, when=kind_is("formal")),
        rule("short", {"do": "narrow", "field": "source", "options": ["mail"]}, when=kind_is("short")),
        rule("marked", {"do": "set", "field": "note", "value": "auto"}, when=kind_is("marked")),
        rule(
            "large",
            {"do": "refuse", "fields": ["amount"], "message": words("Too large")},
            when={"field": "amount", "op": "gt", "value": 100},
        ),
        rule(
            "doubled",
            {"do": "refuse", "fields": ["amount"], "message": words("Doubled")},
            formula="{double} > 150",
        ),
        rule(
            "frozen",
            {"do": "lock", "fields": ["amount"]},
            on=["change"],
            when={"field": "closed", "op": "eq", "value": True},
        ),
    ],
}

# What is tried on a record that is fine, and what is said of which field; None: it goes through, and the rule has set.
TABLE: Mapping[str, tuple[Json, tuple[str, str] | None]] = {
    "required": ({"name": None}, ("name", "fields.required")),
    "required by a rule": ({"kind": "formal"}, ("reason", "fields.required")),
    "refused by a condition": ({"amount": 120}, ("amount", "rules.refused_field")),
    "refused by a formula on what is computed": ({"amount": 80}, ("amount", "rules.refused_field")),
    "narrowed": ({"kind": "short", "source": "web"}, ("source", "fields.not_offered")),
    "out of another form": ({"like": "Nothing"}, ("like", "fields.not_offered")),
    "checked": ({"amount": -1}, ("amount", "fields.too_small")),
    "unique": ({"code": "TAKEN"}, ("code", "fields.taken")),
    "gate": ({"stage": "done"}, ("reason", "stage.field_missing")),
    "set": ({"kind": "marked"}, None),
}
LOCKED: tuple[Json, tuple[str, str]] = ({"amount": 5}, ("amount", "fields.locked"))

Door = Callable[[str, Json], set[tuple[str, str]]]  # (code of the record, values) → problems


def problems(reply: Response) -> set[tuple[str, str]]:
    return {(each["field"], each["code"]) for each in reply.json().get("errors", ())}


def fine(code: str) -> Json:
    return {"name": f"Permit {code}", "code": code, "kind": "plain", "amount": 1}


def makers(office: Office, owner: TestClient) -> dict[str, Door]:
    """The doors by which records come to be, but for the import."""
    program, visitor = bearer(office, owner, "read", "write"), office.client()
    chosen = ("name", "code", "kind", "source", "amount", "reason", "like")
    public = changed(
        owner,
        owner.post(
            "/api/forms/permit/public",
            json={
                "label": "P",
                "definition": {
                    "title": words("P"),
                    "fields": [{"key": key, "options": key == "like"} for key in chosen],
                },
            },
        ).json(),
        enabled=True,
    )

    def create(client: TestClient) -> Door:
        return lambda code, tried: problems(client.post("/api/records/permit", json={**fine(code), **tried}))

    def entry(code: str, tried: Json) -> set[tuple[str, str]]:
        return problems(sent(office, visitor, public["slug"], {**fine(code), **tried}))

    return {"page": create(owner), "api": create(program), "public": entry}


def changers(office: Office, owner: TestClient, base: Json) -> dict[str, Door]:
    """The doors by which records change, but for the import."""
    program = bearer(office, owner, "read", "write")

    def record(code: str) -> Json:
        return created(owner, "permit", **{**fine(code), **base})

    def edit(client: TestClient) -> Door:
        def door(code: str, tried: Json) -> set[tuple[str, str]]:
            made = record(code)
            address = f"/api/records/permit/{made['id']}"
            return problems(client.patch(address, json={**tried, "version": made["version"]}))

        return door

    def board(code: str, tried: Json) -> set[tuple[str, str]]:
        values = {key: value for key, value in tried.items() if key != "stage"}
        body = {"stage": tried.get("stage", "working"), "values": values}
        return problems(owner.post(f"/api/records/permit/{record(code)['id']}/stage", json=body))

    def bulk(code: str, tried: Json) -> set[tuple[str, str]]:
        made = record(code)
        reply = owner.post("/api/records/permit/bulk", json={"ids": [made["id"]], "change": tried})
        if reply.status_code != 202:  # wrong for every record
            return problems(reply)
        assert office.drive(reply.json()["job"]) == "done"
        (result,) = owner.get(f"/api/batches/{reply.json()['batch']}").json()["results"] or [{}]
        return {(each["field"], each["code"]) for each in result.get("fields", ())}

    return {"quick edit": edit(owner), "api": edit(program), "board": board, "bulk": bulk}


def imported(office: Office, owner: TestClient, rows: list[Json], on_match: str) -> dict[str, set[str]]:
    """Code of the record → what the import says of its row."""
    keys = ["code", "name", "kind", "source", "amount", "stage", "like"]
    lines = [",".join(keys), *(",".join(str(row.get(key) or "") for key in keys) for row in rows)]
    made = owner.post(
        "/api/imports", data={"form": "permit"}, files={"file": ("p.csv", "\n".join(lines).encode())}
    ).json()
    (sheet,) = made["proposal"]["sheets"]
    columns = [{"index": at, "field": key} for at, key in enumerate(keys)]
    options = {"match": ["code"], "on_match": on_match, "existing_history": False}
    patch = {"sheets": [{"name": sheet["name"], "columns": columns}], "options": options}
    assert owner.patch(f"/api/imports/{made['id']}", json=patch).status_code == 200
    assert office.drive(owner.post(f"/api/imports/{made['id']}/run").json()["job"]) == "done"
    found: dict[str, set[str]] = {row["code"]: set() for row in rows}
    for figure in ("rows_refused", "cells_refused", "twins", "conflicts"):
        for item in owner.get(f"/api/imports/{made['id']}/results/{figure}").json()["items"]:
            found[rows[item["row"] - 2]["code"]].add(item["code"])
    return found


def broken(record: Json) -> bool:
    """Whether a stored record is what the form does not allow."""
    amount = record["amount"]
    return (
        not record["name"]
        or (record["kind"] == "formal" and not record["reason"])
        or (record["kind"] == "short" and record["source"] == "web")
        or (record["kind"] == "marked" and record["note"] != "auto")
        or (record["stage"] == "done" and not record["reason"])
        or record["like"] == "Nothing"
        or (amount is not None and not 0 <= amount <= 75)
        or (record["closed"] is True and amount != 1)
    )


def stored(owner: TestClient) -> list[Json]:
    fields = "name,code,kind,source,amount,reason,note,closed,stage,like"
    reply = owner.get("/api/records/permit", params={"fields": fields, "limit": 200})
    return list(reply.json()["items"])


def test_what_a_form_demands_it_demands_at_every_door(office: Office, owner: TestClient) -> None:
    office.do(lambda tx: publish(tx, FormDef.model_validate(FORM)))
    created(owner, "permit", **fine("TAKEN"))
    told: dict[tuple[str, str], Any] = {}
    wanted: dict[tuple[str, str], Any] = {}
    doors = [*makers(office, owner).items(), *changers(office, owner, {}).items()]
    for name, (tried, expected) in TABLE.items():
        for at, (door, write) in enumerate(doors):
            told[name, door] = write(f"{list(TABLE).index(name)}-{at}", tried)
            wanted[name, door] = {expected} if expected else set()
    for door, write in changers(office, owner, {"closed": True}).items():
        told["locked", door] = write(f"locked {door}", LOCKED[0])
        wanted["locked", door] = {LOCKED[1]}
    wanted["gate", "public"] = {("stage", "fields.unknown_field")}  # visitors move nothing at all
    wanted["unique", "public"] = (
        set()
    )  # nor do they hear of other records: the entry is kept aside, decision 0055
    assert {key: told[key] for key in told if told[key] != wanted[key]} == {}
    assert [record for record in stored(owner) if broken(record)] == []

    rows = [{**fine(f"new {name}"), **tried} for name, (tried, _) in TABLE.items() if name != "unique"]
    said = imported(office, owner, rows, "create")
    assert said == {
        f"new {name}": {expected[1] if name != "gate" else "stage.gate"} if expected else set()
        for name, (_, expected) in TABLE.items()
        if name != "unique"
    }
    created(owner, "permit", **{**fine("frozen"), "closed": True})
    again = [{**fine("frozen"), "amount": 5}, {**fine("TAKEN"), "amount": 80}]
    said = imported(office, owner, again, "overwrite")
    assert said == {"frozen": {"fields.locked"}, "TAKEN": {"rules.refused_field"}}
    records = stored(owner)
    assert [record for record in records if broken(record)] == []
    assert [record["code"] for record in records].count("TAKEN") == 1
