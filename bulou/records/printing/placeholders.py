"""Every placeholder that templates of a form may use, and whether those of a template are among them."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from bulou.forms.form import BoundField, Form
from bulou.kit.words import say
from bulou.records.printing.layout import placeholder
from bulou.records.printing.model import Use, Wrong
from bulou.words import sentence

Json = dict[str, Any]
SYSTEM = (
    *(
        "id",
        "owner",
        "department",
        "stage",
        "stage_since",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
    ),
    *("last_activity_at", "next_activity_at"),
)
SPECIAL = ("record_title", "today", "now", "printed_by", "workspace")
DEEPEST = 3


def names_of(form: Form) -> list[str]:
    """What stands at the beginning of a placeholder."""
    return [*form.by_key, *(key for key in SYSTEM if key == "id" or key in form.system), *SPECIAL]


def listed(form: Form, locale: str) -> list[Json]:
    """`{group, label, items: [{text, label, kind}]}`: the form's own, behind relations, loops of detail tables."""
    plain = [each for each in form.fields if each.key not in form.details]
    own = [_item(each, locale) for each in plain]
    system = [
        {"text": f"{{{{ {key} }}}}", "label": sentence(f"system.{key}", {}, locale) or key, "kind": "system"}
        for key in SYSTEM
        if key in form.system
    ]
    special = [
        {"text": f"{{{{ {key} }}}}", "label": sentence(f"print.{key}", {}, locale) or key, "kind": "special"}
        for key in SPECIAL
    ]
    return [
        {"group": "form", "label": say(form.definition.label, locale), "items": own},
        *_details(form, locale),
        *_related(plain, form, locale),
        {"group": "system", "label": "", "items": [*system, *special]},
    ]


def _item(bound: BoundField, locale: str, before: str = "") -> Json:
    label = say(bound.definition.label, locale) or bound.key
    return {"text": placeholder(bound, before), "label": label, "kind": bound.definition.kind}


def _details(form: Form, locale: str) -> Iterator[Json]:
    for key, detail in form.details.items():
        sums = [
            {
                "text": f'{{{{ {key}|total("{each.key}") }}}}',
                "label": f"{sentence('print.total', {}, locale)} {say(each.definition.label, locale)}",
                "kind": "total",
            }
            for each in detail.fields
            if each.behaves.summable
        ]
        loop = [
            {
                "text": f"{{%tr for row in {key} %}}",
                "label": sentence("print.loop", {}, locale),
                "kind": "loop",
            },
            *(_item(each, locale, "row.") for each in detail.fields),
            {"text": "{{ loop.index }}", "label": sentence("print.row_number", {}, locale), "kind": "loop"},
            {"text": "{%tr endfor %}", "label": sentence("print.loop_end", {}, locale), "kind": "loop"},
        ]
        label = say(form.by_key[key].definition.label, locale)
        yield {"group": "detail", "label": label, "items": [*loop, *sums]}


def _related(fields: Iterable[BoundField], form: Form, locale: str) -> Iterator[Json]:
    for each in fields:
        target = form.relation(each.key) if each.operand in ("record", "person") else None
        if target is not None:
            items = [
                _item(far, locale, f"{each.key}.")
                for far in target.fields
                if far.key not in target.details and far.key not in target.links
            ]
            yield {"group": "related", "label": say(each.definition.label, locale), "items": items}


def wrong_of(form: Form, uses: Iterable[Use]) -> list[Wrong]:
    """Placeholders that name what the form does not have, with what may have been meant."""
    found = (_judged(form, use) for use in uses)
    return list({(each.tag, str(each.params)): each for each in found if each is not None}.values())


def _judged(form: Form, use: Use) -> Wrong | None:
    head, *rest = use.path.split(".")
    if head in form.details and rest:
        columns = {each.key: each for each in form.details[head].fields}
        return (
            None
            if rest[0] in columns and len(rest) == 1
            else _unknown(use, rest[0], columns.values(), f"{head}.")
        )
    if head not in names_of(form):
        return _unknown(use, head, form.fields, "", [*SYSTEM, *SPECIAL])
    there: Form | None = form
    for depth, step in enumerate(rest):
        before = head if depth == 0 else rest[depth - 1]
        there = there.relation(before) if there is not None and depth < DEEPEST else None
        if there is None:
            return Wrong("print.nothing_behind", use.tag, {"name": before})
        if there.get(step) is None and step not in there.system:
            return _unknown(use, step, there.fields, f"{'.'.join([head, *rest[:depth]])}.")
    return None


def _unknown(
    use: Use, name: str, fields: Iterable[BoundField], before: str, others: Iterable[str] = ()
) -> Wrong:
    """No such field: proposed is the one of that label, or the one written most alike."""
    by_name = {each.key: each.key for each in fields} | {key: key for key in others}
    by_name |= {label: each.key for each in fields for label in each.definition.label.values()}
    close = difflib.get_close_matches(name, list(by_name), n=1, cutoff=0.5)
    params = {"name": name[:60], **({"proposed": before + by_name[close[0]]} if close else {})}
    return Wrong("print.unknown_field" if not close else "print.misspelt_field", use.tag, params)
