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

EXAMPLES = 8  # a kind of request and an address; ./dev soak asks more, and each time something else
ENDLESS = {"stream_events"}
SIGNED_OUT_BY = {
    "sign_out",
    "end_session",
    "change_password",
    "change_person",
    "put_role",
    "end_session_of",
    "end_sessions_of",
    "reset_second_factor",
}
FORMS = ["lead", "account", "opportunity", "follow_up", "task", "user", "nonsense"]


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


def ask_everything(office: Office, schema: BaseSchema, hurry: settings) -> tuple[dict[str, str], set[int]]:
    """Requests of both kinds to every address, as `hurry` says; what broke the server, and every status seen."""
    headers = _furnished(office)
    broken: dict[str, str] = {}
    statuses: set[int] = set()
    for operation in operations(schema):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @hurry
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                reply = case.call(headers=headers)
                statuses.add(reply.status_code)
                if reply.status_code >= 500 and reply.status_code != 503:
                    broken[case.operation.label] = f"{case.as_curl_command()}\n{reply.text[:300]}"

            with contextlib.suppress(Unsatisfiable):  # an address without anything that could be wrong
                ask()
    return broken, statuses


def _furnished(office: Office) -> dict[str, str]:
    """Something of everything, and the headers of its owner."""
    owner = office.client("owner")
    account = created(owner, "account", name="Ruida")
    created(owner, "opportunity", name="Line 1", account=account["id"], amount=5)
    created(owner, "lead", company="Maybe Ltd")
    created(owner, "task", title="Call", assignee=office.people.owner, due_at="2026-11-20T10:00:00")
    return {
        "x-csrf-token": str(owner.headers["x-csrf-token"]),
        "cookie": f"{SESSION_COOKIE}={owner.cookies[SESSION_COOKIE]}",
    }


def hurried(examples: int, *, derandomize: bool) -> settings:
    """So many requests of a kind to an address, however long one takes."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=derandomize,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def test_nothing_breaks_the_server(office: Office, schema: BaseSchema) -> None:
    broken, statuses = ask_everything(office, schema, hurried(EXAMPLES, derandomize=True))
    assert broken == {}
    assert {200, 201, 404, 422} <= statuses
