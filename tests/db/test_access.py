"""What each actor sees, row by row and field by field, against an oracle that knows nothing of SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import false, insert, select, true

from bulou.access.judge import judge
from bulou.access.visible import visible
from bulou.db.database import Database
from bulou.db.tables.people import person
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx, transaction
from bulou.expr.conditions import Context, Stored
from bulou.forms import catalog as forms
from bulou.forms.model import FieldDef, FormDef
from bulou.kit.clock import instant
from bulou.kit.protocols import Actor

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LABEL = {"zh-CN": "字段"}
FIELDS = ("name", "amount", "secret")
DEAL = FormDef(
    key="deal",
    label=LABEL,
    title="name",
    owned=True,
    fields=(
        FieldDef(key="name", kind="text", label=LABEL),
        FieldDef(key="amount", kind="money", label=LABEL),
        FieldDef(key="secret", kind="text", label=LABEL),
    ),
)
NOTE = DEAL.model_copy(update={"key": "note", "owned": False})
ACTIONS = ("read", "change", "delete", "export", "print")
LOOKS = ("read", "export", "print")
OPENED = {"read": ("read", "write"), "print": ("read", "write"), "change": ("write",)}


@dataclass(frozen=True)
class Rows:
    """A role's rows, and the same said in Python."""

    json: Any

    def has(self, record: Mapping[str, Any], actor: Actor) -> bool:
        mine = record["owner"] is not None and record["owner"] in (actor.person_id, *actor.stands_for)
        match self.json:
            case "all":
                return True
            case "own":
                return mine
            case {"departments": chosen}:
                return record["department"] in chosen
            case "department":
                return mine or record["department"] in actor.departments
            case "department_below":
                return mine or record["department"] in actor.below or record["owner"] in actor.reports
            case {"field": "amount", "op": "gt", "value": value}:
                return record["amount"] is not None and record["amount"] > value * 100
            case {"field": "name", "op": "empty"}:
                return record["name"] is None
            case {"field": "owner", "op": "eq", "value": "my_reports"}:
                return record["owner"] in actor.reports
            case {"field": "created_at", "op": "before", "value": _}:
                return bool(record["created_at"] < "2026-11-20T16:00:00.000Z")
        raise AssertionError(self.json)


CONDITIONS: list[Any] = [
    {"field": "amount", "op": "gt", "value": 10},
    {"field": "name", "op": "empty"},
    {"field": "owner", "op": "eq", "value": "my_reports"},
    {"field": "created_at", "op": "before", "value": {"relative": "today"}},
]
ROWS = st.sampled_from(
    ["own", "team", "department", "department_below", "all", {"departments": [2, 3]}, *CONDITIONS]
)
LEVELS = st.sampled_from(["hidden", "masked", "read", "edit"])
GRANT = st.fixed_dictionaries(
    {
        "form": st.sampled_from(["*", "deal", "deal", "note"]),
        "actions": st.lists(st.sampled_from(ACTIONS), min_size=1, unique=True),
        "rows": ROWS,
    },
    optional={
        "fields": st.dictionaries(st.sampled_from(["*", *FIELDS]), LEVELS, min_size=1),
        "deny": st.booleans(),
    },
)
IDS = st.integers(1, 4)
ACTOR = st.builds(
    lambda me, departments, around, reports, stands, grants: Actor(
        me,
        departments=tuple(departments),
        below=frozenset({*departments, *around[0]}),
        above=frozenset({*departments, *around[1]}),
        reports=frozenset(reports) - {me},
        roles=("sales",),
        stands_for=frozenset(stands) - {me},
        at=instant(NOW),
        grants=tuple(grants),
    ),
    IDS,
    st.lists(IDS, max_size=2, unique=True),
    st.tuples(st.lists(IDS, max_size=2), st.lists(IDS, max_size=2)),
    st.lists(IDS, max_size=2),
    st.lists(IDS, max_size=1),
    st.lists(GRANT, max_size=4),
)
SHARES = st.lists(
    st.tuples(
        st.sampled_from(["share", "team"]),
        st.sampled_from(["person:1", "person:2", "department:1", "department:2", "role:sales", "role:legal"]),
        st.sampled_from(["read", "write"]),
        st.sampled_from([None, "2026-11-21T07:59:59.000Z", "2026-11-21T08:00:01.000Z"]),
    ),
    max_size=2,
    unique_by=lambda each: each[:2],
)
RECORD = st.fixed_dictionaries(
    {
        "name": st.none() | st.sampled_from(["a", "b"]),
        "amount": st.none() | st.sampled_from([500, 1000, 2000]),
        "secret": st.sampled_from(["x", "y"]),
        "owner": st.none() | IDS,
        "department": st.none() | IDS,
        "created_by": IDS,
        "created_at": st.sampled_from(["2026-11-19T00:00:00.000Z", "2026-11-21T00:00:00.000Z"]),
        "shares": SHARES,
    }
)
# Whose main department is which: what department scopes mean on records without a department of their own.
HOMES = {1: 1, 2: 2, 3: 2, 4: None}


