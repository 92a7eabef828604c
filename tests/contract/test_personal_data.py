"""Every table that may hold values of records is covered by what knows how to forget them, or says why it holds none."""

from __future__ import annotations

import pytest

from bulou.db.contributed import discover
from bulou.db.tables import metadata
from bulou.kit.words import LOCALES
from bulou.records.personal import kinds
from bulou.words import catalogue

# Tables that hold nothing a record says of anybody outside, each with its reason.
HOLDS_NOTHING = {
    "half_session": "of people who work here",
    "known_device": "of people who work here",
    "outside_identity": "of people who work here",
    "recovery_code": "of people who work here",
    "second_factor": "of people who work here",
    "invitation": "people who are to work here",
    "position": "configuration",
    "calendar_day": "configuration",
    "calendar_change": "configuration",
    "department": "the organisation's own",
    "department_closure": "ids",
    "person": "people who work here",
    "person_department": "ids",
    "person_role": "ids",
    "role": "configuration",
    "session": "of people who work here",
    "token": "of people who work here",
    "sign_in_failure": "accounts and addresses of those who sign in",
    "audit_block": "digests",
    "audit_dropped": "digests",
    "stage_history": "stages, owners, sums: nothing anybody wrote",
    "follow": "ids",
    "twin_report": "keys and moments",
    "twin_found": "ids and scores",
    "twin_apart": "ids",
    "pool_ledger": "ids and moves",
    "push_link": "ids of records, and which step of a push",
    "pool_clock": "ids and moments",
    "pool_start": "keys and moments",
    "pool_version": "configuration",
    "channel": "configuration; addresses in it are of systems and of those who work here",
    "notice_choice": "of people who work here",
    "notice_mute": "ids",
    "reveal": "ids and names of fields",
    "task_reminder": "ids and moments",
    "task_turn": "ids and moments",
    "calendar_feed": "of people who work here",
    "relay_cursor": "ids",
    "relay_pending": "ids and errors by their names",
    "handled": "ids",
    "schedule": "configuration",
    "lease": "processes",
    "setting": "configuration",
    "revision": "counters",
    "serial_counter": "counters",
    "form_definition": "configuration",
    "form_draft": "configuration",
    "app_object": "configuration",
    "print_template": "configuration",
    "public_form": "configuration",
    "public_spent": "used challenges",
    "rule": "configuration",
    "rule_version": "configuration",
    "rule_due": "ids and moments",
    "public_source": "counts by source",
    "public_code": "fingerprints of addresses, for minutes",
    "personal_request": "emptied by the erasure itself (records.personal.store.forget)",
}


@pytest.fixture(autouse=True)
def everything_known() -> None:
    discover()


def covered() -> set[str]:
    return {table for kind in (*kinds.of_records, *kinds.anywhere) for table in kind.tables}


def test_every_table_is_covered_or_holds_nothing() -> None:
    left = sorted(metadata.tables.keys() - covered() - HOLDS_NOTHING.keys())
    assert not left, (
        "what may hold values of records is to be found, exported and erased on request: register a file under "
        "records.personal.kinds, or list the table here with its reason\n" + "\n".join(left)
    )


def test_no_reason_is_left_of_tables_that_are_gone_or_covered() -> None:
    gone = sorted(name for name in HOLDS_NOTHING if name not in metadata.tables)
    assert gone in ([], ["public_code"])
    assert sorted(covered() & HOLDS_NOTHING.keys()) == []
    assert covered() <= metadata.tables.keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_what_holds_data_has_a_name(locale: str) -> None:
    words = catalogue(locale)
    keys = [kind.key for kind in (*kinds.of_records, *kinds.anywhere)]
    assert [key for key in keys if f"told.personal.{key}" not in words] == []
