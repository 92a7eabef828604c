"""Rights by example: what roles may say, paths to other forms, tokens, people and departments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select

from bulou.access.grants import ACTIONS, BadRole, check_role
from bulou.access.rights import may, may_manage_people, require, rights_of
from bulou.access.visible import visible
from bulou.db.database import Database
from bulou.db.tx import Tx, transaction
from bulou.expr.conditions import Context, UnknownField, parse, to_sql
from bulou.forms import catalog as forms
from bulou.forms.model import FieldDef, FormDef
from bulou.kit.errors import Forbidden, NotFound
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import accounts, departments
from bulou.records.query.order import sort_keys

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LABEL = {"zh-CN": "字段"}


def text(key: str) -> FieldDef:
    return FieldDef(key=key, kind="text", label=LABEL)


def link(key: str, kind: str = "relation", **options: Any) -> FieldDef:
    return FieldDef(key=key, kind=kind, label=LABEL, options=options)


ACCOUNT = FormDef(
    key="account",
    label=LABEL,
    title="name",
    fields=(text("name"), text("industry"), text("phone"), link("parent", target="account")),
)
DEAL = FormDef(
    key="deal",
    label=LABEL,
    title="name",
    fields=(
        text("name"),
        link("account", target="account"),
        link("others", "relations", target="account"),
        link("about", target="*"),
    ),
)


@dataclass(frozen=True)
class Office:
    """Two departments: Wang (1) heads sales and has Li (2) below; Zhao (3) is elsewhere. Three accounts, three deals."""

    tx: Tx
    catalog: forms.Catalog
    sales: int
    field: int
    other: int

    def actor(self, me: int, *grants: dict[str, Any], **more: Any) -> Actor:
        homes = {1: (self.sales,), 2: (self.field,), 3: (self.other,)}[me]
        below = frozenset({self.sales, self.field}) if me == 1 else frozenset(homes)
        reports = frozenset({2}) if me == 1 else frozenset()
        return Actor(me, departments=homes, below=below, reports=reports, grants=grants, **more)

    def finds(self, actor: Actor, condition: Any, form: str = "deal") -> list[int]:
        context = Context(NOW, actor=actor, tree=departments.tree(self.tx))
        seen = visible(actor, self.catalog[form], context=context)
        clause = to_sql(parse(condition), seen.resolve, context)
        query = select(seen.of.c.id).where(seen.predicate, clause).order_by(seen.of.c.id)
        return [row[0] for row in self.tx.rows(query)]


def person(tx: Tx, name: str, home: int) -> int:
    return accounts.create(tx, SYSTEM, accounts.NewPerson(name, department_id=home))


@pytest.fixture
def office(db: Database) -> Iterator[Office]:
    catalog = forms.of_definitions([ACCOUNT, DEAL], db.dialect)
    with transaction(db) as tx:
        for form in catalog:
            for table in (form.table, *form.links.values()):
                table.create(tx.connection)
        sales = departments.create(tx, SYSTEM, "Sales")
        field = departments.create(tx, SYSTEM, "Field", parent_id=sales)
        other = departments.create(tx, SYSTEM, "Other")
        wang, li, zhao = person(tx, "Wang", sales), person(tx, "Li", field), person(tx, "Zhao", other)
        departments.change(tx, SYSTEM, sales, {"head_id": wang})
        office = Office(tx, catalog, sales, field, other)
        store(office, "account", (wang, sales), name="A", industry="steel", phone="1")
        store(office, "account", (li, field), name="B", industry="steel", phone="2", parent=1)
        store(office, "account", (zhao, other), name="C", industry="paper", phone="3", parent=2)
        store(office, "deal", (wang, sales), name="one", account=1, about=1, about_form="account")
        store(office, "deal", (li, field), name="two", account=2)
        store(office, "deal", (zhao, other), name="three", account=3)
        others = catalog["deal"].links["others"]
        for record, target in ((1, 2), (1, 3), (2, 3)):
            tx.execute(insert(others).values(record_id=record, target_id=target, position=0))
        yield office


def store(office: Office, form: str, owner: tuple[int, int], **values: Any) -> None:
    table = office.catalog[form].table
    common = {"created_at": "x", "updated_at": "x", "created_via": "test", "version": 1}
    common["title_sort"] = values["name"].lower()
    office.tx.execute(insert(table).values(owner=owner[0], department=owner[1], **common, **values))


def grant(form: str = "*", rows: Any = "all", **more: Any) -> dict[str, Any]:
    return {"form": form, "actions": ["read"], "rows": rows, **more}


ROWS = [
    (1, "own", [1]),
    (1, "department", [1]),
    (1, "department_below", [1, 2]),
    (2, "department_below", [2]),
    (3, "all", [1, 2, 3]),
    (3, {"field": "owner.department", "op": "below", "value": "mine"}, [3]),
    (1, {"field": "owner.head", "op": "eq", "value": "me"}, [2]),
    (2, {"field": "account.industry", "op": "eq", "value": "paper"}, [3]),
    (2, {"field": "others.name", "op": "eq", "value": "B"}, [1]),
    (2, {"field": "no_such", "op": "empty"}, []),
    (2, {"field": "name", "op": "gt", "value": 1}, []),
]


@pytest.mark.parametrize(("me", "rows", "ids"), ROWS)
def test_rows_of_a_grant(office: Office, me: int, rows: Any, ids: list[int]) -> None:
    actor = office.actor(me, grant("deal", rows))
    assert office.finds(actor, None) == ids


def test_phones_of_own_rows_do_not_open_those_of_all_rows(office: Office) -> None:
    actor = office.actor(
        1, grant("account", "own"), grant("account", "all", fields={"*": "read", "phone": "hidden"})
    )
    seen = visible(actor, office.catalog["account"])
    query = select(seen.of.c.id, seen.column("name"), seen.column("phone")).where(seen.predicate)
    assert [tuple(row) for row in office.tx.rows(query.order_by(seen.of.c.id))] == [
        (1, "A", "1"),
        (2, "B", None),
        (3, "C", None),
    ]
    assert office.finds(actor, {"field": "phone", "op": "eq", "value": "2"}, "account") == []
    assert office.finds(actor, {"field": "phone", "op": "empty"}, "account") == [2, 3]
    assert not seen.all_fields and seen.when("name") is None


def test_a_denial_wins_and_unknown_is_not_denied(office: Office) -> None:
    deny = grant("account", {"field": "parent", "op": "eq", "value": 1}, deny=True)
    actor = office.actor(1, grant("account"), grant("account", "own"), deny)
    assert office.finds(actor, None, "account") == [1, 3]  # A has no parent: the denial says nothing of it
    capped = office.actor(1, grant("account"), {**deny, "fields": {"phone": "hidden"}})
    assert office.finds(capped, None, "account") == [1, 2, 3]
    assert office.finds(capped, {"field": "phone", "op": "not_empty"}, "account") == [1, 3]


def test_a_denial_that_cannot_be_asked_closes_everything(office: Office) -> None:
    broken = {"field": "gone", "op": "empty"}
    assert office.finds(office.actor(1, grant(), grant("deal", broken, deny=True)), None) == []
    assert office.finds(office.actor(1, grant(), grant("*", broken, deny=True)), None) == [1, 2, 3]


PATHS = [
    ({"field": "account.industry", "op": "eq", "value": "steel"}, [1, 2]),
    ({"field": "account.parent.name", "op": "eq", "value": "B"}, [3]),
    ({"field": "account.owner.head", "op": "eq", "value": 1}, [2]),
    ({"field": "others.industry", "op": "eq", "value": "paper"}, [1, 2]),
    ({"not": {"field": "others.industry", "op": "eq", "value": "paper"}}, [3]),
    ({"field": "others.parent.industry", "op": "eq", "value": "steel"}, [1, 2]),
    ({"field": "account.parent", "op": "eq", "value": 1}, [2]),
    ({"field": "others", "op": "in", "value": [2]}, [1]),
    ({"field": "others", "op": "empty"}, [3]),
    ({"field": "about", "op": "eq", "value": {"form": "account", "id": 1}}, [1]),
    ({"field": "about", "op": "eq", "value": {"form": "deal", "id": 1}}, []),
    ({"field": "owner.name", "op": "starts", "value": "w"}, [1]),
    ({"field": "department.name", "op": "eq", "value": "Field"}, [2]),
]


@pytest.mark.parametrize(("condition", "ids"), PATHS)
def test_paths_walk_to_other_forms(office: Office, condition: Any, ids: list[int]) -> None:
    assert office.finds(SYSTEM, condition) == ids
    assert office.finds(office.actor(1, grant()), condition) == ids


def test_a_path_sees_no_further_than_its_reader(office: Office) -> None:
    """Deals of all, accounts of one's own: the others' accounts answer nothing at all."""
    actor = office.actor(1, grant("deal"), grant("account", "own"))
    assert office.finds(actor, {"field": "account.industry", "op": "not_empty"}) == [1]
    assert office.finds(actor, {"field": "account.industry", "op": "empty"}) == [2, 3]
    assert office.finds(actor, {"field": "others.industry", "op": "not_empty"}) == []
    assert office.finds(actor, {"field": "account.parent.name", "op": "not_empty"}) == []


LOCKED = [
    ("industry of a hidden form", "account.industry", [grant("deal")]),
    (
        "hidden field of a form",
        "account.industry",
        [grant(), grant("account", fields={"industry": "hidden"}, deny=True)],
    ),
    ("hidden relation", "account.name", [grant("account"), grant("deal", fields={"account": "hidden"})]),
    (
        "hidden relation to many",
        "others.name",
        [grant("account"), grant("deal", fields={"others": "hidden"})],
    ),
    ("hidden field", "name", [grant("deal", fields={"name": "hidden"})]),
    ("no such field", "nothing", [grant()]),
    ("no relation", "name.length", [grant()]),
    ("any record", "about.name", [grant()]),
    ("secret of a person", "owner.account", [grant()]),
    ("not for conditions", "deleted_at", [grant()]),
]


@pytest.mark.parametrize(("path", "grants"), [row[1:] for row in LOCKED], ids=[row[0] for row in LOCKED])
def test_what_may_not_be_read_looks_like_what_is_not_there(office: Office, path: str, grants: Any) -> None:
    actor = office.actor(1, *grants)
    assert visible(actor, office.catalog["deal"]).operand(path) is None
    with pytest.raises(UnknownField) as caught:
        office.finds(actor, {"and": [{"field": path, "op": "empty"}]})
    assert (caught.value.code, caught.value.at, caught.value.params["field"]) == (
        "filter.unknown_field",
        "and.0",
        path,
    )


def test_a_hidden_column_is_unknown_too(office: Office) -> None:
    seen = visible(office.actor(1, grant("deal", fields={"name": "hidden"})), office.catalog["deal"])
    assert "name" not in seen.fields
    for key in ("name", "title_sort", "nothing"):
        with pytest.raises(UnknownField):
            seen.column(key)


def test_sorting_by_a_link_tells_no_hidden_title(office: Office) -> None:
    hidden = grant("account", fields={"*": "read", "name": "hidden"})
    own = grant("account", "own", fields={"*": "hidden", "name": "read"})
    deal = office.catalog["deal"]
    with pytest.raises(UnknownField):
        sort_keys(visible(office.actor(1, grant("deal"), hidden), deal), deal, "account")
    (by, _id) = sort_keys(visible(office.actor(1, grant("deal"), hidden, own), deal), deal, "account")
    titles = [
        row[0] for row in office.tx.rows(select(by.by).select_from(deal.table).order_by(deal.table.c.id))
    ]
    assert titles == ["a", None, None]


def test_everything_costs_nothing(office: Office) -> None:
    for actor in (SYSTEM, office.actor(1, grant("deal")), office.actor(1, grant("deal", "own"), grant())):
        seen = visible(actor, office.catalog["deal"])
        statement = str(select(seen.column("name")).where(seen.of.c.id == 1, seen.predicate))
        assert seen.scopes == () and seen.all_fields
        assert "CASE" not in statement and statement.count("AND") == 0


def test_a_narrow_reader_has_scopes_that_indexes_can_serve(office: Office) -> None:
    actor = office.actor(1, grant("deal", "department_below"), grant("deal", "own"))
    seen = visible(actor, office.catalog["deal"])
    columns = [str(scope).split(" ")[0] for scope in seen.scopes]
    assert columns == ["f_deal.owner", "f_deal.department", "f_deal.id"]  # the last one by what is shared


def test_nobody_reads_nothing(office: Office) -> None:
    seen = visible(Actor(-1), office.catalog["deal"])
    assert seen.fields == frozenset()
    assert office.tx.rows(select(seen.of.c.id).where(seen.predicate)) == []


def test_changing_reaches_no_further_than_reading(office: Office) -> None:
    change = {
        "form": "deal",
        "actions": ["change"],
        "rows": "all",
        "fields": {"*": "edit", "account": "read"},
    }
    actor = office.actor(1, grant("deal", "own", fields={"*": "read", "others": "hidden"}), change)
    seen = visible(actor, office.catalog["deal"], "change")
    assert [row[0] for row in office.tx.rows(select(seen.of.c.id).where(seen.predicate))] == [1]
    assert {"name", "about"} == {"name", "account", "others", "about"} & seen.fields


def test_people_are_public_by_name_and_no_more(office: Office) -> None:
    plain = office.actor(3)
    seen = visible(plain, office.catalog["user"])
    assert {"id", "name", "department", "head"} <= seen.fields
    assert not {"account", "email", "phone"} & seen.fields
    query = select(seen.column("name"), seen.column("head")).where(seen.predicate).order_by(seen.of.c.id)
    assert [tuple(row) for row in office.tx.rows(query)] == [("Wang", None), ("Li", 1), ("Zhao", None)]
    assert not {"account"} & visible(office.actor(3, grant("*")), office.catalog["user"]).fields
    assert {"account", "phone"} <= visible(office.actor(3, admin=True), office.catalog["user"]).fields
    assert "name" in visible(plain, office.catalog["department"]).fields
    assert visible(Actor(-1), office.catalog["user"]).fields == frozenset()


TOKENS = [
    ({"read"}, {"read", "print"}),
    ({"write"}, {"create", "change", "delete", "assign", "claim", "bulk"}),
    ({"import", "export"}, {"import", "export"}),
    ({"configure"}, {"configure"}),
    (set(), set()),
    (None, set(ACTIONS)),
]


@pytest.mark.parametrize(("scopes", "actions"), TOKENS)
def test_a_token_narrows_rights(office: Office, scopes: Any, actions: set[str]) -> None:
    admin = office.actor(1, admin=True, scopes=None if scopes is None else frozenset(scopes))
    rights = rights_of(admin, office.catalog)
    assert set(rights["forms"].get("deal", [])) == actions
    assert rights["configure"] is ("configure" in actions) is may_manage_people(admin)
    seen = visible(admin, office.catalog["deal"])
    assert len(office.tx.rows(select(seen.of.c.id).where(seen.predicate))) == (3 if "read" in actions else 0)


def test_may_and_require(office: Office) -> None:
    reader = office.actor(1, grant("deal"))
    assert (
        may(reader, "deal", "read")
        and not may(reader, "deal", "change")
        and not may(reader, "account", "read")
    )
    require(reader, "deal", "read")
    with pytest.raises(Forbidden):
        require(reader, "deal", "change")
    with pytest.raises(NotFound):
        require(reader, "account", "change")
    denied = office.actor(1, grant(), grant("deal", deny=True))
    assert not may(denied, "deal", "read") and may(denied, "account", "read")
    homeless = replace(reader, grants=(grant(rows="department"),), departments=(), person_id=-1, kept={})
    assert not may(homeless, "deal", "change")


BAD_ROLES: list[tuple[Any, list[str]]] = [
    (None, ["grants"]),
    ({"grants": {}}, ["grants"]),
    ({"admin": 1}, ["admin"]),
    ({"grants": [5]}, ["grants.0."]),
    ({"grants": [{}]}, ["grants.0.form", "grants.0.actions"]),
    ({"grants": [grant(), grant(rows="mine")]}, ["grants.1.rows"]),
    ({"grants": [grant(fields={"a": "write"})]}, ["grants.0.fields.a"]),
    ({"grants": [grant(rows={"and": [{"field": "a", "op": "is"}]})]}, ["grants.0.rows.and.0"]),
    ({"grants": [{**grant(), "actions": ["fly"]}]}, ["grants.0.actions"]),
    ({"grants": [grant(colour="red")]}, ["grants.0.colour"]),
]


@pytest.mark.parametrize(("definition", "places"), BAD_ROLES)
def test_a_role_that_cannot_be_used_says_where(definition: Any, places: list[str]) -> None:
    with pytest.raises(BadRole) as caught:
        check_role(definition)
    assert [problem.field for problem in caught.value.problems] == places


def test_a_good_role_passes() -> None:
    check_role(
        {"grants": [grant(), grant("deal", {"field": "name", "op": "empty"})], "admin": False, "home": "/"}
    )