def ways(record: Mapping[str, Any], actor: Actor) -> set[tuple[str, str]]:
    """How the record is open to the actor now: (share or team, level)."""
    people = {f"person:{id_}" for id_ in (actor.person_id, *actor.stands_for)}
    places = {f"department:{id_}" for id_ in (*actor.departments, *actor.above)}
    reached = people | places | {"role:sales"}
    return {
        (kind, level)
        for kind, subject, level, until in record["shares"]
        if subject in reached and (until is None or until > instant(NOW))
    }


def covers(grant: Mapping[str, Any], form: str, action: str, record: Mapping[str, Any], actor: Actor) -> bool:
    rows, known = grant["rows"], ways(record, actor)
    shared = any(("share", level) in known for level in OPENED.get(action, ()))
    if shared and not grant.get("deny") and answers(form, rows):
        return True
    if rows == "team":
        levels = {level for kind, level in known if kind == "team"}
        mine = Rows("own").has(record, actor)
        return mine or "write" in levels or (action in LOOKS and "read" in levels)
    if not answers(form, rows):
        return bool(grant.get("deny") and grant["form"] != "*")
    return Rows(rows).has(record, actor)


def answers(form: str, rows: Any) -> bool:
    """Whether the form has what the condition asks for: notes have no owner."""
    return not (form == "note" and isinstance(rows, dict) and rows.get("field") == "owner")


def level_of(grant: Mapping[str, Any], key: str) -> str:
    fields = grant.get("fields") or {}
    return str(fields.get(key, fields.get("*", "edit")))


def oracle(
    actor: Actor, form: str, action: str, record: Mapping[str, Any], level: str = "read"
) -> dict[str, bool] | None:
    """None when the record is out of sight, else which fields are open: read one sentence of the design at a time."""
    mine = [grant for grant in actor.grants if grant["form"] in ("*", form) and action in grant["actions"]]
    covering = [grant for grant in mine if covers(grant, form, action, record, actor)]
    allows = [grant for grant in covering if not grant.get("deny")]
    denies = [grant for grant in covering if grant.get("deny")]
    if not allows or any(not grant.get("fields") for grant in denies):
        return None
    ranks = ["hidden", "masked", "read", "edit"]
    need = ranks.index("edit" if action == "change" else level)
    found = {}
    for key in FIELDS:
        allowed = any(ranks.index(level_of(grant, key)) >= need for grant in allows)
        caps = [fields.get(key, fields.get("*")) for grant in denies for fields in [grant["fields"]]]
        denied = any(cap is not None and ranks.index(cap) < need for cap in caps)
        found[key] = allowed and not denied
    if action == "read":
        return found
    read = oracle(actor, form, "read", record)
    return read and {key: found[key] and read[key] for key in FIELDS}


def ours(record: Mapping[str, Any], form: str) -> dict[str, Any]:
    """A record without an owner belongs to who made it, and to the department that person is in."""
    if form == "deal":
        return dict(record)
    return {**record, "owner": record["created_by"], "department": HOMES[record["created_by"]]}


def store(tx: Tx, catalog: forms.Catalog, records: Iterable[Mapping[str, Any]]) -> None:
    for key in ("deal", "note"):
        table = catalog[key].table
        for id_, record in enumerate(records, 1):
            values = {name: value for name, value in record.items() if name in table.c}
            tx.execute(insert(table).values(id=id_, updated_at="x", created_via="test", **values))
            for kind, subject, level, until in record["shares"]:
                row = {"kind": kind, "subject": subject, "level": level, "until": until, "at": "x"}
                tx.execute(insert(share).values(form=key, record_id=id_, **row))


