"""One box for everything: records of all forms by title, pinyin initials, phone tails or any text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit import pinyin
from bulou.kit.protocols import Actor
from bulou.kit.text import fold
from bulou.kit.words import say
from bulou.records.query.cells import items_of, layout
from bulou.records.query.secure import matching, secure_select, sight
from bulou.records.search.candidates import Candidates, Look
from bulou.records.search.clause import phrases_of, search_clause
from bulou.records.write.search_rows import is_name

MOST_FOUND = 50


@dataclass(frozen=True)
class Hit:
    """One record found; `matched`: title, pinyin, phone or text. `mark`: the title's characters that were meant by
    pinyin initials, from and before."""

    form: str
    id: int
    title: str | None
    subtitle: str
    matched: str
    mark: tuple[int, int] | None = None

    @property
    def json(self) -> dict[str, Any]:
        """As the API answers it."""
        return {
            "form": self.form,
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "matched": self.matched,
            "mark": self.mark,
        }


def everywhere(
    tx: Tx,
    actor: Actor,
    text: str,
    *,
    forms: Sequence[str] | None = None,
    limit: int = 20,
    locale: str = "zh-CN",
) -> list[Hit]:
    """The best hits over all forms the actor may read: titles first, then whatever else was found."""
    look = Look(tx, actor, catalogs.load(tx), text, locale)
    limit = min(limit, MOST_FOUND)
    if not phrases_of(text):
        return []
    found: list[Hit] = []
    chosen = [form for form in _in_order(look.catalog, forms) if may(actor, form.key, "read")]
    for title_only in (True, False):
        candidates = Candidates(look, chosen, title_only, limit)
        for form in chosen:
            missing = limit - len(found)
            if missing > 0:
                known = {hit.id for hit in found if hit.form == form.key}
                hits = _in_form(look, form, missing + len(known), candidates)
                found += [hit for hit in hits if hit.id not in known][:missing]
    return sorted(found, key=lambda hit: _rank(hit, text))[:limit]


def pick(
    tx: Tx,
    actor: Actor,
    form: Form,
    text: str,
    *,
    filter_: Any = None,
    limit: int = 20,
    locale: str = "zh-CN",
) -> list[Hit]:
    """Records of one form for a relation picker; without text those changed last."""
    look = Look(tx, actor, catalogs.load(tx), text, locale)
    seen = sight(tx, actor, form)
    clauses = matching(seen, form, filter_, None)
    if not text.strip():
        recent = secure_select(seen, seen.of.c.id, where=clauses)
        changed = [seen.of.c[key].desc() for key in ("updated_at", "id") if key in seen.of.c]
        query = recent.order_by(*changed)
        return _hits(look, seen, form, query, limit)
    hits: list[Hit] = []
    for only in (True, False):
        query = _select(seen, [*clauses, search_clause(seen, form, text, title_only=only)])
        known = {hit.id for hit in hits}
        hits += [hit for hit in _hits(look, seen, form, query, limit) if hit.id not in known]
    return hits[:limit]


def _in_order(catalog: Catalog, forms: Sequence[str] | None) -> Iterable[Form]:
    """Activities and tasks come last: who types a name looks for the record, not for talk about it."""
    chosen = [form for form in catalog if forms is None or form.key in forms]
    return sorted(chosen, key=lambda form: bool(form.trait("activity") or form.trait("task")))


def _select(seen: Visible, clauses: Sequence[Any]) -> Any:
    return secure_select(seen, seen.of.c.id, where=clauses).order_by(seen.of.c.id.desc())


def _in_form(look: Look, form: Form, limit: int, candidates: "Candidates") -> list[Hit]:
    seen = sight(look.tx, look.actor, form)
    some = candidates.of(form, limit)
    hits: list[Hit] = []
    if some is not None and some.ids:
        wanted = secure_select(seen, seen.of.c.id, where=[seen.of.c.id.in_(some.ids)])
        hits = _hits(look, seen, form, wanted.order_by(seen.of.c.id.desc()), limit)
    if some is None or (len(hits) < limit and some.cut and seen.scopes):
        found = search_clause(seen, form, look.text, title_only=candidates.title_only)
        hits = _hits(look, seen, form, _select(seen, [found]), limit)
    return hits


def _hits(look: Look, seen: Visible, form: Form, query: Any, limit: int) -> list[Hit]:
    plan = layout(seen, form, ["_title", *_subtitles(seen, form)], seen.context.zone)
    rows = look.tx.rows(query.with_only_columns(*plan.columns).limit(limit))
    items = items_of(look.tx, seen, look.catalog, plan, rows)
    return [
        Hit(
            *(form.key, item["id"], item["_title"]),
            *(_subtitle(form, item, look.locale), *_matched(form, item, look.text)),
        )
        for item in items
    ]


def _subtitles(seen: Visible, form: Form) -> list[str]:
    return [key for key in form.definition.subtitle if seen.operand(key) is not None]


def _subtitle(form: Form, item: dict[str, Any], locale: str) -> str:
    parts = []
    for key in form.definition.subtitle:
        value = item.get(key)
        bound = form.by_key.get(key)
        if bound is not None and len(bound.columns) > 1 and value and bound.operand != "record":
            value = bound.kind.write_cell(bound.definition, value, CellContext(locale=locale))
        elif isinstance(value, dict):
            value = value.get("title")
        elif bound is not None and bound.kind.key == "choice" and value:
            value = bound.options.label_of(value, locale)
        elif key == "stage" and value:
            stage = form.stages.get(value)
            value = say(stage.label, locale) if stage else value
        if value not in (None, "", []):
            parts.append(str(value))
    return " · ".join(parts)


def _matched(form: Form, item: dict[str, Any], text: str) -> tuple[str, tuple[int, int] | None]:
    title, typed = fold(item["_title"] or ""), fold(text)
    if typed in title:
        return "title", None
    latin = typed.isascii() and typed.isalnum() and is_name(form, form.by_key[form.title])
    mark = pinyin.found_at(item["_title"] or "", typed) if latin else None
    if mark is not None:
        return "pinyin", mark
    return "phone" if typed.lstrip("+").replace("-", "").isdigit() else "text", None


def _rank(hit: Hit, text: str) -> tuple[int, int]:
    title, typed = fold(hit.title or ""), fold(text)
    if title == typed:
        return 0, len(title)
    if title.startswith(typed):
        return 1, len(title)
    places = ("title", "pinyin", "phone", "text")
    return 2 + places.index(hit.matched), len(title)
