"""What is wrong with a public form: settings that cannot be, and what was deleted since they were made."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from bulou.access.visible import may
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.errors import FieldError, FieldProblem
from bulou.kit.protocols import SYSTEM, Actor
from bulou.records.public.model import PublicDef
from bulou.records.public.offered import is_offered
from bulou.records.query.one import sees
from bulou.records.query.secure import sight

NOT_FIXED = frozenset(("file", "rows", "records", "people", "departments"))  # operands
ACTIVE = ("active", "not_activated")


def problems_of(tx: Tx, form: Form, definition: PublicDef, actor: Actor) -> list[FieldProblem]:
    """Everything that cannot be saved like this. `actor`: who sets it, for the records that values name."""
    return [
        *_words(definition),
        *_days(definition),
        *_twice_used(definition),
        *missing(form, definition),
        *_values(tx, actor, form, definition),
        *_owner(tx, form, definition),
        *_options(tx, actor, form, definition),
        *_code(form, definition),
    ]


def _code(form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    """Codes go to an address that stands in the entry."""
    field = form.by_key.get(definition.code or "")
    if definition.code is None or (
        field is not None
        and field.definition.kind == "email"
        and any(each.key == definition.code for each in definition.fields)
    ):
        return
    yield FieldProblem("code", "public.no_address", {"field": definition.code})


def _options(tx: Tx, actor: Actor, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    """Only who sees every record of another form may show its texts to everybody."""
    for at, each in enumerate(definition.fields):
        field = form.by_key.get(each.key)
        offers = field.definition.offers if field is not None and each.options else None
        target = form.others.get(offers.form) if offers is not None else None
        if offers is not None and target is not None:
            seen = sight(tx, actor, target)
            all_rows = not seen.scopes and seen.denies is None and may(actor, target.key, "read")
            if not all_rows or offers.take not in seen.fields or seen.when(offers.take) is not None:
                yield FieldProblem(f"fields.{at}", "public.not_offered", {"field": each.key})


def missing(form: Form, definition: PublicDef) -> list[FieldProblem]:
    """The fields that are gone, or cannot be used any more: no entries are taken until that is mended."""
    found = [
        FieldProblem(f"fields.{at}", "public.field_gone", {"field": each.key})
        for at, each in enumerate(definition.fields)
        if each.key not in form.by_key
    ]
    found += [
        FieldProblem(f"fields.{at}", "public.not_offered", {"field": each.key})
        for at, each in enumerate(definition.fields)
        if each.key in form.by_key and not is_offered(form.by_key[each.key])
    ]
    found += [
        FieldProblem(f"fields.{at}", "public.options_closed", {"field": each.key})
        for at, each in enumerate(definition.fields)
        if not each.options and _shows_records(form.by_key.get(each.key))
    ]
    hidden = {f"fixed.{key}": key for key in definition.fixed}
    if definition.tracking.field is not None:
        hidden["tracking.field"] = definition.tracking.field
    gone = {path: key for path, key in hidden.items() if not _may_be_fixed(form.by_key.get(key))}
    return found + [FieldProblem(path, "public.field_gone", {"field": key}) for path, key in gone.items()]


def _shows_records(field: BoundField | None) -> bool:
    return field is not None and field.definition.offers is not None


def warnings_of(tx: Tx, form: Form, definition: PublicDef) -> list[FieldProblem]:
    """What entries do without: owners who have left, records that are gone, fields nobody fills in."""
    return [
        *_owner(tx, form, definition),
        *_values(tx, SYSTEM, form, definition),
        *_not_filled(form, definition),
        *_code(form, definition),
    ]


def _not_filled(form: Form, definition: PublicDef) -> list[FieldProblem]:
    """Fields that the form requires and nobody fills in: entries may be refused."""
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


def _twice_used(definition: PublicDef) -> Iterator[FieldProblem]:
    chosen = [each.key for each in definition.fields]
    yield from _twice("fields", chosen)
    yield from _twice("tracking.codes", (each.code for each in definition.tracking.codes))
    for key in set(chosen) & set(definition.fixed):
        yield FieldProblem(f"fixed.{key}", "public.twice", {"what": key})
    if definition.tracking.field in chosen:
        yield FieldProblem("tracking.field", "public.twice", {"what": definition.tracking.field})


def _values(tx: Tx, actor: Actor, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
    for key, value in definition.fixed.items():
        yield from _value(tx, actor, form.by_key.get(key), f"fixed.{key}", value)
    field = form.by_key.get(definition.tracking.field or "")
    for at, code in enumerate(definition.tracking.codes):
        yield from _value(tx, actor, field, f"tracking.codes.{at}.value", code.value)


def _value(tx: Tx, actor: Actor, field: BoundField | None, path: str, value: Any) -> Iterator[FieldProblem]:
    if field is None or not _may_be_fixed(field) or value is None:
        return
    try:
        stored = field.kind.check(field.definition, value)
    except FieldError as error:
        yield error.at(path)
        return
    if stored is not None and field.operand == "record":
        target = catalogs.load(tx).get(field.target or "")
        if target is None or not sees(tx, actor, target, stored):
            yield FieldProblem(path, "fields.unknown_record", {"id": stored})
    if stored is not None and field.operand == "person" and stored not in active(tx, [stored]):
        yield FieldProblem(path, "public.no_person")


def _may_be_fixed(field: BoundField | None) -> bool:
    if field is None or field.operand in NOT_FIXED or field.kind.computed:
        return False
    return field.target != "*"


def _owner(tx: Tx, form: Form, definition: PublicDef) -> Iterator[FieldProblem]:
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
