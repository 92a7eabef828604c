"""Asking after a value: nobody may find out one that they may not know by where it leads and where another does not."""

from collections.abc import Callable, Iterator
from typing import Any

from bulou.api.drill.marking import Marked, marked
from bulou.api.drill.marks import Mark
from bulou.api.drill.probe import Knocker, Probe, Question, probes
from bulou.forms.form import Form
from bulou.forms.model import FieldDef

Json = dict[str, Any]
Ask = Callable[[Form, str, Json, int], "tuple[str, Json] | None"]
NOWHERE = 150_000  # marks from here on are planted nowhere
PREFERRED = ("eq", "contains", "any", "starts", "on_or_after")
AT_ONCE = 3  # ways of asking for one value; other people ask in the others


def _filter(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "list_records", {"query": {"filter": leaf, "count": "exact"}}


def _body(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "query_records", {"json": {"filter": {"not": leaf}, "count": "exact", "limit": 200}}


def _colour(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "query_records", {"json": {"colours": [leaf], "fields": ["id"], "limit": 200}}


def _figure(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "aggregate", {"json": {"measures": [{"agg": "count"}], "filter": leaf}}


def _measure(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    counts = [{"agg": "count", "filter": leaf}, {"agg": "count"}]
    return "aggregate", {"json": {"measures": [*counts, {"ratio": counts}]}}


def _board(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "get_kanban", {"query": {"filter": leaf}}


def _picker(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "pick_records", {"query": {"filter": leaf, "q": ""}}


def _beside(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json] | None:
    return ("get_neighbours", {"query": {"filter": leaf}, "blanks": {"id": seen}}) if seen else None


def _search(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "list_records", {"query": {"search": text, "count": "exact"}}


def _search_figure(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "aggregate", {"json": {"measures": [{"agg": "count"}], "search": text}}


def _search_board(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "get_kanban", {"query": {"search": text}}


def _everywhere(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "search_everywhere", {"query": {"q": text}}


def _pick(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "pick_records", {"query": {"q": text}}


def _export(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    return "start_export", {
        "json": {"form": form.key, "filter": {"and": [leaf, {"field": "id", "op": "lt", "value": 0}]}}
    }


def _view(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json]:
    body = {"label": "x" * 500, "definition": {"filter": leaf}}  # refused for its label in any case
    return "create_view", {"json": body}


def _offer(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json] | None:
    field = next((each.key for each in form.fields if each.definition.offers is not None), None)
    return ("list_offers", {"json": {"field": field, "search": text}}) if field else None


def _tags(form: Form, text: str, leaf: Json, seen: int) -> tuple[str, Json] | None:
    field = next((each.key for each in form.fields if each.definition.kind == "tags"), None)
    return ("list_tags", {"query": {"field": field, "q": text}}) if field else None


WAYS: tuple[Ask, ...] = (
    *(_filter, _search, _figure, _body, _everywhere, _measure, _colour, _pick, _board),
    *(_picker, _search_figure, _beside, _search_board, _export, _view, _offer, _tags),
)


def knock(k: Knocker) -> None:
    """Of every field a value that is there and one that is nowhere; by the field itself, and through relations."""
    turn = k.turn
    for form in k.world.forms.values():
        seen = next((id_ for key, id_ in k.known.records if key == form.key), 0)
        for mark in k.unknown(form.key):
            turn += 1
            for path, around in _paths(k, form, mark):
                _questions(k, around, path, mark, form.by_key[str(mark.field)].definition, turn, seen)


def _paths(k: Knocker, form: Form, mark: Mark) -> Iterator[tuple[str, Form]]:
    """Where a field can be asked for: on its own form, and on one that leads there."""
    if "." in mark.part:
        return
    yield mark.part, form
    for other in k.world.forms.values():
        for bound in other.fields:
            if bound.definition.kind == "relation" and other.relation(bound.key) is form:
                yield f"{bound.key}.{mark.part}", other
                return


def _questions(k: Knocker, form: Form, path: str, mark: Mark, field: FieldDef, turn: int, seen: int) -> None:
    true, false = Marked(mark.value, (mark.token,)), marked(field, NOWHERE + turn)
    if false is None:
        return
    plain = len(path) == len(mark.part)
    ways = [WAYS[(turn + at) % len(WAYS)] for at in range(AT_ONCE if plain else 1)]
    op = next((each for each in PREFERRED if each in form_operators(k, mark)), None)
    for way in [*ways, *([_filter] if op and plain else [])]:
        pair = []
        for one in (true, false):
            value = one.tokens[0] if op in ("contains", "starts") else one.value
            leaf = {"field": path, "op": op or "eq", "value": value}
            asked = way(form, one.tokens[0], leaf, seen if plain else 0)
            if asked is None:
                break
            door, rest = asked
            blanks = {"form": form.key, **rest.pop("blanks", {})}
            pair.append(Question(door, one.tokens, blanks=blanks, **rest))
        if len(pair) == 2:
            k.guess(mark, *pair)


def form_operators(k: Knocker, mark: Mark) -> tuple[str, ...]:
    """The operators of a mark's field."""
    return k.world.forms[mark.form].by_key[str(mark.field)].kind.operators


COVERS = tuple(f"question:{way.__name__.strip('_')}" for way in WAYS)
probes.register(Probe("questions", COVERS, knock))