def values(record: Mapping[str, Any], form: Any, path: str) -> Stored | None:
    if path == "created_by.department":
        return Stored(HOMES[record["created_by"]], "department")
    type_ = form.operand_type(path)
    return Stored(record.get(path), type_, form.scale(path)) if type_ else None


class Enough(Exception):
    """Ends an example and takes its rows back."""


def compare(tx: Tx, catalog: forms.Catalog, records: list[dict[str, Any]], actor: Actor) -> None:
    context = Context(NOW, actor=actor)
    for key in ("deal", "note"):
        form = catalog[key]
        for action in ACTIONS:
            answers = [oracle(actor, key, action, ours(record, key)) for record in records]
            seen = visible(actor, form, action, context=context)
            # nothing is asked of a form whose rows or fields are all closed
            open_keys = [name for name in FIELDS if name in seen.fields]
            query = select(seen.of.c.id, *(seen.column(name) for name in open_keys)).where(seen.predicate)
            found = {row[0]: dict(zip(open_keys, row[1:], strict=True)) for row in tx.rows(query)}
            expected = {
                id_: {name: record[name] if answer[name] else None for name in FIELDS}
                for id_, (record, answer) in enumerate(zip(records, answers, strict=True), 1)
                if answer is not None
            }
            shown = {id_: {name: row.get(name) for name in FIELDS} for id_, row in found.items()}
            assert shown == expected, (key, action)
            assert union_of(tx, seen) == set(expected), (key, action)
            for record, answer in zip(records, answers, strict=True):
                judged = judge(
                    actor,
                    form,
                    action,
                    lambda path, r=record, f=form: values(r, f, path),
                    context,
                    frozenset(ways(record, actor)),
                )
                assert judged.allowed == (answer is not None)
                assert judged.fields & set(FIELDS) == {name for name in answer or {} if (answer or {})[name]}


def compare_masks(tx: Tx, catalog: forms.Catalog, records: list[dict[str, Any]], actor: Actor) -> None:
    """Where a field is not open and a mask of it is shown: what is between hidden and read."""
    for key in ("deal", "note"):
        seen = visible(actor, catalog[key], context=Context(NOW, actor=actor))
        for name in FIELDS:
            expected = set()
            for id_, record in enumerate(records, 1):
                shown = oracle(actor, key, "read", ours(record, key), "masked")
                whole = oracle(actor, key, "read", ours(record, key))
                if shown and whole and shown[name] and not whole[name]:
                    expected.add(id_)
            found: set[int] = set()
            if name in seen.masks:
                when = seen.when(name) if name in seen.fields else false()
                closed = false() if when is None else when.is_not(true())
                query = select(seen.of.c.id).where(seen.predicate, seen.masked(name), closed)
                found = {row[0] for row in tx.rows(query)}
            assert found == expected, (key, name)


def union_of(tx: Tx, seen: Any) -> set[int]:
    """The ids by scope, as a narrow person's list reads them."""
    limits = [] if seen.denies is None else [seen.denies]
    each = [select(seen.of.c.id).where(scope, *limits) for scope in seen.scopes] or [
        select(seen.of.c.id).where(*limits)
    ]
    return {row[0] for query in each for row in tx.rows(query)}


def prepare(db: Database) -> forms.Catalog:
    catalog = forms.of_definitions([DEAL, NOTE], db.dialect)
    with transaction(db) as tx:
        for key in ("deal", "note"):
            catalog[key].table.create(tx.connection)
        for id_, home in HOMES.items():
            name = f"p{id_}"
            tx.execute(
                insert(person).values(
                    id=id_,
                    name=name,
                    name_key=name,
                    name_sort=name,
                    name_initials="",
                    state="active",
                    department_id=home,
                    created_at="x",
                )
            )
    return catalog


def test_everybody_sees_what_the_grants_say_and_nothing_else(db: Database) -> None:
    catalog = prepare(db)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records=st.lists(RECORD, min_size=1, max_size=8), actors=st.lists(ACTOR, min_size=1, max_size=3))
    def as_granted(records: list[dict[str, Any]], actors: list[Actor]) -> None:
        try:
            with transaction(db) as tx:
                store(tx, catalog, records)
                for actor in actors:
                    compare(tx, catalog, records, actor)
                    compare_masks(tx, catalog, records, actor)
                raise Enough
        except Enough:
            pass

    as_granted()
