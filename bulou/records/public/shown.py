"""A public form as visitors meet it: open with its fields, or closed with a friendly reason."""

from typing import Any

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import day_in
from bulou.kit.protocols import SYSTEM
from bulou.records.linked.offers import page_of
from bulou.records.linked.texts import ground_of
from bulou.records.public.check import missing
from bulou.records.public.model import Chosen, PublicForm
from bulou.records.public.offered import settings_of
from bulou.records.query.secure import context_of

ZONE = "Asia/Shanghai"
MOST_OPTIONS = 200  # out of another form
LOCALES = ("zh-CN", "en-US")


def why_closed(tx: Tx, public: PublicForm) -> str | None:
    """off, early, over, full, broken (the form or one of its fields is gone); None while it is open."""
    definition = public.definition
    form = catalogs.load(tx).get(public.form)
    if not public.enabled:
        return "off"
    today = day_in(tx.now, settings_table.get(tx, "zone", ZONE)).isoformat()
    if definition.opens is not None and today < definition.opens:
        return "early"
    if definition.closes is not None and today > definition.closes:
        return "over"
    if definition.limit is not None and public.taken >= definition.limit:
        return "full"
    return "broken" if form is None or missing(form, definition) else None


def shown(tx: Tx, public: PublicForm) -> dict[str, Any]:
    """What anybody may know of it."""
    reason = why_closed(tx, public)
    return {
        **face(tx, public),
        "state": "closed" if reason else "open",
        "reason": reason,
        **_inside(tx, public, reason),
    }


def face(tx: Tx, public: PublicForm) -> dict[str, Any]:
    """Title and looks."""
    definition = public.definition
    return {
        "slug": public.slug,
        "title": _said(definition.title, public),
        "languages": definition.languages,
        "accent": definition.accent,
        "logo": f"/api/public/{public.slug}/logo?v={public.logo}" if public.logo is not None else None,
        "workspace": settings_table.get(tx, "name", "") or "",
    }


def _inside(tx: Tx, public: PublicForm, reason: str | None) -> dict[str, Any]:
    if reason is not None:
        return {"intro": {}, "privacy": {}, "fields": []}
    definition = public.definition
    return {
        "intro": _said(definition.intro, public),
        "privacy": _said(definition.privacy, public),
        "fields": fields_of(tx, catalogs.load(tx)[public.form], public),
    }


def fields_of(tx: Tx, form: Form, public: PublicForm) -> list[dict[str, Any]]:
    """The chosen fields that there are, in their order."""
    pairs = [(each, form.by_key.get(each.key)) for each in public.definition.fields]
    return [
        {**_field(chosen, field), **_chosen_among(tx, form, chosen, field)}
        for chosen, field in pairs
        if field is not None
    ]


def _chosen_among(tx: Tx, form: Form, chosen: Chosen, field: BoundField) -> dict[str, Any]:
    """A text that is chosen among those of another form, as a choice of the first of them, where the author lets
    everybody see them: visitors have no rights of their own."""
    if field.definition.offers is None:
        return {}
    texts: list[str] = []
    after: str | None = None
    found = ground_of(SYSTEM, context_of(tx, SYSTEM), form, field, {}) if chosen.options else None
    while len(texts) < MOST_OPTIONS:
        page, after = page_of(tx, found, after=after)
        texts += page
        if after is None:
            break
    choices = [{"key": text, "label": dict.fromkeys(LOCALES, text)} for text in texts]
    return {"kind": "choice", "options": {"choices": choices}}


def _field(chosen: Chosen, field: BoundField) -> dict[str, Any]:
    definition = field.definition
    return {
        "key": chosen.key,
        "kind": definition.kind,
        "label": {**definition.label, **{key: text for key, text in chosen.label.items() if text.strip()}},
        "hint": {**definition.hint, **{key: text for key, text in chosen.hint.items() if text.strip()}},
        "required": chosen.required or definition.required,
        "group": dict(chosen.group),
        "options": settings_of(field),
    }


def _said(words: Any, public: PublicForm) -> dict[str, str]:
    """The texts of the languages on offer."""
    return {locale: text for locale, text in words.items() if locale in public.definition.languages}
