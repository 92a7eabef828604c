"""What the proposal says of one column: samples, problems with examples, labels and names it cannot place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.protocols import MANY, Actor
from bulou.kit.text import fold, name_key
from bulou.records.exchange.files.cells import letter
from bulou.records.exchange.meaning import alike, choices, targets
from bulou.records.exchange.meaning.plan import OWNER, STAGE, ColumnPlan
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.reading import link_names, reader
from bulou.records.exchange.running import lookup
from bulou.words import sentence

_EXAMPLES = 5
_LISTED = 200
_LIKELY = 78.0
_LEFT_TO_LISTS = frozenset({"fields.unknown_option", "stage.unknown"})
UNITS = {10**8: "亿", 10**6: "百万", 10**4: "万", 10**3: "千", 100: "100%"}

Json = dict[str, Any]


def told(
    column: ColumnPlan, profile: Profile | None, form: Form, context: CellContext, placing: "Placing"
) -> Json:
    """One column as the proposal shows it."""
    shown: Json = {
        "index": column.index,
        "letter": letter(column.index),
        "heading": column.heading,
        "field": column.field,
        "confidence": column.confidence,
        "samples": profile.samples() if profile else [],
        "reading": {"order": column.order, "assumed": column.assumed, "unit": UNITS.get(column.unit)},
        "problems": [],
    }
    if profile is None or column.field is None:
        return shown
    shown["problems"] = problems(column, profile, form, context)
    if column.field == STAGE:
        shown["choices"] = _stages(column, profile, form)
    elif column.field == OWNER or _operand(form, column.field) in (
        "record",
        "person",
        "department",
        *MANY,
    ):
        shown["links"] = placing.links(column, profile, context)
    elif (bound := form.get(column.field)) is not None and bound.kind.key in ("choice", "choices"):
        meant = choices.judge(bound, profile)
        shown["choices"] = [
            {
                "raw": each.raw,
                "key": _chosen(column.choices, each.raw, each.key, ""),
                "suggestion": each.suggestion,
                "count": each.count,
            }
            for each in meant
            if each.key is None or each.raw in column.choices
        ][:_LISTED]
    return shown


def _chosen(choices: Mapping[str, Any], raw: str, otherwise: Any, empty: Any) -> Any:
    """What somebody picked for a label or name (`empty`: to be left empty), else what it surely means."""
    picked = choices.get(raw, otherwise)
    return empty if raw in choices and picked is None else picked


def _operand(form: Form, key: str) -> str | None:
    bound = form.get(key)
    return bound.operand if bound else None


def problems(column: ColumnPlan, profile: Profile, form: Form, context: CellContext) -> list[Json]:
    """Cells that cannot be read, by reason, the most frequent first; labels and names have lists."""
    read = reader(form, column, context).read
    found: dict[str, Json] = {}
    for each in profile.distinct:
        reading = read(each.cell)
        code = reading.problem or reading.note
        if code is None or code in _LEFT_TO_LISTS:
            continue
        entry = found.setdefault(
            code, _problem(code, reading.params, context.locale, reading.problem is None)
        )
        entry["count"] += each.count
        if len(entry["examples"]) < _EXAMPLES:
            entry["examples"].append({"row": each.row, "raw": each.raw[:200]})
    return sorted(found.values(), key=lambda entry: (entry["note"], -entry["count"]))


def _problem(code: str, params: Mapping[str, Any], locale: str, note: bool) -> Json:
    text = sentence(code, params, locale)
    return (
        {"code": code, "text": text, "note": note, "count": 0, "examples": []}
        if text
        else {"code": code, "note": note, "count": 0, "examples": []}
    )


def _stages(column: ColumnPlan, profile: Profile, form: Form) -> list[Json]:
    found = []
    for each in profile.distinct:
        stage = targets.stage_named(form, each.raw)
        if stage is None or each.raw in column.choices:
            key = _chosen(column.choices, each.raw, stage.key if stage else None, "")
            found.append(
                {
                    "raw": each.raw,
                    "key": key,
                    "suggestion": _nearest_stage(form, each.raw),
                    "count": each.count,
                }
            )
    return found[:_LISTED]


def _nearest_stage(form: Form, raw: str) -> str | None:
    names = {
        fold(text): stage.key
        for stage in form.definition.stages
        for text in (*stage.label.values(), *stage.aliases)
    }
    texts = list(names)
    best = alike.nearest(fold(raw), texts, _LIKELY)
    return names[texts[best[0]]] if best else None


class Placing:
    """Finds who or what names in a column mean; remembers titles between columns of one proposal."""

    def __init__(self, tx: Tx, actor: Actor, form: Form, catalog: Catalog) -> None:
        self._tx, self._actor, self._form, self._catalog = tx, actor, form, catalog
        self._people = lookup.people(tx)
        self._titles: dict[str, tuple[list[str], list[str]]] = {}

    def links(self, column: ColumnPlan, profile: Profile, context: CellContext) -> list[Json]:
        """The names that nothing is surely called, with what they may mean, the most frequent first."""
        names = self._names(column, profile, context)
        sure, locked = self._finder(column.field or "")(list(names))
        found = []
        for name, count in sorted(names.items(), key=lambda item: -item[1]):
            chosen = _chosen(column.links, name, None, 0)
            if name in sure and chosen is None:
                continue
            suggested = (None, 0.0) if chosen else self._suggest(column.field or "", name)
            found.append(
                {
                    "raw": name,
                    "id": chosen,
                    "suggestion": suggested[0],
                    "score": suggested[1],
                    "count": count,
                    **({"locked": True} if name in locked else {}),
                }
            )
        return found[:_LISTED]

    def _names(self, column: ColumnPlan, profile: Profile, context: CellContext) -> dict[str, int]:
        read = reader(self._form, column, context).read
        names: dict[str, int] = {}
        for each in profile.distinct:
            for name in link_names(read(each.cell)):
                names[name] = names.get(name, 0) + each.count
        return names

    def _finder(self, key: str) -> Callable[[Sequence[str]], tuple[set[str], set[str]]]:
        """Finds the names that surely mean somebody or something, and those that mean what may not be seen."""
        operand = self._ours(key)
        if operand in ("person", "department"):
            known = self._people if operand == "person" else lookup.departments(self._tx)
            return lambda names: ({name for name in names if lookup.only(known, name) is not None}, set())

        def find(names: Sequence[str]) -> tuple[set[str], set[str]]:
            found = lookup.by_names(self._tx, self._actor, self._target(key), names)
            seen = {name: [each for each in records if each.seen] for name, records in found.items()}
            sure = {name for name, records in seen.items() if len(records) == 1}
            return sure, {name for name, records in seen.items() if not records}

        return find

    def _ours(self, key: str) -> str | None:
        """`person` or `department` where names in this field mean such, one or several."""
        operand = "person" if key == OWNER else _operand(self._form, key)
        return {"people": "person", "departments": "department"}.get(operand or "", operand)

    def _target(self, key: str) -> Form:
        return self._catalog[self._form.bound(key).target or ""]

    def _suggest(self, key: str, name: str) -> tuple[str | None, float]:
        keys, shown = self._known_titles(key)
        best = alike.nearest(name_key(name), keys, _LIKELY)
        return (shown[best[0]], round(best[1] / 100, 2)) if best else (None, 0.0)

    def _known_titles(self, key: str) -> tuple[list[str], list[str]]:
        if key not in self._titles:
            operand = self._ours(key)
            if operand in ("person", "department"):
                target = self._catalog["user" if operand == "person" else "department"]
            else:
                target = self._target(key)
            seen = [
                each.title
                for each in lookup.titles(self._tx, self._actor, target)
                if each.title and each.seen
            ]
            self._titles[key] = ([name_key(title) for title in seen], seen)
        return self._titles[key]
