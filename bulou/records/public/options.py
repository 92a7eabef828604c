"""Texts of another form on a public form: a choice of the first of them, where its author lets everybody see them."""

from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import SYSTEM
from bulou.records.linked.offers import page_of
from bulou.records.linked.texts import ground_of
from bulou.records.public.model import Chosen
from bulou.records.query.secure import context_of

MOST = 200
LOCALES = ("zh-CN", "en-US")


def chosen_among(tx: Tx, form: Form, chosen: Chosen, field: BoundField) -> dict[str, Any]:
    """How a text that is chosen among those of another form is told to visitors, who have no rights of their own
    (decision 0065); {} for other fields."""
    if field.definition.offers is None:
        return {}
    texts: list[str] = []
    after: str | None = None
    found = ground_of(SYSTEM, context_of(tx, SYSTEM), form, field, {}) if chosen.options else None
    while len(texts) < MOST:
        page, after = page_of(tx, found, after=after)
        texts += page
        if after is None:
            break
    choices = [{"key": text, "label": dict.fromkeys(LOCALES, text)} for text in texts]
    return {"kind": "choice", "options": {"choices": choices}}
