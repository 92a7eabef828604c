"""A record with a value of every kind: written, read, changed, asked for, sorted, exported, told, undone."""

from __future__ import annotations

from typing import Any

import pytest

from bulou.forms import catalog as catalogs
from bulou.forms.errors import InvalidForm
from bulou.forms.fields.kind import kinds
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.publish import publish
from bulou.records import history, query
from bulou.records.errors import BadQuery
from bulou.records.write import Command
from tests.db.records.world import World
from tests.every_kind import every_kind, samples

DEFINITION = every_kind()
SAMPLES = samples(DEFINITION)
POINTING = {"person", "department", "record", "records", "people", "departments"}


@pytest.fixture
def everything(world: World) -> World:
    """The world with a form of every kind."""
    world.do(lambda tx: publish(tx, DEFINITION))
    return world


def read(world: World, id_: int) -> dict[str, Any]:
    """The record as the owner of everything reads it."""
    actor = world.people["boss"]
    return world.do(lambda tx: query.read(tx, actor, catalogs.load(tx)["everything"], id_))


def plain(value: Any) -> Any:
    """What was read in the shape that writing takes."""
    if isinstance(value, dict) and "title" in value and "id" in value:
        return value["id"]
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def found(world: World, condition: Any) -> list[int]:
    """The ids that a filter finds."""
    actor = world.people["boss"]

    def ask(tx: Any) -> list[int]:
        page = query.page(tx, actor, catalogs.load(tx)["everything"], query.Query(filter=condition))
        return [item["id"] for item in page.items]

    return world.do(ask)


def test_what_is_written_is_read(everything: World) -> None:
    id_ = everything.create("everything", SAMPLES)
    row = read(everything, id_)
    for key, sample in SAMPLES.items():
        value = plain(row[key])
        if key == "a_detail":
            assert value[0]["item"] == sample[0]["item"]
            continue
        assert value == sample or (key == "a_datetime" and value.startswith("2026-02-09T14:30")), key


def test_each_may_be_emptied_and_its_story_is_told(everything: World) -> None:
    id_ = everything.create("everything", SAMPLES)
    gone = [key for key in SAMPLES if key not in ("a_text", "a_detail")]
    everything.change("everything", id_, dict.fromkeys(gone))
    row = read(everything, id_)
    assert not [key for key in gone if row[key]]
    actor = everything.people["boss"]
    form = everything.do(lambda tx: catalogs.load(tx)["everything"])
    told = everything.do(lambda tx: history.entries(tx, actor, form, id_))["items"]
    before = {each["field"]: each["before"] for each in told[0]["changes"]}
    assert before.keys() == set(gone)
    for key in gone:
        if form.bound(key).operand not in POINTING and key != "a_datetime":
            assert before[key] == SAMPLES[key], key


def test_emptiness_is_found(everything: World) -> None:
    full = everything.create("everything", SAMPLES)
    bare = everything.create("everything", {"a_text": "x"})
    for key in SAMPLES:
        operators = kinds[key.removeprefix("a_")].operators
        if "empty" in operators and key != "a_text":
            assert found(everything, {"field": key, "op": "empty"}) == [bare], key
            assert found(everything, {"field": key, "op": "not_empty"}) == [full], key


def test_each_sorts(everything: World) -> None:
    actor = everything.people["boss"]
    full = everything.create("everything", SAMPLES)
    bare = everything.create("everything", {"a_text": "x"})
    form = everything.do(lambda tx: catalogs.load(tx)["everything"])
    for key in SAMPLES:
        bound = form.bound(key)
        if bound.kind.sortable and bound.columns and key != "a_text":
            asked = query.Query(sort=key)
            page = everything.do(lambda tx, asked=asked: query.page(tx, actor, form, asked))  # type: ignore[misc]
            assert [item["id"] for item in page.items] == [bare, full], key


def test_capitals_follow_the_amount(everything: World) -> None:
    id_ = everything.create(
        "everything", {"a_text": "x", "a_money": 1_200_300.05, "a_rmb_capitals": "nothing"}
    )
    assert read(everything, id_)["a_rmb_capitals"] == "壹佰贰拾万零叁佰元零伍分"
    everything.change("everything", id_, {"a_money": 100})
    assert read(everything, id_)["a_rmb_capitals"] == "壹佰元整"
    assert everything.history("everything", id_)[-1][2] == {"a_money": [120030005, 10000]}
    everything.change("everything", id_, {"a_money": None})
    assert read(everything, id_)["a_rmb_capitals"] is None


