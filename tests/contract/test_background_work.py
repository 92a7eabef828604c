"""What works in the background has a name in every language: the page that looks after it shows no keys."""

from __future__ import annotations

import pytest

from bulou.db.contributed import discover
from bulou.db.jobs import job_kinds
from bulou.db.outbox import handlers
from bulou.db.schedules import schedules
from bulou.kit.words import LOCALES
from bulou.words import catalogue

discover()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_handler_and_every_kind_of_job_has_a_name(locale: str) -> None:
    words = catalogue(locale)
    ours = [each for each in handlers if not each.key.startswith("test.")]
    missing = [f"handler.{each.key}" for each in ours if f"handler.{each.key}" not in words]
    assert not missing, "bulou/words/*/db.yaml names handlers: add\n" + "\n".join(missing)
    kinds = [each for each in job_kinds if not each.key.startswith("test.")]
    assert [each.key for each in kinds if not each.label.get(locale)] == []


def test_every_schedule_starts_a_kind_of_job_that_there_is() -> None:
    assert [each.key for each in schedules if job_kinds.get(each.kind) is None] == []
