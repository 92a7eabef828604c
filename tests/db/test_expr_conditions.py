"""SQL and Python judge every condition alike, on both databases."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, ColumnElement, MetaData, Table, insert, select, true

from bulou.access.operands import through_many, through_one
from bulou.db.database import Database
from bulou.db.metadata import BIG, BYTES
from bulou.db.tables.people import department_closure
from bulou.db.tx import Tx, transaction
from bulou.expr.conditions import Context, Stored, holds, parse, to_sql
from bulou.kit.protocols import Actor, Operand

shape = MetaData()


def text(key: str) -> Column[str]:
    return Column(key, BYTES)


def whole(key: str, **options: Any) -> Column[int]:
    return Column(key, BIG, **options)


target = Table("t_target", shape, whole("id", primary_key=True), text("name"), whole("size"))
link = Table("t_link", shape, whole("record_id", primary_key=True), whole("target_id", primary_key=True))
team = Table("t_team", shape, whole("record_id", primary_key=True), whole("target_id", primary_key=True))
teams = Table("t_teams", shape, whole("record_id", primary_key=True), whole("target_id", primary_key=True))
LINKS = {"targets": link, "team": team, "teams": teams}
line = Table("t_line", shape, whole("id", primary_key=True), whole("parent_id"))
record = Table(
    "t_record",
    shape,
    whole("id", primary_key=True),
    *(
        text(key)
        for key in (
            "text",
            "date",
            "datetime",
            "choice",
            "choices",
            "file",
            "any_form",
            "time",
            "span",
            "span_end",
            "path",
            "address",
            "address_region",
        )
    ),
    *(whole(key) for key in ("amount", "count", "switch", "person", "department", "account", "any")),
)

TREE = {1: frozenset({1, 2, 3}), 2: frozenset({2, 3}), 3: frozenset({3}), 4: frozenset({4})}
ME = Actor(1, departments=(2,), below=TREE[2], reports=frozenset({2, 3}))
NOW = Context(datetime(2026, 11, 21, 15, 30, tzinfo=UTC), actor=ME, tree=TREE)
SCALES = {"amount": 2}
TYPES = {
    "text": "text",
    "amount": "number",
    "count": "number",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "span": "span",
    "path": "path",
    "address": "address",
    "choice": "choice",
    "choices": "choices",
    "switch": "switch",
    "person": "person",
    "department": "department",
    "account": "record",
    "any": "record",
    "targets": "records",
    "team": "people",
    "teams": "departments",
    "lines": "rows",
    "file": "file",
}
TARGETS = [(1, "Alpha_1", 10), (2, None, 20), (3, "beta%", None)]

# Values: few enough to meet, odd enough to hurt.
WORDS = [
    "a",
    "A",
    "ab",
    "ba",
    "aB%",
    "a_b",
    "axb",
    "\\",
    "a\\%",
    "é",
    "É",
    "张三",
    "三",
    "ß",
    "İ",
    "😀 x",
    " ",
]
KEYS = ["a", "b", "ab", "A"]
SETS = ["|a|", "|A|", "|ab|", "|a|b|", "|A|b|"]
DAYS = ["0001-01-02", "2026-11-14", "2026-11-15", "2026-11-20", "2026-11-21", "2026-11-22", "9999-12-31"]
INSTANTS = [
    "2026-11-19T15:59:59.999Z",
    "2026-11-20T15:59:59.999Z",
    "2026-11-20T16:00:00.000Z",
    "2026-11-21T15:30:00.000Z",
    "2026-11-21T16:00:00.000Z",
    "2026-11-30T16:00:00.000Z",
]
TIMES = ["00:00:00", "09:30:00", "09:30:01", "23:59:59"]
ASKED_TIMES = ["00:00", "09:30", "09:30:01", "23:59"]
PATHS_STORED = ["a", "a/b", "a/b/c", "ab", "ab/c", "a0"]
ADDRESSES = [("aB%", "a/b"), ("张三", None), ("x a", "ab"), ("A", "a")]
SPANS = [
    ("2026-11-01", "2026-11-30"),
    ("2026-11-21", "2026-11-21"),
    ("2026-11-22", "2027-01-01"),
    ("0001-01-02", "9999-12-31"),
]
NUMBERS = [0, 1, -1, 99, 100, 101, 10**14, -(10**14)]
ASKED = [0, 1, -1, 0.99, 1.0, 1.01, 1.005, "1", 10**12, -0.001, 1e-7, 1e15]
IDS = [1, 2, 3, 4]
RELATIVE: list[Any] = [
    *(
        {"relative": f"{which}_{what}"}
        for which in ("last", "this", "next")
        for what in ("week", "month", "year")
    ),
    *({"relative": name} for name in ("today", "yesterday", "tomorrow", "this_quarter", "next_quarter")),
    *({"relative": f"{which}_n_days", "n": 7} for which in ("last", "next")),
    *({"relative": f"n_days_{which}", "n": 1} for which in ("ago", "later")),
]
MOMENTS = [*DAYS[1:], *INSTANTS, *RELATIVE]
PEOPLE = [*IDS, "me", "my_reports", "me_and_reports"]
DEPARTMENTS = [*IDS, "mine"]
ANY = [{"form": form, "id": id_} for form in ("lead", "account") for id_ in (1, 2)]
TEXTS = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=4
)

POOLS: dict[str, list[Any]] = {
    "text": WORDS,
    "amount": NUMBERS,
    "count": NUMBERS,
    "date": DAYS,
    "datetime": INSTANTS,
    "time": TIMES,
    "span": SPANS,
    "path": PATHS_STORED,
    "address": ADDRESSES,
    "choice": KEYS,
    "choices": SETS,
    "switch": [0, 1],
    "person": IDS,
    "department": IDS,
    "account": [1, 2, 3],
    "any": [(1, "lead"), (2, "lead"), (1, "account"), (3, "account")],
    "targets": [[1], [2], [1, 2], [1, 3], [1, 2, 3]],
    "team": [[1], [3], [1, 4], [2, 3]],
    "teams": [[1], [3], [3, 4], [4]],
    "lines": [1, 2],
    "file": ["|1|"],
}
NOTHING: dict[str, Any] = {
    key: {"targets": [], "team": [], "teams": [], "lines": 0}.get(key) for key in POOLS
}


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


ROW = st.fixed_dictionaries(
    {key: st.just(NOTHING[key]) | st.sampled_from(pool) for key, pool in POOLS.items()}
    | {"text": maybe(TEXTS)}
)


def pairs(values: list[Any]) -> list[Any]:
    return [list(pair) for pair in zip(values, values[1:] + values[:1], strict=True)]


def members(ones: list[Any]) -> dict[str, list[Any]]:
    many = [[], *([one] for one in ones), *pairs(ones)]
    return {"eq": ones, "ne": ones, "in": many, "not_in": many, **EMPTY}


def moments() -> dict[str, list[Any]]:
    spans = ("eq", "before", "after", "on_or_before", "on_or_after", "gt", "ge", "lt", "le")
    return {**dict.fromkeys(spans, MOMENTS), "relative": RELATIVE, "between": pairs(MOMENTS), **EMPTY}


def lists(ones: list[Any], *ops: str) -> dict[str, list[Any]]:
    return {op: [[], *([one] for one in ones), *pairs(ones)] for op in ops}


TIME_OPS = ("eq", "ne", "before", "after", "on_or_before", "on_or_after", "gt", "ge", "lt", "le")
EMPTY: dict[str, list[Any]] = {"empty": [None], "not_empty": [None]}
# operand type → operator → the values to ask with
QUESTIONS: dict[str, dict[str, list[Any]]] = {
    "text": {**members(WORDS), **dict.fromkeys(("contains", "not_contains", "starts", "ends"), WORDS)},
    "number": {**members(ASKED), **dict.fromkeys(("gt", "ge", "lt", "le"), ASKED), "between": pairs(ASKED)},
    "date": moments(),
    "datetime": moments(),
    "time": {**dict.fromkeys(TIME_OPS, ASKED_TIMES), "between": pairs(ASKED_TIMES), **EMPTY},
    "span": {
        **dict.fromkeys(("overlaps", "before", "after"), MOMENTS),
        "relative": RELATIVE,
        "between": pairs(MOMENTS),
        **EMPTY,
    },
    "people": {**members(PEOPLE), **lists(PEOPLE, "any", "all", "none")},
    "departments": {**members(DEPARTMENTS), **lists(DEPARTMENTS, "any", "all", "none", "below")},
    "path": {**members(PATHS_STORED), "below": [*PATHS_STORED, [], *pairs(PATHS_STORED)]},
    "address": {
        **dict.fromkeys(("contains", "not_contains"), WORDS),
        "below": [*PATHS_STORED, [], *pairs(PATHS_STORED)],
        **EMPTY,
    },
    "choice": members(KEYS),
    "choices": {**lists(KEYS, "any", "all", "none"), **EMPTY},
    "switch": {"eq": [True, False]},
    "person": members(PEOPLE),
    "department": {"eq": DEPARTMENTS, **lists(DEPARTMENTS, "in", "below"), **EMPTY},
    "record": members([*IDS, *ANY]),
    "records": {**members(IDS), **lists(IDS, "any", "all", "none")},
    "rows": EMPTY,
    "file": EMPTY,
}


def leaf(path: str, type_: str) -> st.SearchStrategy[Any]:
    questions = [
        {"field": path, "op": op, "value": one} for op, values in QUESTIONS[type_].items() for one in values
    ]
    return st.sampled_from(questions)


PATHS = {
    **TYPES,
    "account.name": "text",
    "account.size": "number",
    "targets.name": "text",
    "targets.size": "number",
}
LEAF = st.one_of(*(leaf(path, type_) for path, type_ in PATHS.items()))
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"and": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"or": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)


def resolve(path: str) -> Operand | None:
    """What access supplies in the product, without rights."""
    head, _, rest = path.partition(".")
    if rest:
        there = target.alias()
        far = Operand(there.c[rest], PATHS[path])
        if head == "account":
            return through_one(record, record.c.account, there, true(), far)
        return through_many(record, record.c.id, link, there, true(), far)
    extra: dict[str, Any] = {"lines": {"rows": line}}.get(path, {})
    if path in LINKS:
        extra = {"junction": LINKS[path]}
    if path == "any":
        extra = {"form": record.c.any_form}
    if path == "span":
        extra = {"end": record.c.span_end}
    if path == "address":
        extra = {"region": record.c.address_region}
    column: ColumnElement[Any] = record.c.id if path in {*LINKS, "lines"} else record.c[path]
    return Operand(column, TYPES[path], SCALES.get(path, 0), extra)


def value_of(row: Mapping[str, Any]) -> Callable[[str], Stored]:
    by_id = {id_: {"name": name, "size": size} for id_, name, size in TARGETS}

    def answer(path: str) -> Stored:
        head, _, rest = path.partition(".")
        type_ = PATHS[path]
        if rest and head == "account":
            return Stored(by_id[row["account"]][rest] if row["account"] else None, type_)
        if rest:
            return Stored(None, type_, many=tuple(Stored(by_id[id_][rest], type_) for id_ in row["targets"]))
        if path == "any":
            return Stored(row["any"] or (None, None), type_)
        value = tuple(range(row["lines"])) if path == "lines" else row[path]
        return Stored(value, type_, SCALES.get(path, 0))

    return answer


def store(tx: Tx, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        plain = {key: row[key] for key in row if key in record.c and key not in ("any", "span", "address")}
        any_id, any_form = row["any"] or (None, None)
        first, last = row["span"] or (None, None)
        address, region = row["address"] or (None, None)
        beside = {
            "address": address,
            "address_region": region,
            "any": any_id,
            "any_form": any_form,
            "span": first,
            "span_end": last,
        }
        tx.execute(insert(record).values(id=number, **beside, **plain))
        for key, table in LINKS.items():
            for id_ in row[key]:
                tx.execute(insert(table).values(record_id=number, target_id=id_))
        for _ in range(row["lines"]):
            tx.execute(insert(line).values(parent_id=number))


class Enough(Exception):
    """Ends an example and takes its rows back."""


def compare(db: Database, rows: list[dict[str, Any]], conditions: list[Any]) -> None:
    """Every condition finds in the database the rows that Python judges true; nothing stays behind."""
    try:
        with transaction(db) as tx:
            store(tx, rows)
            for json in conditions:
                tree = parse(json)
                query = select(record.c.id).where(to_sql(tree, resolve, NOW)).order_by(record.c.id)
                expected = [n for n, row in enumerate(rows, 1) if holds(tree, value_of(row), NOW) is True]
                assert [id_ for (id_,) in tx.rows(query)] == expected, json
            raise Enough
    except Enough:
        pass


def prepare(db: Database) -> None:
    with transaction(db) as tx:
        shape.create_all(tx.connection)
        tx.execute(insert(target), [dict(zip(("id", "name", "size"), row, strict=True)) for row in TARGETS])
        closure = [
            {"above_id": above, "below_id": below, "depth": 0} for above in TREE for below in TREE[above]
        ]
        tx.execute(insert(department_closure), closure)


def test_sql_finds_what_python_judges_true(db: Database) -> None:
    prepare(db)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=st.lists(ROW, min_size=4, max_size=8), conditions=st.lists(CONDITION, min_size=5, max_size=8))
    def judged_alike(rows: list[dict[str, Any]], conditions: list[Any]) -> None:
        compare(db, rows, conditions)

    judged_alike()


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_question_to_every_value(db: Database, path: str) -> None:
    prepare(db)
    head = path.partition(".")[0]
    rows = [NOTHING, *({**NOTHING, head: value} for value in POOLS[head])]
    asked = QUESTIONS[PATHS[path]]
    leaves = [{"field": path, "op": op, "value": value} for op, values in asked.items() for value in values]
    compare(db, rows, [*leaves, *({"not": leaf} for leaf in leaves)])
