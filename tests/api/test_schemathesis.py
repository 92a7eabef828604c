"""Requests nobody thought of, over the whole OpenAPI document: whatever comes, the server does not break."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation, BaseSchema

from bulou.api.asked import SESSION_COOKIE
from tests.api.conftest import Office, created

EXAMPLES = 8  # a kind of request and an address; ./dev soak runs many more
ENDLESS = {"stream_events"}
SIGNED_OUT_BY = {"sign_out", "end_session", "change_password", "change_person", "put_role"}
FORMS = ["lead", "account", "opportunity", "follow_up", "task", "user", "nonsense"]

HURRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(office: Office) -> BaseSchema:
    """The document, with blanks that are likelier to name something than random text is."""
    document = office.app.openapi()
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["name"] == "form":
                    parameter["schema"] = {"type": "string", "enum": FORMS}
                if parameter["in"] == "path" and parameter["name"] == "id":
                    parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 4}
    return schemathesis.openapi.from_asgi("/api/openapi.json", office.app)


def operations(schema: BaseSchema) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    """Every operation that ends by itself; those that end the caller's session come last."""
    found = [result.ok() for result in schema.get_all_operations()]
    names = {operation.label: operation.definition.raw["operationId"] for operation in found}
    answering = [operation for operation in found if names[operation.label] not in ENDLESS]
    return iter(sorted(answering, key=lambda operation: names[operation.label] in SIGNED_OUT_BY))


def test_nothing_breaks_the_server(office: Office, schema: BaseSchema) -> None:
    owner = office.client("owner")
    account = created(owner, "account", name="Ruida")
    created(owner, "opportunity", name="Line 1", account=account["id"], amount=5)
    created(owner, "lead", company="Maybe Ltd")
    created(owner, "task", title="Call", assignee=office.people.owner, due_at="2026-11-20T10:00:00")
    headers = {
        "x-csrf-token": str(owner.headers["x-csrf-token"]),
        "cookie": f"{SESSION_COOKIE}={owner.cookies[SESSION_COOKIE]}",
    }
    broken: dict[str, str] = {}
    statuses: set[int] = set()
    for operation in operations(schema):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @HURRIED
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                reply = case.call(headers=headers)
                statuses.add(reply.status_code)
                if reply.status_code >= 500 and reply.status_code != 503:
                    broken[case.operation.label] = f"{case.as_curl_command()}\n{reply.text[:300]}"

            with contextlib.suppress(Unsatisfiable):  # an address without anything that could be wrong
                ask()
    assert broken == {}
    assert {200, 201, 404, 422} <= statuses
