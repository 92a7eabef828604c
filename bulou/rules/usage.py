"""Where rules use a form and its fields, for those who change the form."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, leaves, parse
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.model import FormDef
from bulou.forms.usage import Usage, users
from bulou.rules import store
from bulou.rules.definition import Placed, RuleDef, options_of, read, step_options, walk
from bulou.rules.errors import RuleInvalid
from bulou.rules.model import Rule
from bulou.rules.subject import BEFORE
from bulou.rules.templates import LINK, ROOTS, placeholders, texts_in
from bulou.rules.trigger import triggers

Named = tuple[str, str]  # a form, and a path from it


class Rules:
    """One use for each rule and field; of what is in force and of the draft at work."""

    key = "rules"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The form itself where a rule belongs to it or works on it, and the fields that rules name."""
        catalog = catalogs.load(tx)
        for rule in store.listing(tx):
            fields = {key for home, key in named_by(catalog, rule) if home == form.key}
            if rule.form == form.key or fields:
                yield Usage("automation", rule.form, rule.key, rule.label, None)
            yield from (
                Usage("automation", rule.form, rule.key, rule.label, key) for key in sorted(fields - {""})
            )


def named_by(catalog: Catalog, rule: Rule) -> set[Named]:
    """Every (form, field) a rule names, along the relations of its paths; field `` for a form as such."""
    found: set[Named] = set()
    for body in (rule.body, rule.draft):
        try:
            definition = read(body) if body is not None else None
        except RuleInvalid:
            continue
        for home, path in _paths(rule.form, definition) if definition is not None else ():
            found |= set(_along(catalog, home, path))
    return found


def _along(catalog: Catalog, home: str, path: str) -> Iterator[Named]:
    form = catalog.get(home)
    for step in path.split("."):
        if form is None:
            return
        yield form.key, step
        form = form.relation(step)


def _paths(home: str | None, definition: RuleDef) -> Iterator[Named]:
    kind = triggers.get(definition.kind)
    if kind is not None and home is not None:
        try:
            options = options_of(kind.options, definition.trigger_options)
            yield from ((home, key) for key in kind.fields(options))
            for name in ("before", "after"):
                yield from _asked(home, getattr(options, name, None))
        except ValidationError:
            pass
        yield from _asked(home, definition.when)
    for placed in walk(definition.steps, home):
        yield from _of_step(home, placed)


def _of_step(home: str | None, placed: Placed) -> Iterator[Named]:
    kind, form = placed.kind, placed.form
    if kind is None:
        return
    values = step_options(placed.step)
    for text in texts_in(values, frozenset(kind.blocks)):
        for name in placeholders(text):
            there = form if not name.root else home if name.root in ("trigger", "before") else None
            if there is not None and name.path not in ("id", "title", LINK) and name.root in ("", *ROOTS):
                yield there, name.path
    if form is not None:
        yield from _asked(form, values.get("if"))
    yield from _asked(str(values.get("form")), values.get("filter"))
    try:
        options: Any = options_of(kind.options, {**values, **{block: [] for block in kind.blocks}})
    except ValidationError:
        return
    yield from ((where, path or "") for where, path in kind.uses(form, options) if where)


def _asked(form: str, condition: Any) -> Iterator[Named]:
    try:
        yield from ((form, leaf.field.removeprefix(BEFORE)) for leaf in leaves(parse(condition)))
    except BadCondition:
        return


users.register(Rules())
