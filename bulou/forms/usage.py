"""Where a form or one of its fields is used: every engine tells by one contributed file what it knows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from sqlalchemy import select

from bulou.db.contributed import Contributed
from bulou.db.tables.forms import app_object, saved_view
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, leaves, parse
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.fields.formula import names_in
from bulou.forms.fields.kind import kinds
from bulou.forms.lookups import lookups_of
from bulou.forms.model import FormDef
from bulou.forms.push_usage import filled, taken
from bulou.people import roles


@dataclass(frozen=True)
class Usage:
    """One place. `kind`: rule, view, gate, section, trait, relation, role, dashboard, saved_view, title, figure …;
    `form` and `key` name it, `field` is the field it uses (None: the form itself)."""

    kind: str
    form: str | None
    key: str
    label: Mapping[str, str] | None
    field: str | None


class User(Protocol):
    """An engine that can say where a form is used."""

    key: str

    def uses(self, tx: Tx, form: FormDef) -> Iterable[Usage]:
        """Every place that names the form or one of its fields."""
        ...


users: Contributed[User] = Contributed()


def usage(tx: Tx, form: FormDef, field: str | None = None) -> list[Usage]:
    """Where `form` is used, or only `field` of it."""
    found = [use for user in users for use in user.uses(tx, form)]
    return found if field is None else [use for use in found if use.field == field]


def fields_in(condition: Any) -> set[str]:
    """The fields that a condition asks for: the first step of each path; none where it cannot be read."""
    try:
        return {leaf.field.split(".")[0] for leaf in leaves(parse(condition))}
    except BadCondition:
        return set()


class Definitions:
    """The form's own definition, and the relations of others."""

    key = "definitions"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """Rules, gates, views, sections, traits, what stands for a record, and relations to it."""
        yield from _standing(form)
        yield from _parts(form)
        yield from _formulas(form)
        yield from _gathering(catalogs.load(tx), form)
        yield from _looking(catalogs.load(tx), form)
        yield from _pointing(catalogs.load(tx), form)
        yield from _pushing(catalogs.load(tx), form)


def _standing(form: FormDef) -> Iterator[Usage]:
    for kind, keys in (
        ("title", (form.title,)),
        ("subtitle", form.subtitle),
        ("figure", form.figures),
        ("match", form.match),
    ):
        yield from (Usage(kind, form.key, kind, None, key.split(".")[0]) for key in keys)
    for name, slots in form.traits.items():
        yield from (Usage("trait", form.key, f"{name}.{slot}", None, key) for slot, key in slots.items())


def _parts(form: FormDef) -> Iterator[Usage]:
    for section in form.sections:
        yield from (Usage("section", form.key, section.key, section.label, key) for key in section.fields)
    for stage in form.stages:
        for gate in (stage.enter, stage.leave):
            named = {*gate.fields, *fields_in(gate.condition)}
            yield from (Usage("gate", form.key, stage.key, stage.label, key) for key in sorted(named))
    for rule in form.rules:
        told = {*rule.changed, *fields_in(rule.when), *names_in(rule.formula or "")}
        for action in rule.actions:
            told |= {*action.fields, *((action.field,) if action.field else ())}
            if isinstance(action.value, dict) and "field" in action.value:
                told.add(str(action.value["field"]))
        yield from (Usage("rule", form.key, rule.key, rule.label or None, key) for key in sorted(told))
    for twin in form.duplicates:
        told = {*twin.fields, *fields_in(twin.when)}
        yield from (Usage("duplicate", form.key, twin.key, twin.label or None, key) for key in sorted(told))
    for view in form.views:
        yield from (
            Usage("view", form.key, view.key, view.label, key) for key in sorted(_of_view(view.definition))
        )


def _formulas(form: FormDef) -> Iterator[Usage]:
    for field in form.shown:
        named = sorted(kinds[field.kind].grounds(field))
        yield from (Usage(field.kind, form.key, field.key, field.label, key) for key in named)
        for column in field.fields if not field.hidden else ():
            asked = sorted(kinds[column.kind].grounds(column)) if not column.hidden else []
            place = f"{field.key}.{column.key}"
            yield from (
                Usage("formula", form.key, place, column.label, f"{field.key}.{key}") for key in asked
            )


