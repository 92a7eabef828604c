"""Rules as objects of apps: `{key, label, form, definition}`.

One that a package brings is off, whoever it belonged to where it came from: whoever switches it on owns it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bulou.apps.errors import BadApp
from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.kit.words import DEFAULT_LOCALE, LOCALES
from bulou.rules import removing, store
from bulou.rules.definition import read
from bulou.rules.errors import RuleInvalid, RuleNotFound
from bulou.rules.model import OFF, ON, Rule

KIND = "rule"
ENABLED = "enabled"  # of a rule of the template: whether it begins with the workspace


def bodies(tx: Tx) -> dict[str, Any]:
    """Every rule of the workspace by key: what is in force, else what is drafted."""
    return {rule.key: body for rule in store.listing(tx) if (body := _body(rule)) is not None}


def _body(rule: Rule) -> dict[str, Any] | None:
    definition = rule.body if rule.body is not None else rule.draft
    if definition is None:
        return None
    return {"key": rule.key, "label": dict(rule.label), "form": rule.form, "definition": definition}


def put(tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
    """A rule as a package says it: published where it fits, else left as a draft for somebody to mend. BadApp."""
    key, form = str(body["key"]), body.get("form")
    file = f"rules/{key}.yaml"
    if form is not None and catalogs.load(tx).get(str(form)) is None:
        raise BadApp(file=file, reason=f"there is no form {str(form)[:60]}")
    try:
        read(body.get("definition"))
        rule = _known(tx, key) or store.create(tx, by, key, body["label"], form)
    except AppError as error:
        raise BadApp(file=file, reason=error.code) from error
    if rule.form != form:
        raise BadApp(file=file, reason="it belongs to another form here")
    if body["definition"] != (rule.body if rule.draft is None else rule.draft):
        rule = store.keep_draft(tx, by, rule, body["definition"], rule.draft_version, body["label"])
    try:
        if rule.draft is not None:
            store.publish(tx, by, rule)
    except RuleInvalid:
        return  # the draft says what is wrong with it


def spoken(body: Any, locale: str) -> Any:
    """The body in one language: what rules say to people is one text, and the files of the product hold several."""
    if isinstance(body, Mapping):
        if body and set(body) <= set(LOCALES):
            return body.get(locale) or next(iter(body.values()))
        return {key: spoken(each, locale) for key, each in body.items()}
    return [spoken(each, locale) for each in body] if isinstance(body, list) else body


def in_language(tx: Tx, body: Mapping[str, Any]) -> dict[str, Any]:
    """A rule as it comes into this workspace: in its language, whole as it is stored there, and without what only a new
    workspace asks for."""
    locale = str(settings_table.get(tx, "locale", DEFAULT_LOCALE))
    kept = {key: each for key, each in body.items() if key != ENABLED}
    definition = spoken(body.get("definition"), locale)
    try:
        definition = read(definition).model_dump(mode="json")
    except RuleInvalid:
        pass  # it is told where it is put
    return {**kept, "definition": definition}


def begin(tx: Tx, by: Actor, bodies: Iterable[Mapping[str, Any]]) -> None:
    """Switch on those of the template's rules that say so, as rules of whoever sets the workspace up."""
    for body in bodies:
        rule = _known(tx, str(body["key"])) if body.get(ENABLED) is True else None
        if rule is not None and rule.body is not None and rule.state == OFF:
            store.switch(tx, by, rule, True)


def long_since(tx: Tx, moment: datetime) -> None:
    """The rules that are on have been so since `moment`: what became due between then and now is made up for."""
    for rule in store.listing(tx):
        if rule.state == ON:
            store.date_back(tx, rule, instant(moment))


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """Delete a rule."""
    rule = _known(tx, key)
    if rule is not None:
        removing.remove(tx, by, rule)


def _known(tx: Tx, key: str) -> Rule | None:
    try:
        return store.one(tx, key)
    except RuleNotFound:
        return None
