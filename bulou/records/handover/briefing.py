"""The lines of a brief: facts and tables out of what was read, and the sheet they are on paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bulou.forms.form import Form
from bulou.kit import money
from bulou.kit.words import say
from bulou.records.printing.gather import Paper
from bulou.records.printing.layout import WIDE
from bulou.words import sentence

Json = dict[str, Any]
MOST_FACTS = 16
LONGEST = 300
SYSTEM = ("stage", "owner", "department")


def facts(form: Form, paper: Paper, locale: str) -> list[Json]:
    """`{label, text, wide}` of the fields that stand for the record, then of its first sections; none empty."""
    sections = [key for section in form.definition.sections for key in section.fields]
    keys = [*SYSTEM, *form.definition.subtitle, *form.definition.figures, *sections]
    found = list[Json]()
    for key in dict.fromkeys(keys):
        value = paper.values.get(key)
        if value and value["t"] and key != form.title and len(found) < MOST_FACTS:
            wide = key in form.by_key and form.by_key[key].definition.kind in WIDE
            found.append({"label": label_of(form, key, locale), "text": text_of(value), "wide": wide})
    return found


def text_of(value: Json) -> str:
    """A value as it stands in a brief; money carries its sign, which a print template leaves to its own text."""
    amount = value.get("r")
    if "c" in value and isinstance(amount, int | float):
        return money.told(amount, value["c"])
    return str(value.get("t", ""))[:LONGEST]


def label_of(form: Form, key: str, locale: str) -> str:
    """What a field or system column is called."""
    bound = form.by_key.get(key)
    return say(bound.definition.label, locale) if bound else sentence(f"system.{key}", {}, locale) or key


def table(form: Form, key: str, label: str, keys: Sequence[str], read: Sequence[Paper], locale: str) -> Json:
    """`{key, label, heads, right, rows, records}`; columns that nobody may read here are left out."""
    shown = [each for each in keys if any(each in paper.values for paper in read)]
    return {
        "key": key,
        "label": label,
        "heads": [label_of(form, each, locale) for each in shown],
        "right": [each in form.by_key and form.by_key[each].behaves.summable for each in shown],
        "rows": [[text_of(paper.values.get(each) or {}) for each in shown] for paper in read],
        "records": [{"form": form.key, "id": paper.id} for paper in read],
    }


def told_moment(at: str, zone: str) -> str:
    """A moment as it stands on paper."""
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def sheet_of(brief: Json, sub: str, foot: str, locale: str) -> Json:
    """A brief as the printing process draws it."""

    def word(code: str) -> str:
        return sentence(code, {}, locale) or ""

    lines = [
        {"label": each["label"], "wide": each["wide"], "value": {"t": each["text"]}}
        for each in brief["facts"]
    ]
    return {
        "title": f"{say(brief['label'], locale)}  {brief['title']}".strip(),
        "sub": sub,
        "sections": [{"label": "", "columns": 2, "lines": lines}] if lines else [],
        "tables": [
            {key: each[key] for key in ("label", "heads", "right", "rows")} | {"totals": []}
            for each in brief["tables"]
        ],
        "sign": [
            f"{word('brief.from')}____________",
            f"{word('brief.to')}____________",
            f"{word('print.day')}____________",
        ],
        "foot": foot,
        "page": [word("print.page_before"), word("print.page_between"), word("print.page_after")],
    }
