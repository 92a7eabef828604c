"""Totals of detail rows: what a record being filled in foretells (`web/src/core/formula`) is what the server stores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from tests.api.conftest import Office, created
from tests.api.test_parity import words

BOOK = json.loads((Path(__file__).parent.parent / "data" / "totals" / "vectors.json").read_text("utf-8"))
DRAWN = ("key", "kind", "default", "operand", "options", "tree")


def drawn(field: dict[str, Any]) -> dict[str, Any]:
    """What the browser's half of the vectors knows of a field."""
    told = {key: field[key] for key in DRAWN if field.get(key) is not None}
    inside = [drawn(column) for column in field.get("fields", ())]
    return {**told, "fields": inside} if inside else told


def test_what_is_foretold_is_stored(office: Office, owner: TestClient) -> None:
    form = {"key": "quote", "label": words("Quote"), "title": "name", "fields": BOOK["fields"]}
    office.do(lambda tx: publish(tx, FormDef.model_validate(form)))
    view = owner.get("/api/forms/quote").json()
    assert [drawn(field) for field in view["fields"]] == BOOK["told"]
    for case in BOOK["cases"]:
        given = {
            **case["given"],
            "lines": [row for row in case["given"].get("lines", ()) if any(row.values())],
        }
        stored = created(owner, "quote", name="Q", **given)
        assert {key: stored[key] for key in case["expected"]} == case["expected"]
