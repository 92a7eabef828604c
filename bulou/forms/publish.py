"""Publishing: definitions are checked, tables follow, versions are kept; all in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from bulou.db import revisions
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogue
from bulou.forms import check, ddl
from bulou.forms.backfill import fill_derived, fill_following, fill_title
from bulou.forms.catalog import Catalog
from bulou.forms.ddl import NOTHING_READY, Ready
from bulou.forms.errors import FormChanged, InvalidForm, ValuesNotUnique
from bulou.forms.form import Form
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.settle import Change, Settled, settle
from bulou.kit.errors import FieldProblem
from bulou.kit.events import Event
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import audit


@dataclass(frozen=True)
class PublishReport:
    """What publishing one form did. `changes` is empty when the definition was already in force."""

    form: str
    version: int
    changes: tuple[Change, ...]
    statements: tuple[str, ...]


def publish(
    tx: Tx, form: FormDef, *, by: Actor = SYSTEM, based_on: int | None = None, ready: Ready = NOTHING_READY
) -> PublishReport:
    """Create or change one form. `based_on`: the version the editor started from (FormChanged when outdated).
    `ready`: fields of another kind than before whose values wait in columns of these names.

    Errors: InvalidForm with a problem per place, ValuesNotUnique.
    """
    if based_on is not None:
        tx.lock(catalogue.REVISION)
        current = catalogue.load(tx).get(form.key)
        version = current.definition.version if current else 0
        if version != based_on:
            raise FormChanged(form=form.key, version=version)
    return publish_all(tx, [form], by=by, ready=ready)[0]


def publish_all(
    tx: Tx, forms: Sequence[FormDef], *, by: Actor = SYSTEM, ready: Ready = NOTHING_READY
) -> list[PublishReport]:
    """Create or change several forms that may point at one another."""
    tx.lock(catalogue.REVISION)
    now = catalogue.load(tx)
    settled = [_dated(settle(_definition(now, form.key), form), tx.now_text[:10]) for form in forms]
    will_be = planned(now, settled, tx.db.dialect)
    problems = [
        problem for each in settled for problem in _problems(each.definition, will_be, len(forms) > 1)
    ]
    if problems:
        raise InvalidForm(form=",".join(form.key for form in forms), problems=problems)
    reports = [_put(tx, each, now, will_be, by, ready) for each in settled]
    if any(report.changes for report in reports):
        revisions.bump(tx, catalogue.REVISION)
    return reports


def plan(tx: Tx, form: FormDef) -> PublishReport:
    """What `publish` would do, without doing it; InvalidForm as there."""
    now = catalogue.load(tx)
    each = checked_plan(tx, form)
    will_be = planned(now, [each], tx.db.dialect)
    lines = (
        ddl.statements(now.get(form.key), will_be[form.key], each.moves, tx.db.dialect)
        if each.changes
        else []
    )
    return PublishReport(form.key, each.definition.version, each.changes, tuple(lines))


def checked_plan(tx: Tx, form: FormDef) -> Settled:
    """The definition settled onto what is in force; InvalidForm with a problem per place."""
    now = catalogue.load(tx)
    each = settle(_definition(now, form.key), form)
    problems = problems_of(each.definition, planned(now, [each], tx.db.dialect))
    if problems:
        raise InvalidForm(form=form.key, problems=problems)
    return each


def problems_of(form: FormDef, will_be: Catalog) -> list[FieldProblem]:
    """What is wrong with a definition, in the catalogue there would be with it."""
    return _problems(form, will_be, False)


def planned(now: Catalog, settled: Sequence[Settled], dialect: str) -> Catalog:
    """The catalogue as it would be with these definitions; those that cannot be bound yet are left out."""
    definitions = {form.key: form.definition for form in now}
    known = {*definitions, *(each.definition.key for each in settled), "user", "department"}
    for each in settled:
        if not check.shape_problems(each.definition, known):
            definitions[each.definition.key] = each.definition
    return catalogue.of_definitions(list(definitions.values()), dialect, now.revision + 1)


def _definition(now: Catalog, key: str) -> FormDef | None:
    found = now.get(key)
    return found.definition if found and not found.read_only else None


def _problems(form: FormDef, will_be: Catalog, named: bool) -> list[FieldProblem]:
    found = check.shape_problems(form, {*will_be.forms, form.key})
    if not found:
        found = check.condition_problems(will_be[form.key])
    prefix = f"{form.key}." if named else ""
    return [FieldProblem(prefix + each.field, each.code, each.params) for each in found]


def _put(tx: Tx, each: Settled, now: Catalog, will_be: Catalog, by: Actor, ready: Ready) -> PublishReport:
    form = each.definition
    if not each.changes:
        return PublishReport(form.key, form.version - 1, (), ())
    before, after = now.get(form.key), will_be[form.key]
    lines = ddl.statements(before, after, each.moves, tx.db.dialect, ready)
    try:
        ddl.run(tx, lines)
    except IntegrityError as error:
        raise ValuesNotUnique(form=form.key) from error
    if before is not None:
        fill_derived(tx, before, after, ready)
        fill_following(tx, before, after)
        fill_title(tx, before, after, ready)
    _store(tx, form, by)
    reindex = before is not None and _found_otherwise(before.definition, each)
    body: Mapping[str, object] = {"version": form.version, "created": before is None, "reindex": reindex}
    audit.write(tx, by, "form.published", form=form.key, detail=_told(before, each))
    tx.emit(Event("form.published", form=form.key, body=body, actor_id=by.person_id))
    return PublishReport(form.key, form.version, each.changes, tuple(lines))


def _told(before: Form | None, each: Settled) -> dict[str, object]:
    """What the audit trail tells: what was done to which field, and every part of the definition before and after."""
    after = each.definition
    told: dict[str, object] = {
        "version": after.version,
        "parts": [[change.kind, change.field] for change in each.changes],
    }
    if before is None:
        return told
    old, new = (
        one.model_dump(mode="json", exclude_defaults=True, exclude={"version"})
        for one in (before.definition, after)
    )
    return {**told, **audit.pairs(old, new)}


def _dated(each: Settled, today: str) -> Settled:
    """The fields that are hidden from now on say since when."""
    return replace(
        each,
        definition=each.definition.model_copy(update={"fields": _with_day(each.definition.fields, today)}),
    )


def _with_day(fields: Sequence[FieldDef], today: str) -> tuple[FieldDef, ...]:
    return tuple(
        field.model_copy(
            update={
                "hidden_on": (field.hidden_on or today) if field.hidden else None,
                "fields": _with_day(field.fields, today),
            }
        )
        for field in fields
    )


def forget(tx: Tx, form: FormDef, keys: Collection[str], *, by: Actor = SYSTEM) -> None:
    """Drop hidden fields for good, with their columns and values."""
    tx.lock(catalogue.REVISION)
    gone = [field for field in form.fields if field.key in keys and field.hidden]
    ddl.run(tx, ddl.drop(form, gone))
    kept = tuple(field for field in form.fields if field not in gone)
    _store(tx, form.model_copy(update={"fields": kept, "version": form.version + 1}), by)
    audit.write(
        tx, by, "form.fields_dropped", form=form.key, detail={"fields": [field.key for field in gone]}
    )
    revisions.bump(tx, catalogue.REVISION)


def _found_otherwise(before: FormDef, each: Settled) -> bool:
    """True when the rows by which records are searched no longer fit: another title, another kind, another name."""
    after = each.definition
    if before.title != after.title or any(change.kind in ("replace", "show") for change in each.changes):
        return True
    named = {field.key: field.options.get("name") for field in before.fields}
    return any(
        named.get(field.key, "") != field.options.get("name") for field in after.fields if field.key in named
    )


def _store(tx: Tx, form: FormDef, by: Actor) -> None:
    table = form_definition
    in_force = (table.c.form == form.key) & (table.c.state == "published")
    tx.execute(update(table).where(in_force).values(state="replaced"))
    row = {
        "form": form.key,
        "version": form.version,
        "state": "published",
        "body": form.model_dump_json(exclude_defaults=True),
        "published_at": tx.now_text,
        "published_by": by.person_id,
    }
    tx.execute(insert(table), row)
