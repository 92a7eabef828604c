"""Records of any form: pages of them, one of them, writing, moving."""

from typing import Any

from bulou.access.visible import require
from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors, Param, number, text
from bulou.api.shapes import OBJECT, Record, RecordPage
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.records import query, write
from bulou.records.errors import RecordNotFound
from bulou.records.merging.leading import led_on
from bulou.records.query import Query
from bulou.records.write import Outcome, Who

doors = Doors("records")

RECORD_BODY: dict[str, Any] = {"type": "object", "additionalProperties": True}
MOST_FIELDS = 200
COUNTS = {"exact": "exact", "1": "exact", "true": "exact", "capped": "capped", "none": "no", "0": "no"}

FILTER = text("filter", "A condition as JSON")
SEARCH = text("search", "Text, pinyin initials, the last digits of a phone")
SORT = text("sort", "Field keys, a leading minus for descending: -amount,id")
FIELDS = text("fields", "Field keys and dotted paths by comma; heat adds the heat")
LIMIT = number("limit", most=200)
CURSOR = text("cursor", "The next of the page before")
COUNT = Param("count", {"type": "string", "enum": ["exact", "capped", "none"]}, "Whether to count")
COLOURS = text("colours", "Conditions as JSON; `_colour` of a record is the place of the first that it meets")
LIST = (FILTER, SEARCH, SORT, FIELDS, LIMIT, CURSOR, COUNT, COLOURS)


def form_of(call: Call, action: str = "read") -> Form:
    """The form of the path; NotFound for strangers, Forbidden for those who may only read."""
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, action)
    return form


def who_of(call: Call, via: str | None = None) -> Who:
    """On whose behalf a write happens."""
    return Who(call.actor, via or ("page" if call.session else "api"), call.locale)


@doors.get("/records/{form}", "list_records", carries="records", query=LIST, answer=RecordPage)
def list_records(call: Call) -> dict[str, Any]:
    """A page of records."""
    form = form_of(call)
    asked = Query(
        filter=call.json("filter"),
        search=call.text("search", most=200),
        sort=call.text("sort"),
        fields=call.words("fields"),
        limit=call.number("limit", 50, most=200),
        cursor=call.text("cursor", most=4000),
        count=counting(call.text("count")),
        colours=call.json("colours"),
        masks=True,
    )
    return query.page(call.tx, call.actor, form, asked).json


@doors.ask(
    "/records/{form}/query",
    "query_records",
    carries="records",
    body=OBJECT,
    answer=RecordPage,
)
def query_records(call: Call) -> dict[str, Any]:
    """A page of records under a filter too long for an address."""
    return query.page(call.tx, call.actor, form_of(call), query_of(call.record())).json


KNOWN = frozenset({"filter", "search", "sort", "fields", "limit", "cursor", "count", "colours"})


def query_of(body: dict[str, Any]) -> Query:
    """The query in a body: the same values as in an address, lists where those have commas."""
    for key in body:
        if key not in KNOWN:
            raise refused(key[:60], "fields.unknown")
    limit = body.get("limit", 50)
    if type(limit) is not int or not 1 <= limit <= 200:
        raise refused("limit", "fields.out_of_range", min=1, max=200)
    fields = _texts(body.get("fields"), "fields")
    sort = _texts(body.get("sort"), "sort")
    return Query(
        filter=body.get("filter"),
        search=_text(body.get("search"), "search", 200),
        sort=None if sort is None else ",".join(sort),
        fields=fields,
        limit=limit,
        cursor=_text(body.get("cursor"), "cursor", 4000),
        count=counting(_text(body.get("count"), "count", 20)),
        colours=body.get("colours"),
        masks=True,
    )


def _text(value: Any, name: str, most: int) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise refused(name, "fields.not_text")
    if len(value) > most:
        raise refused(name, "fields.too_long", max=most)
    return value


def _texts(value: Any, name: str) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise refused(name, "fields.not_a_list")
    if len(value) > MOST_FIELDS:
        raise refused(name, "fields.too_many", max=MOST_FIELDS)
    return tuple(value)


def counting(asked: str | None) -> Any:
    """How to count: `exact`, `capped` at 1,000, or not at all."""
    if asked is None:
        return "no"
    if asked not in COUNTS:
        raise refused("count", "fields.not_a_choice")
    return COUNTS[asked]


@doors.post(
    "/records/{form}", "create_record", carries="records", status=201, body=RECORD_BODY, answer=Record
)
def create_record(call: Call) -> Answer:
    """Create a record from values by field key."""
    form = form_of(call, "create")
    outcome = write.create(call.tx, who_of(call), form, call.record())
    record = written(call, form, outcome)
    return Answer(record, 201, ((b"location", f"/api/records/{form.key}/{outcome.id}".encode()),))


@doors.get("/records/{form}/{id}", "get_record", carries="records", answer=Record)
def get_record(call: Call) -> dict[str, Any]:
    """One record with all that the caller may see of it; 404 `records.merged` says what one that was merged became."""
    form = form_of(call)
    try:
        return query.read(call.tx, call.actor, form, call.id())
    except RecordNotFound as error:
        raise led_on(call.tx, call.actor, form, error, call.id()) from error


@doors.patch("/records/{form}/{id}", "change_record", carries="records", body=RECORD_BODY, answer=Record)
def change_record(call: Call) -> dict[str, Any]:
    """Change fields. `version` is the one last seen: disjoint changes merge, others are answered 409."""
    form = form_of(call)
    id_ = call.id()
    values = dict(call.record())
    version = checked_version(values.pop("version", None))
    return written(call, form, write.change(call.tx, who_of(call), form, id_, values, version))


def checked_version(value: Any) -> int | None:
    """The version in a body: a whole number, or none."""
    if value is not None and (type(value) is not int or value < 0):
        raise refused("version", "fields.not_a_number")
    return value


@doors.delete("/records/{form}/{id}", "delete_record", carries="records")
def delete_record(call: Call) -> None:
    """Put a record into the bin."""
    form = form_of(call)
    write.delete(call.tx, who_of(call), form, call.id())


def written(call: Call, form: Form, outcome: Outcome) -> dict[str, Any]:
    """The record after a write, with what the rules want said and what was not taken; `locked` out of sight."""
    assert outcome.id is not None
    try:
        record = query.read(call.tx, call.actor, form, outcome.id)
    except RecordNotFound:  # given to somebody whose records the caller does not see
        return {"id": outcome.id, "version": outcome.version, "title": None, "locked": True}
    if outcome.warnings:
        record["_warnings"] = [
            {"rule": each.rule, "message": each.message, "fields": list(each.fields)}
            for each in outcome.warnings
        ]
    if outcome.stripped:
        record["_stripped"] = list(outcome.stripped)
    return record
