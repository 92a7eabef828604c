"""Every column that can name a person belongs to a kind of possession, which says what a handover does with it.

A new table or column fails here until its engine contributes one file (records.handover.contributed): a kind that
moves, ends with the account, or stays as history with its reason.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sqlalchemy import BigInteger, Integer

from bulou.db.contributed import discover
from bulou.db.metadata import metadata
from bulou.forms.form import bind
from bulou.forms.model import FieldDef
from bulou.kit.words import LOCALES
from bulou.records.handover.contributed import possessions
from bulou.records.handover.places import places
from tests.every_kind import every_kind

discover()

# Integers of our own tables that cannot name a person, by what they are called.
NO_PERSON = re.compile(
    r"^(id|position|version|draft_version|failures|item_id|depth|size|width|height|count|total|done|row|rows|run|cancel|attempts|status|value|number"
    r"|enabled|records|failures|last_step|shared|taken|caught|turn|logo|seconds|imported|amount|probability|based_on|txid|version_after|budget"
    r"|a|b|bucket|part|score|apart|department|drift|step|used|remaining|minutes|(?:last|next|first|mark|event|record|batch|import|public|parent|above|below"
    r"|department|file|position|source|job|app|handover|undo|delivery|rule|run)_?(?:id|of|txid)|token_id)$"
)
# JSON of our own tables that names no people by its meaning, with what it holds.
NO_PEOPLE_INSIDE = {
    "channel.config": "what a service is told",
    "channel.error": "of an error text",
    "delivery.error": "of an error text",
    "delivery.payload": "what was sent to somebody else",
    "notice_choice.choices": "of the person's own notices",
    "calendar_day.hours": "times of day",
    "calendar_change.before": "days and their names",
    "calendar_change.after": "days and their names",
    "idempotency.answer": "an answer kept for a day",
    "job.origin": "where a job was asked for: address, browser",
    "token.forms": "keys of forms",
    "personal_request.chosen": "ids of records",
    "personal_request.found": "figures by form, emptied at the end",
    "personal_request.report": "figures and reasons",
    "personal_request.subject": "who asked: somebody outside, emptied at the end",
    "import_refusal.params": "of an error text",
    "import_run.result": "figures",
    "job.cursor": "where a job goes on",
    "job.result": "figures",
    "job.error": "of an error text",
    "outbox.cause": "keys of rules",
    "audit.detail": "what was done then",
    "batch.summary": "figures and ids of records",
    "form_definition.label": "words",
    "preference.value": "of the person's own pages",
    "print_template.label": "words",
    "print_template.uses": "paths of fields",
    "print_template.problems": "of an error text",
    "role.label": "words",
    "rule.label": "words",
    "rule.reason": "of an error text",
    "rule_due.cause": "keys of rules",
    "rule_run.cause": "keys of rules",
    "rule_run.error": "of an error text",
    "rule_step.error": "of an error text",
    "rule_version.label": "words",
    "saved_view.label": "words",
    "setting.value": "of the workspace",
    "token.scopes": "names of scopes",
}
PEOPLE = ("person", "people")
INSIDE = [FieldDef(key="who", kind="person", label={"zh-CN": "谁"})]


def covered() -> set[str]:
    """All that the kinds answer for."""
    return {place for kind in possessions for place in kind.covers}


def test_every_column_that_can_name_a_person_is_answered_for() -> None:
    found = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, BigInteger | Integer) and not NO_PERSON.match(column.name)
    ]
    assert sorted(set(found) - covered()) == [], "contribute a possession, or say in one why it stays"


def test_every_json_that_can_name_a_person_is_answered_for() -> None:
    found = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if column.info.get("json")
    ]
    assert sorted(set(found) - covered() - NO_PEOPLE_INSIDE.keys()) == []


def test_what_is_answered_for_is_there_and_answered_for_once() -> None:
    known = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}
    named = Counter(place for kind in possessions for place in kind.covers)
    assert [place for place in named if not place.startswith("form.") and place not in known] == []
    assert [place for place, times in named.items() if times > 1] == []
    assert all(reason for kind in possessions for reason in kind.covers.values())


def test_every_place_of_a_form_that_names_people_is_answered_for() -> None:
    definition = every_kind()
    people = FieldDef(key="b_rows", kind="detail", label={"zh-CN": "明细"}, fields=tuple(INSIDE))
    fields = (*definition.fields, people)
    form = bind(definition.model_copy(update={"owned": True, "fields": fields}), "sqlite")
    named = {f"form.{key}" for key, operand in form.system.items() if operand == "person"}
    named |= {f"form.{bound.operand}" for bound in form.fields if bound.operand in PEOPLE}
    for detail in form.details.values():
        named |= {f"form.detail.{each.operand}" for each in detail.fields if each.operand in PEOPLE}
    assert named - covered() == set()
    walked = {place.key for place in places(form)}
    assert {each.key for each in form.fields if each.operand in PEOPLE} | {"owner"} <= walked


@pytest.mark.parametrize("key", [kind.key for kind in possessions])
def test_a_kind_says_what_it_is_and_can_take_back_what_it_gives(key: str) -> None:
    kind = possessions[key]
    assert set(kind.label) == set(LOCALES)
    assert (kind.pass_on is None) == (kind.take_back is None)
    assert kind.pass_on is None or (kind.held is not None and kind.fate == "moves")
    assert kind.covers
