"""Many more of the requests nobody thought of, and each time others."""

from __future__ import annotations

from schemathesis.schemas import BaseSchema

from tests.api.conftest import Office, furnished_db, office, portal
from tests.api.test_schemathesis import ask_everything, hurried, schema
from tests.soak.conftest import Measure

__all__ = ["furnished_db", "office", "portal", "schema"]  # fixtures


def soak_nothing_breaks_the_server(office: Office, schema: BaseSchema, measure: Measure) -> None:
    broken, _ = ask_everything(office, schema, hurried(measure.requests, derandomize=False))
    assert broken == {}
