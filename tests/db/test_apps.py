"""The app that comes with the product: installed from its files, complete in both languages, and it behaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bulou.apps import loader
from bulou.db.database import Database
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx, run, transaction
from bulou.forms import catalog
from bulou.forms.fields.kind import kinds
from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.kit.words import LOCALES
from bulou.people import roles
from bulou.records import write
from bulou.records.errors import StageGate
from bulou.records.write import Who
from tests.copies import Copies, with_template

# domain.md, "Keys that integrations may rely on"
KEYS = {
    "lead": "company contact phone:phone email wechat region:choice city industry:choice source:choice "
    "campaign:relation budget:money level:choice next_follow_up:date note:long_text",
    "account": "name credit_code industry:choice region:choice country address website level:choice "
    "source:choice parent:relation revenue:number employees:number established_year:number",
    "contact": "name account:relation title role:choice phone:phone email wechat birthday:date",
    "opportunity": "name code account:relation contact:relation product:relation competitor:relation "
    "campaign:relation amount:money probability:percent forecast_category:choice expected_close:date "
    "engaged_on:date closed_on:date loss_reason:choice source:choice",
    "follow_up": "about:relation kind:choice happened_at:datetime content:long_text next_at:datetime next_step "
    "contact:relation",
    "product": "name code category:choice series:choice unit list_price:money cost:money",
    "task": "title about:relation due_at:datetime assignee:person done_at:datetime priority:choice",
}
STAGES = {
    "lead": ["new", "mql", "sql", "converted", "invalid"],
    "opportunity": ["need", "proposal", "negotiation", "contract", "won", "lost", "on_hold"],
}
WHO = Who()


@pytest.fixture
def db(copies: Copies) -> Iterator[Database]:
    """A workspace in which the app is installed."""
    with copies.open(with_template) as (database, _):
        yield database


def create(tx: Tx, form: str, **values: Any) -> int:
    outcome = write.create(tx, WHO, form, values)
    if outcome.error:
        raise outcome.error
    assert outcome.id is not None
    return outcome.id


def stored(tx: Tx, form: str, id_: int) -> Any:
    table = catalog.load(tx)[form].table
    return tx.one(select(table).where(table.c.id == id_))


def test_it_brings_the_keys_that_integrations_rely_on(db: Database) -> None:
    with transaction(db) as tx:
        forms = catalog.load(tx)
        for form, keys in KEYS.items():
            for key, _, kind in (each.partition(":") for each in keys.split()):
                operand = kinds[kind or "text"].operand
                assert forms[form].bound(key).operand == operand, (form, key)
        for form, stages in STAGES.items():
            assert list(forms[form].stages) == stages
        assert forms["follow_up"].bound("about").target == "*"
        owned = {form.key for form in forms if form.owned}
        assert owned >= {"lead", "account", "contact", "opportunity", "follow_up", "task"}


def test_every_word_is_there_in_both_languages() -> None:
    app = loader.read("crm")
    words = [*_words(app.label), *_words([form.model_dump() for form in app.forms])]
    words += [*_words([role["label"] for role in app.roles]), *_words([body for _, _, body in app.objects])]
    assert len(words) > 150
    for each in words:
        assert all(each.get(locale, "").strip() for locale in LOCALES), each


def _words(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, Mapping):
        if value and set(value) & set(LOCALES):
            yield value
            return
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)


def test_its_views_and_menus_name_what_exists() -> None:
    app = loader.read("crm")
    ready = catalog.of_definitions(list(app.forms))
    for form in ready:
        assert form.definition.views
        for view in form.definition.views:
            for key in (*view.definition["columns"], *(each.lstrip("-") for each in view.definition["sort"])):
                assert form.get(key) or key in form.system, (form.key, view.key, key)
        placed = [key for section in form.definition.sections for key in section.fields]
        assert sorted(placed) == sorted(field.key for field in form.fields), form.key
    menus = [body for kind, _, body in app.objects if kind == "menu"]
    named = {
        item["form"]
        for menu in menus
        for part in menu["sections"]
        for item in part["items"]
        if "form" in item
    }
    assert named == {form.key for form in ready}
    granted = {grant["form"] for role in app.roles for grant in role["grants"]} - {"*"}
    assert granted <= set(ready.forms)


def test_no_heading_means_two_fields_of_one_form() -> None:
    for form in loader.read("crm").forms:
        seen: dict[str, str] = {}
        for field in form.fields:
            for name in {text.casefold() for text in (*field.label.values(), *field.aliases)}:
                assert seen.setdefault(name, field.key) == field.key, (form.key, name, seen[name], field.key)


def test_installing_again_changes_nothing_and_keeps_what_people_changed(db: Database) -> None:
    def edit(tx: Tx) -> None:
        form = catalog.load(tx)["product"].definition
        publish(tx, form.model_copy(update={"label": {"zh-CN": "机型", "en-US": "Machine"}}))
        tx.execute(app_object.update().where(app_object.c.kind == "menu").values(body='{"sections": []}'))

    run(db, edit)
    again = run(db, lambda tx: loader.install(tx, "crm"))
    assert (again.forms, again.roles, again.objects) == ((), (), ())
    with transaction(db) as tx:
        assert catalog.load(tx)["product"].definition.label["zh-CN"] == "机型"
        assert tx.value(select(app_object.c.body).where(app_object.c.kind == "menu")) == '{"sections": []}'
        assert {role["key"] for role in roles.listing(tx)} >= {
            "administrator",
            "boss",
            "sales_director",
            "sales",
        }


def test_winning_notes_the_day_and_reopening_clears_it(db: Database) -> None:
    def work(tx: Tx) -> None:
        deal = create(tx, "opportunity", name="旧线改造", amount=50_000)
        assert stored(tx, "opportunity", deal).forecast_category == "pipeline"
        assert write.move_stage(tx, WHO, "opportunity", deal, "won").ok
        row = stored(tx, "opportunity", deal)
        assert (row.stage, row.probability, row.forecast_category) == ("won", 10_000, "closed")
        assert row.closed_on is not None
        assert row.engaged_on is not None
        assert write.move_stage(tx, WHO, "opportunity", deal, "proposal").ok
        assert stored(tx, "opportunity", deal).closed_on is None

    run(db, work)


@pytest.mark.parametrize(
    ("stage", "values", "missing"),
    [
        ("proposal", {}, ["amount"]),
        ("proposal", {"amount": 1}, []),
        ("negotiation", {"amount": 1}, ["contact", "expected_close"]),
        ("lost", {}, ["loss_reason"]),
        ("lost", {"loss_reason": "price"}, []),
        ("on_hold", {}, []),
    ],
)
def test_stages_ask_for_what_they_need(
    db: Database, stage: str, values: dict[str, Any], missing: list[str]
) -> None:
    deal = run(db, lambda tx: create(tx, "opportunity", name="旧线改造"))
    asked: list[str] = []
    try:
        run(db, lambda tx: write.move_stage(tx, WHO, "opportunity", deal, stage, values))
    except StageGate as error:
        asked = [problem.field for problem in error.problems]
    assert asked == missing
    with transaction(db) as tx:
        assert stored(tx, "opportunity", deal).stage == ("need" if missing else stage)


def test_names_fall_back_on_what_is_there(db: Database) -> None:
    def work(tx: Tx) -> None:
        assert stored(tx, "opportunity", create(tx, "opportunity", code="1C1I7A6R")).name == "1C1I7A6R"
        assert stored(tx, "lead", create(tx, "lead", contact="孟琪燕")).company == "孟琪燕"
        first, second = (stored(tx, "campaign", create(tx, "campaign", name=name)).code for name in "甲乙")
        assert first.startswith("HD-")
        assert int(second[-3:]) == int(first[-3:]) + 1

    run(db, work)


def test_a_leads_planned_day_is_its_next_step(db: Database) -> None:
    def work(tx: Tx) -> None:
        lead = create(tx, "lead", company="恒味食品有限公司", next_follow_up="2999-01-02")
        assert stored(tx, "lead", lead).next_activity_at is not None

    run(db, work)


def test_an_app_is_a_folder_anybody_can_write(db: Database, tmp_path: Path) -> None:
    for part, text in {
        "app.yaml": "key: zoo\nversion: 1\nlabel: {zh-CN: 动物园}\n",
        "choices/size.yaml": "- {key: big, label: {zh-CN: 大}}\n",
        "forms/animal.yaml": "key: animal\nlabel: {zh-CN: 动物}\ntitle: name\nfields:\n"
        "  - {key: name, kind: text, label: {zh-CN: 名字}}\n"
        "  - {key: size, kind: choice, label: {zh-CN: 大小}, options: {choices: '@size'}}\n",
    }.items():
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_text(text, "utf-8")
    done = run(db, lambda tx: loader.install_app(tx, loader.read_folder(tmp_path)))
    assert done.forms == ("animal",)
    with transaction(db) as tx:
        assert list(catalog.load(tx)["animal"].bound("size").options.keys) == ["big"]
    (tmp_path / "forms" / "animal.yaml").write_text("key: [", "utf-8")
    with pytest.raises(loader.BadApp):
        loader.read_folder(tmp_path)


def test_the_stored_definition_is_the_file(db: Database) -> None:
    with transaction(db) as tx:
        stored_forms = {form.key: form.definition for form in catalog.load(tx)}
    for form in loader.read("crm").forms:
        assert stored_forms[form.key] == FormDef.model_validate({**form.model_dump(), "version": 1})
