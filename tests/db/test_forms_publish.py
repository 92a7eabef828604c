"""Publishing definitions: tables appear, follow changes and keep what people no longer want to see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, insert, inspect, select, text

from bulou.db.database import Database
from bulou.db.tables.events import outbox
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx, run, transaction
from bulou.forms import catalog
from bulou.forms.errors import FormChanged, InvalidForm, ValuesNotUnique
from bulou.forms.indexes import unique_indexes
from bulou.forms.model import FormDef
from bulou.forms.publish import plan, publish, publish_all
from bulou.kit.errors import NotFound
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, departments

ZH = {"zh-CN": "字段"}


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": ZH, **more}


def form(key: str = "machine", *fields: dict[str, Any], **more: Any) -> FormDef:
    given = fields or (field("name"),)
    return FormDef.model_validate(
        {"key": key, "label": {"zh-CN": "机器"}, "title": "name", "fields": given, **more}
    )


RICH = form(
    "machine",
    field("name", options={"name": "company"}),
    field("phone", "phone", unique=True),
    field("price", "money"),
    field("dollars", "money", options={"currency": "record"}),
    field("weight", "number", options={"decimals": 2}),
    field("made_on", "date"),
    field("order", "text", indexed=True),
    field("parent", "relation", options={"target": "machine"}),
    field("about", "relation", options={"target": "*"}),
    field("parts", "relations", options={"target": "machine"}),
    field("lines", "detail", fields=[field("item"), field("cost", "money")]),
    field("code", "serial"),
    field("papers", "file"),
    pipelines=[
        {
            "key": "main",
            "label": ZH,
            "stages": [{"key": "new", "label": ZH}, {"key": "done", "label": ZH, "type": "won"}],
        }
    ],
)


def names(tx: Tx, kind: str = "tables") -> set[str]:
    inspector = inspect(tx.connection)
    if kind == "tables":
        return set(inspector.get_table_names())
    return {each["name"] or "" for each in inspector.get_indexes(kind)}


def columns(tx: Tx, table: str) -> set[str]:
    return {column["name"] for column in inspect(tx.connection).get_columns(table)}


def insert_row(tx: Tx, key: str, **values: Any) -> int:
    table = catalog.load(tx)[key].table
    system = {"created_at": tx.now_text, "updated_at": tx.now_text, "created_via": "test"}
    done = tx.execute(insert(table).values({**system, **values}))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def test_a_definition_becomes_tables_and_indexes(db: Database) -> None:
    report = run(db, lambda tx: publish(tx, RICH))
    assert (report.version, [change.kind for change in report.changes]) == (1, ["create"])
    with transaction(db) as tx:
        ready = catalog.load(tx)["machine"]
        assert {"f_machine", "f_machine__lines", "r_machine__parts", "s_machine"} <= names(tx)
        assert columns(tx, "f_machine") == {column.name for column in ready.table.c}
        assert {"owner", "stage", "name__key", "phone__key", "dollars_base", "about_form"} <= columns(
            tx, "f_machine"
        )
        assert "ux_f_machine__phone__key" in names(tx, "f_machine")
        first = insert_row(tx, "machine", name="甲", phone__key="1", order="x", about=5, about_form="machine")
        row = tx.one(select(ready.table).where(ready.table.c.id == first))
        assert row.version == 1
        assert [(e.kind, e.form) for e in tx.rows(select(outbox))] == [("form.published", "machine")]
    with pytest.raises(Exception, match=r"(?i)unique"):
        run(db, lambda tx: insert_row(tx, "machine", name="乙", phone__key="1"))
    assert unique_indexes(ready)["ux_f_machine__phone__key"] == "phone"
    assert set(unique_indexes(ready).values()) == {"phone", "code"}


def test_the_value_of_a_deleted_record_may_be_used_again_and_ids_never_are(db: Database) -> None:
    run(db, lambda tx: publish(tx, RICH))

    def work(tx: Tx) -> tuple[int, int]:
        first = insert_row(tx, "machine", name="甲", phone__key="1", deleted_at=tx.now_text)
        insert_row(tx, "machine", name="乙", phone__key="1")
        last = insert_row(tx, "machine", name="丙")
        tx.execute(text("DELETE FROM f_machine"))
        return first, insert_row(tx, "machine", name="丁") - last

    assert run(db, work)[1] == 1


def test_publishing_the_same_again_changes_nothing(db: Database) -> None:
    run(db, lambda tx: publish(tx, RICH))
    again = run(db, lambda tx: publish(tx, RICH))
    assert (again.version, again.changes, again.statements) == (1, (), ())
    with transaction(db) as tx:
        assert tx.value(select(func.count()).select_from(form_definition)) == 1


def test_fields_come_go_and_come_back_with_their_values(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine", field("name"), field("size", "number"))))
    run(db, lambda tx: insert_row(tx, "machine", name="甲", size=7))
    gone = run(db, lambda tx: publish(tx, form("machine", field("name"), field("note", "long_text"))))
    assert [(c.kind, c.field) for c in gone.changes] == [("hide", "size"), ("add", "note")]
    with transaction(db) as tx:
        ready = catalog.load(tx)["machine"]
        assert ready.get("size") is None
        assert ready.operand_type("size") is None
        assert "size" not in ready.table.c
    back = run(db, lambda tx: publish(tx, form("machine", field("name"), field("size", "number"))))
    assert [(c.kind, c.field) for c in back.changes] == [("hide", "note"), ("show", "size")]
    with transaction(db) as tx:
        table = catalog.load(tx)["machine"].table
        assert tx.value(select(table.c.size)) == 7
        states = tx.rows(select(form_definition.c.state).order_by(form_definition.c.version))
        assert [state for (state,) in states] == ["replaced", "replaced", "published"]


def test_another_type_gets_a_new_column_and_the_old_values_stay(db: Database) -> None:
    before = form(
        "machine",
        field("name"),
        field("size", "text", indexed=True),
        field("parts", "relations", options={"target": "machine"}),
        field("lines", "detail", fields=[field("item"), field("cost", "text")]),
    )
    after = form(
        "machine",
        field("name"),
        field("size", "number", indexed=True, options={"decimals": 1}),
        field("parts", "text"),
        field("lines", "detail", fields=[field("item"), field("cost", "money"), field("more", "date")]),
    )
    run(db, lambda tx: publish(tx, before))
    run(db, lambda tx: insert_row(tx, "machine", name="甲", size="很大"))
    report = run(db, lambda tx: publish(tx, after))
    kinds = [(c.kind, c.field) for c in report.changes]
    assert kinds == [
        ("replace", "size"),
        ("replace", "parts"),
        ("replace", "lines.cost"),
        ("add", "lines.more"),
    ]
    with transaction(db) as tx:
        ready = catalog.load(tx)["machine"]
        assert ready.table.c.size.name == "size"
        assert {"size", "size__2", "parts"} <= columns(tx, "f_machine")
        assert {"cost", "cost__2", "more"} <= columns(tx, "f_machine__lines")
        assert "r_machine__parts__2" in names(tx)
        assert tx.value(text('SELECT "size__2" FROM f_machine')) == "很大"
        assert "ix_f_machine__size" in names(tx, "f_machine")
        insert_row(tx, "machine", name="乙", size=15, parts="a")
    third = run(db, lambda tx: publish(tx, before))
    assert ("replace", "size") in [(c.kind, c.field) for c in third.changes]
    with transaction(db) as tx:
        assert {"size", "size__2", "size__3"} <= columns(tx, "f_machine")


def test_more_decimals_keep_the_values(db: Database) -> None:
    run(
        db,
        lambda tx: publish(
            tx, form("machine", field("name"), field("size", "number", options={"decimals": 1}))
        ),
    )
    run(db, lambda tx: insert_row(tx, "machine", name="甲", size=15))
    run(
        db,
        lambda tx: publish(
            tx, form("machine", field("name"), field("size", "number", options={"decimals": 3}))
        ),
    )
    with transaction(db) as tx:
        ready = catalog.load(tx)["machine"]
        stored = tx.value(select(ready.table.c.size))
        assert ready.bound("size").kind.dump(ready.bound("size").definition, stored) == 1.5


def test_a_name_that_becomes_comparable_is_filled_for_old_records(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine", field("name"))))
    for name in ("恒味食品 有限公司", None):
        run(db, lambda tx, name=name: insert_row(tx, "machine", name=name))
    run(db, lambda tx: publish(tx, form("machine", field("name", options={"name": "company"}))))
    with transaction(db) as tx:
        table = catalog.load(tx)["machine"].table
        rows = tx.rows(select(table.c.name__key, table.c.name__core).order_by(table.c.id))
        assert [tuple(row) for row in rows] == [("恒味食品有限公司", "恒味食品"), (None, None)]


def test_a_field_with_twins_cannot_become_unique(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine", field("name"), field("no"))))
    for _ in range(2):
        run(db, lambda tx: insert_row(tx, "machine", name="甲", no="1"))
    with pytest.raises(ValuesNotUnique):
        run(db, lambda tx: publish(tx, form("machine", field("name"), field("no", unique=True))))
    with transaction(db) as tx:
        assert catalog.load(tx)["machine"].definition.version == 1


def test_systems_grow_when_a_form_becomes_owned_and_staged(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine", owned=False)))
    with transaction(db) as tx:
        assert "owner" not in columns(tx, "f_machine")
    run(db, lambda tx: publish(tx, form("machine", field("name"), pipelines=RICH.model_dump()["pipelines"])))
    with transaction(db) as tx:
        assert {"owner", "owner_since", "department", "stage", "stage_since"} <= columns(tx, "f_machine")
        assert catalog.load(tx)["machine"].staged


def test_a_rolled_back_publication_is_never_seen(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine")))

    class Stop(Exception):
        pass

    def work(tx: Tx) -> None:
        publish(tx, form("machine", field("name"), field("size", "number")))
        assert catalog.load(tx)["machine"].get("size") is not None
        raise Stop

    with pytest.raises(Stop):
        run(db, work)
    run(db, lambda tx: publish(tx, form("machine", field("name"), field("colour"))))
    with transaction(db) as tx:
        assert [each.key for each in catalog.load(tx)["machine"].fields] == ["name", "colour"]
        assert "size" not in columns(tx, "f_machine")


def test_forms_that_point_at_one_another_are_published_together(db: Database) -> None:
    one = form("one", field("name"), field("other", "relation", options={"target": "two"}))
    two = form("two", field("name"), field("other", "relation", options={"target": "one"}))
    with pytest.raises(InvalidForm):
        run(db, lambda tx: publish(tx, one))
    run(db, lambda tx: publish_all(tx, [one, two]))
    with transaction(db) as tx:
        found = catalog.load(tx)
        assert found["one"].relation("other") is found["two"]
        assert found["one"].relation("owner") is found["user"]
        assert [(f.key, b.key) for f, b in found.related_to("one")] == [("two", "other")]
        assert [form.key for form in found] == ["one", "two"]
        with pytest.raises(NotFound):
            found["three"]


def test_an_outdated_editor_is_told(db: Database) -> None:
    run(db, lambda tx: publish(tx, form("machine"), based_on=0))
    with pytest.raises(FormChanged):
        run(db, lambda tx: publish(tx, form("machine", field("name"), field("x")), based_on=0))


def test_a_plan_changes_nothing(db: Database) -> None:
    with transaction(db) as tx:
        report = plan(tx, RICH)
        assert any(line.startswith("CREATE TABLE f_machine") for line in report.statements)
        assert "f_machine" not in names(tx)


def test_people_and_departments_can_be_walked_to(db: Database) -> None:
    run(db, lambda tx: publish(tx, RICH))

    def work(tx: Tx) -> list[Any]:
        boss = accounts.create(tx, SYSTEM, accounts.NewPerson("罗静"))
        east = departments.create(tx, SYSTEM, "华东", head_id=boss)
        seller = accounts.create(tx, SYSTEM, accounts.NewPerson("林晨", department_id=east))
        insert_row(tx, "machine", name="甲", owner=seller)
        machine = catalog.load(tx)["machine"]
        users = machine.relation("owner")
        assert users is not None
        people_table = users.table.alias("owner")
        joined = machine.table.outerjoin(people_table, people_table.c.id == machine.table.c.owner)
        return list(tx.rows(select(people_table.c.name, people_table.c.head).select_from(joined)))

    assert [tuple(row) for row in run(db, work)] == [("林晨", 1)]
