"""The built-in layout of a record as data: what `child.draw` puts on paper, or a template to begin with."""

from collections.abc import Iterator, Sequence
from typing import Any

from bulou.forms.form import BoundField, DetailForm, Form
from bulou.forms.model import Section
from bulou.kit.words import say
from bulou.records.printing.gather import Paper
from bulou.words import sentence

Json = dict[str, Any]
WIDE = frozenset({"long_text", "rich_text", "description", "address", "image", "file", "signature", "tags"})
NEVER = frozenset({"detail", "formula_error"})
MOST_PAIRS, LEAST_PAIRS = 3, 2
MOST_COLUMNS = 10  # of a detail table on a page
TITLE_KEYS = ("stage", "owner")


def sheet_of(form: Form, paper: Paper, locale: str, about: str) -> Json:
    """The layout with the values of a record; fields that were not read or that rules hide are not there, nor are
    sections without any."""
    return {
        "title": f"{say(form.definition.label, locale)}  {paper.title}".strip(),
        "sub": "    ".join(_sub(form, paper, locale)),
        "sections": list(_sections(form, locale, paper)),
        "tables": [_table(form, key, locale, paper) for key in form.details if _stands(form, key, paper)],
        **_ends(locale, about),
    }


def starter_of(form: Form, locale: str) -> Json:
    """The same layout with placeholders for all fields: a template that people change in their word processor."""
    return {
        "title": f"{say(form.definition.label, locale)}  {{{{ record_title }}}}",
        "sub": "",
        "sections": list(_sections(form, locale, None)),
        "tables": [_table(form, key, locale, None) for key in form.details],
        **_ends(locale, "{{ workspace }}"),
    }


def _ends(locale: str, about: str) -> Json:
    def word(code: str) -> str:
        return sentence(code, {}, locale) or ""

    return {
        "sign": [f"{word('print.signature')}________________", f"{word('print.day')}________________"],
        "foot": about,
        "page": [word("print.page_before"), word("print.page_between"), word("print.page_after")],
    }


def _sub(form: Form, paper: Paper, locale: str) -> Iterator[str]:
    for key in TITLE_KEYS:
        value = paper.values.get(key)
        if key in form.system and value and value["t"]:
            yield f"{sentence(f'system.{key}', {}, locale)}: {value['t']}"


def _sections(form: Form, locale: str, paper: Paper | None) -> Iterator[Json]:
    placed = {key for section in form.definition.sections for key in section.fields}
    rest = tuple(each.key for each in form.fields if each.key not in placed)
    sections = [*form.definition.sections, Section(key="rest", label={}, fields=rest)]
    for section in sections:
        bounds = [
            form.by_key[key] for key in section.fields if key in form.by_key and key not in form.details
        ]
        lines = [
            _line(bound, locale, paper)
            for bound in bounds
            if paper is None or _stands(form, bound.key, paper)
        ]
        if lines:
            pairs = max(LEAST_PAIRS, min(MOST_PAIRS, section.columns))
            yield {"label": say(section.label, locale), "columns": pairs, "lines": lines}


def _stands(form: Form, key: str, paper: Paper) -> bool:
    """Whether a field was read, and is not hidden by a rule: what rules hide is emptied when a record is written."""
    if key in form.details:
        return key in paper.rows and (bool(paper.rows[key]) or key not in _hideable(form))
    return key in paper.values and (bool(paper.values[key]["t"]) or key not in _hideable(form))


def _hideable(form: Form) -> set[str]:
    rules = (rule for rule in form.definition.rules if rule.enabled)
    return {key for rule in rules for act in rule.actions if act.do in ("hide", "show") for key in act.fields}


def _line(bound: BoundField, locale: str, paper: Paper | None) -> Json:
    value = {"t": placeholder(bound)} if paper is None else paper.values[bound.key]
    wide = bound.definition.kind in WIDE
    return {"label": say(bound.definition.label, locale), "wide": wide, "value": value}


def placeholder(bound: BoundField, before: str = "") -> str:
    """What stands for a field in a template."""
    shown = "|picture(40)" if bound.definition.kind in ("image", "signature") else ""
    return f"{{{{ {before}{bound.key}{shown} }}}}"


def _table(form: Form, key: str, locale: str, paper: Paper | None) -> Json:
    detail = form.details[key]
    fields = (detail.fields if paper is None else paper.columns[key])[:MOST_COLUMNS]
    rows = _placeholders(key, fields) if paper is None else _rows(detail, fields, paper)
    return {
        "label": say(form.by_key[key].definition.label, locale),
        "heads": [say(each.definition.label, locale) for each in fields],
        "right": [each.behaves.summable for each in fields],
        "rows": rows,
        "totals": _totals(key, fields, locale, paper),
    }


def _rows(detail: DetailForm, fields: Sequence[BoundField], paper: Paper) -> list[list[str]]:
    return [[row[each.key]["t"] for each in fields] for row in paper.rows[detail.key]]


def _placeholders(key: str, fields: Sequence[BoundField]) -> list[list[str]]:
    blank = [""] * (len(fields) - 1)
    return [
        [f"{{%tr for row in {key} %}}", *blank],
        [placeholder(each, "row.") for each in fields],
        ["{%tr endfor %}", *blank],
    ]


def _totals(key: str, fields: Sequence[BoundField], locale: str, paper: Paper | None) -> list[str]:
    """What adds up below the rows; none where nothing does."""
    summed = [each.behaves.summable and each.behaves.key != "percent" and each.kind.stored for each in fields]
    if not any(summed) or (paper is not None and not paper.rows[key]):
        return [""] * len(fields)
    made = [_total(key, each, paper) if adds else "" for each, adds in zip(fields, summed, strict=True)]
    if not made[0]:
        made[0] = sentence("print.total", {}, locale) or ""
    return made


def _total(key: str, bound: BoundField, paper: Paper | None) -> str:
    if paper is None:
        return f'{{{{ {key}|total("{bound.key}") }}}}'
    found = [row[bound.key]["r"] for row in paper.rows[key]]
    numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    decimals = 2 if bound.behaves.key == "money" else bound.scale
    return f"{round(sum(numbers), 8):,.{decimals}f}"
