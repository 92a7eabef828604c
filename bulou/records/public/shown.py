"""A public form as visitors meet it: open with its fields, or closed with a friendly reason."""

from typing import Any

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.clock import day_in
from bulou.records.public.check import missing
from bulou.records.public.model import Chosen, PublicForm
from bulou.records.public.offered import settings_of
from bulou.records.public.options import chosen_among
from bulou.records.public.rules import Copy, copy_of

ZONE = "Asia/Shanghai"
MONDAY = 1


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
        return {"intro": {}, "privacy": {}, "fields": [], "rules": [], "clock": None, "code": None}
    definition = public.definition
    return {
        "intro": _said(definition.intro, public),
        "privacy": _said(definition.privacy, public),
        **filled_in(tx, catalogs.load(tx)[public.form], public),
    }


def filled_in(tx: Tx, form: Form, public: PublicForm) -> dict[str, Any]:
    """The fields, and the rules that the page judges while somebody fills them in."""
    definition = public.definition
    copy = copy_of(form, [each.key for each in definition.fields], definition.languages)
    return {
        "fields": fields_of(tx, form, public, copy),
        "rules": copy.rules,
        "clock": _clock(tx) if copy.rules else None,
        "code": definition.code,
    }


def _clock(tx: Tx) -> dict[str, Any]:
    """What rules mean by today and this week."""
    return {
        "zone": settings_table.get(tx, "zone", ZONE),
        "week_start": settings_table.get(tx, "week_start", MONDAY),
    }


def fields_of(tx: Tx, form: Form, public: PublicForm, copy: Copy) -> list[dict[str, Any]]:
    """The chosen fields that there are, in their order; with what the page's rules ask of them."""
    pairs = [(each, form.by_key.get(each.key)) for each in public.definition.fields]
    fields = [
        ({**_field(public, chosen, field), **chosen_among(tx, form, chosen, field)}, field)
        for chosen, field in pairs
        if field is not None
    ]
    if not copy.rules:
        return [told for told, _ in fields]
    return [
        {**told, "operand": field.operand, "default": copy.begins.get(field.key)} for told, field in fields
    ]


def _field(public: PublicForm, chosen: Chosen, field: BoundField) -> dict[str, Any]:
    definition = field.definition
    return {
        "key": chosen.key,
        "kind": definition.kind,
        "label": {**definition.label, **{key: text for key, text in chosen.label.items() if text.strip()}},
        "hint": {**definition.hint, **{key: text for key, text in chosen.hint.items() if text.strip()}},
        "required": asks_for(public, chosen) or definition.required,
        "group": dict(chosen.group),
        "options": settings_of(field),
    }


def asks_for(public: PublicForm, chosen: Chosen) -> bool:
    """Whether the page asks for the field beside what its form demands: an address with a code is always asked for."""
    return chosen.required or chosen.key == public.definition.code


def _said(words: Any, public: PublicForm) -> dict[str, str]:
    """The texts of the languages on offer."""
    return {locale: text for locale, text in words.items() if locale in public.definition.languages}
