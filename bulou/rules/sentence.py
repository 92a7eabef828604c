"""What a rule does, in one sentence: when it starts, what it asks for, what it does then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.audited.conditions import in_words
from bulou.records.audited.names import Names
from bulou.records.history import label_of
from bulou.rules.definition import Placed, RuleDef, read, walk
from bulou.rules.errors import RuleInvalid
from bulou.rules.model import Rule
from bulou.rules.set_times import in_words as set_times
from bulou.rules.subject import BEFORE
from bulou.rules.templates import lone
from bulou.words import sentence

SILENT = frozenset({"branch", "for_each", "stop"})  # they direct other steps, which are told
MOST = 4  # fields and steps named one by one
VALUES = 3  # of one comparison
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Called(Names):
    """Names as rules speak of them: a value from before a change is said to be one."""

    def field(self, form: Form | None, path: Any) -> str:
        """A field's label, along relations."""
        text = str(path)
        if not text.startswith(BEFORE):
            return super().field(form, text)
        told = super().field(form, text.removeprefix(BEFORE))
        return sentence("rules.said.before", {"field": told}, self.locale) or told


def called(tx: Tx, actor: Actor, catalog: Catalog, locale: str) -> Called:
    """The names for sentences in one language."""
    return Called(tx, replace(actor, locale=locale), catalog)


def sentence_of(names: Called, rule: Rule) -> str:
    """The sentence of what is in force, else of the draft; `` where there is neither or it cannot be read."""
    body = rule.body if rule.body is not None else rule.draft
    try:
        definition = read(body) if body is not None else None
    except RuleInvalid:
        return ""
    if definition is None:
        return ""
    form = names.catalog.get(rule.form or "")
    asked, done = _asked(names, definition, form), _done(names, definition, rule.form)
    code = "rules.said.if" if asked else "rules.said.plain"
    params = {"when": when(definition, form, rule.form or "", names.locale), "asked": asked, "steps": done}
    return sentence(code, params, names.locale) or ""


def when(definition: RuleDef, form: Form | None, key: str, locale: str) -> str:
    """When it starts, such as 新建线索时."""
    options, kind = definition.trigger_options, definition.kind
    params: dict[str, Any] = {"form": say(form.definition.label, locale) if form is not None else key}
    params |= {name: each for name, each in options.items() if isinstance(each, str | int)}
    named = {"fields": _labels(form, options.get("fields"), locale), "stages": _stages(form, options, locale)}
    if kind in ("date", "silence"):
        params |= {"field": _label(form, options.get("field"), locale), "much": _much(options, locale)}
    if kind == "cron":
        params["at"] = set_times(str(options.get("at", "")), locale)
    if kind == "date":
        offset = _number(options.get("offset"))
        kind = "date_on" if not offset else "date_before" if offset < 0 else "date_after"
    any_ = kind in ("changed", "entered_stage", "left_stage") and not any(named.values())
    code = f"rules.said.when.{kind}{'_any' if any_ else ''}"
    return sentence(code, {**params, **named}, locale) or kind


def _much(options: Json, locale: str) -> str:
    """`3 天` of an amount, or of an offset, and its unit."""
    number, unit = _number(options.get("amount", options.get("offset"))), options.get("unit", "days")
    return sentence(f"rules.said.unit.{unit}", {"n": abs(number)}, locale) or f"{number} {unit}"


def _number(value: Any) -> int:
    """A draft may hold anything."""
    return value if isinstance(value, int) else 0


def _keys(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []


def _asked(names: Called, definition: RuleDef, form: Form | None) -> str:
    """What it asks for; of a change: what was, and what has become."""
    trigger, found = definition.trigger, []
    for key, of in (
        ("before", trigger.get("before")),
        ("after", trigger.get("after")),
        ("when", definition.when),
    ):
        if isinstance(of, Mapping) and of:
            told = in_words(names, form, of, VALUES)
            found.append(sentence(f"rules.said.asked.{key}", {"clause": told}, names.locale) or told)
    return (sentence("told.joint.and", {}, names.locale) or "").join(found)


def _done(names: Called, definition: RuleDef, form: str | None) -> str:
    found = dict.fromkeys(
        _step(names, placed)
        for placed in walk(definition.steps, form)
        if placed.kind is not None and placed.kind.key not in SILENT
    )
    return _listed(list(found), names.locale)


def _step(names: Called, placed: Placed) -> str:
    """What one step does, with whom or what it does it; without words of its own, as its kind is called."""
    kind, locale = placed.kind, names.locale
    if kind is None:
        return ""
    what = names.joined(each for each in _what(names, placed) if each)
    if not what and kind.whereto is not None:
        what = kind.whereto(names.tx, placed.form, placed.step, locale)
    told = sentence(f"rules.said.do.{kind.key}", {"what": what}, locale) if what else None
    return told or _small(say(kind.label, locale), locale)


def _what(names: Called, placed: Placed) -> Iterator[str]:
    """Whom, or what, a step names."""
    step, form = placed.step, names.catalog.get(placed.form or "")
    for key in ("people", "to", "mentions"):
        given = step.get(key)
        if isinstance(given, list | tuple):
            yield from (_whom(names, form, each) for each in given if isinstance(each, Mapping))
        elif isinstance(given, str) and key == "to" and (place := lone(given)) is not None and not place.root:
            yield names.field(form, place.path)
    if isinstance(step.get("stage"), str):
        yield _stages(form, {"stages": [step["stage"]]}, names.locale)
    if isinstance(step.get("push"), str) and form is not None:
        push = form.definition.push(step["push"])
        yield say(push.label, names.locale) if push is not None else ""
    if isinstance(step.get("field"), str):
        yield names.field(form, step["field"])
    if placed.kind is not None and placed.kind.key == "create_record":
        yield names.form(step.get("form"))
    if (
        placed.kind is not None
        and placed.kind.key == "update_record"
        and isinstance(step.get("values"), Mapping)
    ):
        yield from (names.field(form, key) for key in list(step["values"])[:MOST])
    if placed.kind is not None and placed.kind.key == "wait" and step.get("amount") is not None:
        yield _much(step, names.locale)


def _whom(names: Called, form: Form | None, whom: Json) -> str:
    if "field" in whom:
        return names.field(form, whom["field"])
    if "head_of" in whom:
        told = {"who": names.field(form, whom["head_of"])}
        return sentence("rules.said.head", told, names.locale) or ""
    if "role" in whom:
        return names.role(whom["role"])
    if "department" in whom:
        told = {"who": names.department(whom["department"])}
        return sentence("rules.said.head", told, names.locale) or ""
    return names.person(whom.get("person"))


def _labels(form: Form | None, keys: Any, locale: str) -> str:
    return _listed([_label(form, key, locale) for key in _keys(keys)], locale)


def _label(form: Form | None, key: Any, locale: str) -> str:
    return label_of(form, key, locale) if form is not None and isinstance(key, str) else str(key or "")


def _stages(form: Form | None, options: Json, locale: str) -> str:
    known = form.stages if form is not None else {}
    keys = _keys(options.get("stages"))
    return _listed([say(known[key].label, locale) if key in known else key for key in keys], locale)


def _listed(words: list[str], locale: str) -> str:
    """The first of them with commas, and that there are more."""
    shown = words[:MOST]
    code = "rules.said.more" if len(words) > MOST else "rules.said.list"
    return (sentence(code, {"words": shown, "n": len(words)}, locale) or "") if words else ""


def _small(label: str, locale: str) -> str:
    """Inside an English sentence a label begins small, but for what is written in capitals."""
    return label if locale == "zh-CN" or label[1:2].isupper() else label[:1].lower() + label[1:]