def test_capitals_are_filled_in_where_records_are_already(everything: World) -> None:
    id_ = everything.create("everything", {"a_text": "x", "a_money": 5})
    label = {"zh-CN": "大写"}
    second = FieldDef(key="b_capitals", kind="rmb_capitals", label=label, options={"of": "a_money"})
    more = DEFINITION.model_copy(update={"fields": (*DEFINITION.fields, second)})
    everything.do(lambda tx: publish(tx, more))
    assert read(everything, id_)["b_capitals"] == "伍元整"
    wrong = second.model_copy(update={"options": {"of": "a_text"}})
    with pytest.raises(InvalidForm):
        everything.do(
            lambda tx: publish(tx, DEFINITION.model_copy(update={"fields": (*DEFINITION.fields, wrong)}))
        )


def test_what_is_not_listed_keeps_its_text(everything: World) -> None:
    def others(on: bool) -> FormDef:
        fields = tuple(
            field.model_copy(update={"options": {**field.options, "other": on}})
            if field.kind in ("choice", "choices")
            else field
            for field in DEFINITION.fields
        )
        return DEFINITION.model_copy(update={"fields": fields})

    before = everything.create("everything", {"a_text": "x", "a_choice": "hot", "a_choices": ["hot"]})
    everything.do(lambda tx: publish(tx, others(True)))
    assert read(everything, before)["a_choice"] == "hot" and read(everything, before)["a_choices"] == ["hot"]
    values = {"a_text": "y", "a_choice": {"other": "农机"}, "a_choices": ["cold", {"other": "渔机"}]}
    id_ = everything.create("everything", values)
    row = read(everything, id_)
    assert (row["a_choice"], row["a_choices"]) == (values["a_choice"], values["a_choices"])
    assert found(everything, {"field": "a_choice", "op": "eq", "value": "other"}) == [id_]
    assert found(everything, {"field": "a_choices", "op": "any", "value": ["other"]}) == [id_]
    for on in (False, True):
        everything.do(lambda tx, on=on: publish(tx, others(on)))  # type: ignore[misc]


def test_tags_in_use_are_suggested(everything: World) -> None:
    for tags in (["老客户", "华东"], ["老客户"], ["vip"]):
        everything.create("everything", {"a_text": "x", "a_tags": tags})
    actor = everything.people["boss"]
    form = everything.do(lambda tx: catalogs.load(tx)["everything"])
    found = everything.do(lambda tx: query.tags(tx, actor, form, "a_tags"))
    assert [(each["tag"], each["count"]) for each in found] == [("老客户", 2), ("vip", 1), ("华东", 1)]
    assert everything.do(lambda tx: query.tags(tx, actor, form, "a_tags", "ＶＩ"))[0]["tag"] == "vip"
    with pytest.raises(BadQuery):
        everything.do(lambda tx: query.tags(tx, actor, form, "a_text"))


def _guarded(through: str) -> FormDef:
    """The form, refusing records by a rule for every field: the record's own or that of what it points at."""
    rules = [
        {
            "key": f"guard_{key}",
            "when": {"field": f"{through}{key}", "op": "not_empty"},
            "actions": [{"do": "refuse", "fields": [key], "message": {"zh-CN": "不行"}}],
        }
        for key in SAMPLES
        if "empty" in kinds[key.removeprefix("a_")].operators
    ]
    return FormDef.model_validate({**DEFINITION.model_dump(), "rules": rules})


def _refused(outcome: Any) -> set[str]:
    return {problem.field for problem in outcome.error.problems} if outcome.error else set()


def test_a_rule_judges_what_is_being_written_as_a_filter_does(everything: World) -> None:
    full = everything.create("everything", SAMPLES)
    definition = _guarded("")
    asked = {rule.actions[0].fields[0] for rule in definition.rules}
    everything.do(lambda tx: publish(tx, definition))
    bare, twin = (Command("create", values=values) for values in ({"a_number": 1}, SAMPLES))
    assert _refused(everything.apply("everything", [bare])[0]) == {"a_number"}
    assert _refused(everything.apply("everything", [twin])[0]) == asked
    far = _guarded("a_relation.")
    everything.do(lambda tx: publish(tx, far))
    pointing = Command("create", values={"a_text": "x", "a_relation": full})
    assert _refused(everything.apply("everything", [pointing])[0]) == asked
