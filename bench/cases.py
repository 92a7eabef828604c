"""What is measured: each case is calls to the product and the bare server's counterpart."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import orjson

from bench.client import Call

LIST = "id,name,amount,stage,expected_close,account,owner"


Calls = Callable[[int], Iterator[Call]]


@dataclass(frozen=True)
class Case:
    """One line of the report. `goal` bounds the ratio to the bare server (or `limit` the milliseconds)."""

    key: str
    calls: Calls
    bare: Calls
    goal: float | None = None
    limit: float | None = None
    who: str = "boss"


def listing(filter: object | None, **query: str | int) -> str:
    """The address of a list."""
    parts = {"fields": LIST, "limit": 50, **query}
    if filter is not None:
        parts["filter"] = quote(orjson.dumps(filter))
    return "/api/records/opportunity?" + "&".join(f"{k}={v}" for k, v in parts.items())


def body(number: int) -> dict[str, object]:
    """An opportunity to create."""
    return {
        "name": f"新机会 {number}",
        "amount": 128600,
        "account": 1 + number % 900,
        "expected_close": "2026-12-18",
    }


def creates(client: int) -> Iterator[Call]:
    """Creations."""
    return (Call("POST", "/api/records/opportunity", body(n)) for n in itertools.count(client * 1_000_000))


def changes(rows: int) -> Callable[[int], Iterator[Call]]:
    """Changes of one field of random records, without a version (as a program does)."""

    def calls(client: int) -> Iterator[Call]:
        chance = random.Random(client)
        for n in itertools.count(1):
            yield Call(
                "PATCH", f"/api/records/opportunity/{chance.randrange(1, rows)}", {"amount": n + client * 7}
            )

    return calls


def reads(rows: int) -> Callable[[int], Iterator[Call]]:
    """One record with its relations."""

    def calls(client: int) -> Iterator[Call]:
        chance = random.Random(client)
        while True:
            yield Call("GET", f"/api/records/opportunity/{chance.randrange(1, rows)}")

    return calls


def always(call: Call) -> Callable[[int], Iterator[Call]]:
    """The same call again and again."""
    return lambda _client: itertools.repeat(call)


def select(sql: str, *parameters: object) -> Callable[[int], Iterator[Call]]:
    """The raw driver running one statement."""
    return always(Call("POST", "/select", {"sql": sql, "parameters": list(parameters)}))


def cases(rows: int, seller: int, *, sqlite: bool) -> list[Case]:
    """The read and write cases at `rows` opportunities."""
    mark = "?" if sqlite else "%s"
    columns = (
        "o.id, o.version, o.name, o.amount, o.stage, o.expected_close, o.account, a.name, o.owner, p.name"
    )
    joined = f"SELECT {columns} FROM f_opportunity o LEFT JOIN f_account a ON a.id = o.account LEFT JOIN person p ON p.id = o.owner"
    page = f"{joined} WHERE o.deleted_at IS NULL AND o.stage = {mark} ORDER BY o.id DESC LIMIT 51"
    own = f"{joined} WHERE o.deleted_at IS NULL AND o.owner = {mark} ORDER BY o.updated_at DESC, o.id DESC LIMIT 51"
    one = f"{joined} WHERE o.id = {mark}"
    month = "substr(o.expected_close, 1, 7)"
    total = f"SELECT o.stage, {month}, sum(o.amount) FROM f_opportunity o WHERE o.deleted_at IS NULL GROUP BY 1, 2"
    sums = {
        "dimensions": [{"field": "stage"}, {"field": "expected_close", "bucket": "month"}],
        "measures": [{"agg": "sum", "field": "amount"}],
        "limit": 1000,
    }
    by_stage = {"field": "stage", "op": "eq", "value": "negotiation"}
    insert = Call(
        "POST", "/insert", {**body(1), "stage": "need", "owner": 1, "created_at": "2026-11-21T00:00:00.000Z"}
    )
    return [
        Case("create", creates, always(insert), goal=4),
        Case("change", changes(rows), always(insert), goal=4),
        Case("read with relations", reads(rows), select(one, 5)),
        Case("filtered page with total", always(Call("GET", listing(by_stage, count="capped"))), select(page, "negotiation"), goal=2.5),
        Case("own rows", always(Call("GET", listing(None, sort="-updated_at"))), select(own, seller), goal=3, who="seller"),
        Case("search, 2 characters", always(Call("GET", "/api/search?q=" + quote("恒味"))), always(Call("POST", "/echo", {})), limit=10),
        Case("search, 10 characters", always(Call("GET", "/api/search?q=" + quote("苏州恒味精密机械 一期"))), always(Call("POST", "/echo", {})), limit=10),
        Case("sum by stage and month", always(Call("POST", "/api/aggregate/opportunity", sums)), select(total), limit=15),
    ]  # fmt: skip