def _gathering(catalog: Catalog, form: FormDef) -> Iterator[Usage]:
    """Rollups of whatever form that gather from this one's records."""
    for other in catalog:
        for field in other.definition.shown:
            if field.kind != "rollup" or field.options.get("source") != form.key:
                continue
            named = {
                field.options.get("by"),
                field.options.get("of"),
                *fields_in(field.options.get("filter")),
            }
            yield Usage("rollup", other.key, field.key, field.label, None)
            yield from (
                Usage("rollup", other.key, field.key, field.label, key) for key in sorted(filter(None, named))
            )


def _looking(catalog: Catalog, form: FormDef) -> Iterator[Usage]:
    """Lookups of whatever form that show a field of this one."""
    for other in catalog:
        for _place, bound, home in lookups_of(other):
            target = home.relation(bound.options.relation)
            if target is not None and target.key == form.key:
                yield Usage("lookup", other.key, bound.key, bound.definition.label, bound.options.field)


def _pushing(catalog: Catalog, form: FormDef) -> Iterator[Usage]:
    """Pushes of the form itself, and of whatever form into it."""
    for push in form.pushes:
        yield from (
            Usage("push", form.key, push.key, push.label, key) for key in sorted(taken(push, fields_in))
        )
    for other in catalog:
        for push in other.definition.pushes:
            into = [step for step in push.steps if step.form == form.key]
            if into:
                yield Usage("push", other.key, push.key, push.label, None)
            named = {key for step in into for key in filled(step)}
            yield from (Usage("push", other.key, push.key, push.label, key) for key in sorted(named))


def _of_view(definition: Mapping[str, Any]) -> set[str]:
    named = [
        *(definition.get("columns") or ()),
        *(definition.get("sort") or ()),
        definition.get("group") or "",
    ]
    for layout in ("calendar", "gallery", "gantt"):
        for each in (definition.get(layout) or {}).values():
            named += each if isinstance(each, list | tuple) else [each or ""]
    keys = {str(each).lstrip("-").split(".")[0] for each in named}
    asked = [definition.get("filter"), *(each.get("filter") for each in definition.get("colours") or ())]
    return keys.union(*map(fields_in, asked)) - {""}


def _pointing(catalog: Catalog, form: FormDef) -> Iterator[Usage]:
    for other in catalog:
        for field in other.definition.shown:
            if field.options.get("target") == form.key:
                yield Usage("relation", other.key, field.key, field.label, None)
                yield from (
                    Usage("relation", other.key, field.key, field.label, key)
                    for key in sorted(fields_in(field.options.get("filter")))
                )


class Views:
    """Views that people saved."""

    key = "saved_views"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The fields of their columns, filters and sorts."""
        query = select(saved_view).where(saved_view.c.form == form.key).order_by(saved_view.c.id)
        for row in tx.rows(query):
            label = orjson.loads(row.label)
            for key in sorted(_of_view(orjson.loads(row.definition))):
                yield Usage("saved_view", form.key, str(row.id), label, key)


class Roles:
    """Grants that name the form or levels of its fields."""

    key = "roles"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """One for each role and field."""
        for role in roles.listing(tx):
            for grant in role["definition"].get("grants", ()):
                if grant.get("form") != form.key:
                    continue
                named = {key for key in grant.get("fields") or () if key != "*"} | fields_in_rows(
                    grant.get("rows")
                )
                yield Usage("role", form.key, role["key"], role["label"], None)
                yield from (Usage("role", form.key, role["key"], role["label"], key) for key in sorted(named))


def fields_in_rows(rows: Any) -> set[str]:
    """The fields that the row scope of a grant asks for."""
    return set() if isinstance(rows, str) or rows is None else fields_in(rows)


class Menus:
    """Entries of the navigation."""

    key = "menus"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """One for each menu that has the form."""
        for row in tx.rows(select(app_object).where(app_object.c.kind == "menu")):
            sections = orjson.loads(row.body).get("sections", ())
            if any(item.get("form") == form.key for each in sections for item in each.get("items", ())):
                yield Usage("menu", form.key, row.key, None, None)


for each in (Definitions(), Views(), Roles(), Menus()):
    users.register(each)
