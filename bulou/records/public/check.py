"""What is wrong with a public form: settings that cannot be, and what was deleted since they were made."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.errors import FieldError, FieldProblem
from bulou.kit.protocols import SYSTEM, Actor
from bulou.records.public.model import Code, PublicDef
from bulou.records.public.offered import FILES, is_offered
from bulou.records.query.one import sees

NOT_FIXED = frozenset((*FILES, "detail", "relations"))
ACTIVE = ("active", "not_activated")


def problems_of(tx: Tx, form: Form, definition: PublicDef, actor: Actor = SYSTEM) -> list[FieldProblem]:
    """Everything that keeps entries from being taken. `actor`: who sets it, for the records that values name."""
    return [
        *_words(definition),
        *_days(definition),
        *_fields(form, definition),
        *_fixed(tx, actor, form, definition),
        *_tracking(tx, actor, form, definition),
    ]


def warnings_of(form: Form, definition: PublicDef) -> list[FieldProblem]:
    """Fields that the form requires and nobody fills in: their entries may be refused."""
    given = {each.key for each in definition.fields} | {
        key for key, value in definition.fixed.items() if value
    }
    given |= {definition.tracking.field} if definition.tracking.field else set()
    rules = {
        action.field
        for rule in form.definition.rules
        if rule.enabled
        for action in rule.actions
        if action.do == "set"
    }
    return [
        FieldProblem("fields", "public.required_missing", {"field": field.key})
        for field in form.fields
        if field.definition.required and field.definition.default is None and field.key not in given | rules
    ]


def _words(definition: PublicDef) -> Iterator[FieldProblem]:
    for locale in definition.languages:
        if not definition.title.get(locale, "").strip():
            yield FieldProblem(f"title.{locale}", "fields.required")
    if len(set(definition.languages)) < len(definition.languages):
        yield FieldProblem("languages", "public.twice", {"what": definition.languages[0]})


def _days(definition: PublicDef) -> Iterator[FieldProblem]:
    days: dict[str, date] = {}
    for key in ("opens", "closes"):
        text = getattr(definition, key)
        try:
            if text is not None:
                days[key] = date.fromisoformat(text)
        except ValueError:
            yield FieldProblem(key, "fields.not_a_date")
    if len(days) == 2 and days["closes"] < days["opens"]:
        yield FieldProblem("closes", "public.closes_before")


def _fields(form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    for at, chosen in enumerate(definition.fields):
        field = form.by_key.get(chosen.key)
        if field is None:
            yield FieldProblem(f"fields.{at}", "public.field_gone", {"field": chosen.key})
        elif not is_offered(field):
            yield FieldProblem(f"fields.{at}", "public.not_offered", {"field": chosen.key})
    yield from _twice("fields", (each.key for each in definition.fields))


def _fixed(tx: Tx, actor: Actor, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    chosen = {each.key for each in definition.fields}
    for key, value in definition.fixed.items():
        if key in chosen:
            yield FieldProblem(f"fixed.{key}", "public.twice", {"what": key})
        yield from _value(tx, actor, form, f"fixed.{key}", key, value)


def _tracking(tx: Tx, actor: Actor, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    tracking = definition.tracking
    yield from _twice("tracking.codes", (each.code for each in tracking.codes))
    if tracking.field is None:
        return
    if any(each.key == tracking.field for each in definition.fields):
        yield FieldProblem("tracking.field", "public.twice", {"what": tracking.field})
    field = form.by_key.get(tracking.field)
    if field is None or not _may_be_fixed(field):
        yield FieldProblem("tracking.field", "public.field_gone", {"field": tracking.field})
        return
    for at, code in enumerate(tracking.codes):
        yield from _code(tx, actor, form, tracking.field, at, code)


def _code(tx: Tx, actor: Actor, form: Form, field: str, at: int, code: Code) -> Iterator[FieldProblem]:
    if code.value is not None:
        yield from _value(tx, actor, form, f"tracking.codes.{at}.value", field, code.value)


def _value(tx: Tx, actor: Actor, form: Form, path: str, key: str, value: Any) -> Iterator[FieldProblem]:
    field = form.by_key.get(key)
    if field is None or not _may_be_fixed(field):
        yield FieldProblem(path, "public.field_gone", {"field": key})
        return
    try:
        stored = field.kind.check(field.definition, value)
    except FieldError as error:
        yield error.at(path)
        return
    if stored is not None and field.operand == "record" and field.target not in (None, "*"):
        target = catalogs.load(tx).get(field.target or "")
        if target is None or not sees(tx, actor, target, stored):
            yield FieldProblem(path, "fields.unknown_record", {"id": stored})
    if stored is not None and field.operand == "person" and stored not in active(tx, [stored]):
        yield FieldProblem(path, "public.no_person")


def _may_be_fixed(field: BoundField) -> bool:
    return field.definition.kind not in NOT_FIXED and not field.kind.computed and field.target != "*"


def owner_problems(tx: Tx, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    """What is wrong with the owners; entries are taken all the same, and are nobody's then."""
    owner = definition.owner
    if owner.rule == "nobody":
        return
    if not form.owned:
        yield FieldProblem("owner", "public.not_owned")
    elif not active(tx, owner.people):
        yield FieldProblem("owner", "public.no_person")


def active(tx: Tx, people: Iterable[int]) -> list[int]:
    """Those of `people` who can own records, in their order."""
    wanted = list(dict.fromkeys(people))
    query = select(person.c.id).where(person.c.id.in_(wanted), person.c.state.in_(ACTIVE))
    found = {row[0] for row in tx.rows(query)}
    return [id_ for id_ in wanted if id_ in found]


def _twice(path: str, keys: Iterable[str]) -> Iterator[FieldProblem]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield FieldProblem(path, "public.twice", {"what": key})
