"""What a column can fill: the fields of the form and the system fields, each with the names it goes by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bulou.forms.form import BoundField, Form
from bulou.forms.model import Stage
from bulou.kit.text import fold
from bulou.kit.traditional import simplified
from bulou.records.exchange.meaning import lexicon, plan
from bulou.records.exchange.meaning.wording import likeness, plain

_NOT_FROM_A_CELL = frozenset({"file", "rows"})
_OF_KIND = 0.8  # how much a kind's own words weigh against a field's


@dataclass(frozen=True, eq=False)
class Target:
    """`kind`: the field kind's key, or owner, stage, id, created_at, stage_since for system fields."""

    key: str
    kind: str
    names: tuple[str, ...]
    bound: BoundField | None = None
    kind_names: tuple[str, ...] = ()
    title: bool = False

    def likeness(self, heading: str) -> float:
        """How well `heading` names this target, 0 … 1. The parts of a two-row heading count by themselves."""
        best = self._like(heading)
        parts = [part for part in heading.replace("／", "/").split("/") if part.strip()]
        if len(parts) > 1:
            last = 0.97 * self._like(parts[-1])
            best = max(best, last, *(0.9 * self._like(part) for part in parts[:-1]))
        return best

    def _like(self, heading: str) -> float:
        own = likeness(heading, self.names)
        if own < 0.98 and plain(heading) in lexicon.plain_words("generic"):
            return 0.3  # `日期` alone does not say which one
        return max(own, _OF_KIND * likeness(heading, self.kind_names)) if self.kind_names else own


def of_form(form: Form, may_write: Callable[[str], bool] = lambda key: True) -> list[Target]:
    """Everything a column may fill in `form`, fields first."""
    found = [_of_field(form, each) for each in form.fields if _fillable(each) and may_write(each.key)]
    definition = form.definition
    if form.owned:
        names = definition.owner_aliases + lexicon.words("owner")
        found.append(Target(plan.OWNER, "owner", names))
    if form.staged:
        found.append(Target(plan.STAGE, "stage", definition.stage_aliases + lexicon.words("stage")))
        found.append(Target(plan.STAGE_SINCE, "stage_since", lexicon.words("stage_since")))
    found.append(Target(plan.ID, "id", lexicon.words("id")))
    found.append(Target(plan.CREATED_AT, "created_at", lexicon.words("created_at")))
    return found


def _fillable(each: BoundField) -> bool:
    if each.kind.computed or each.operand in _NOT_FROM_A_CELL or each.target == "*":
        return False
    return not each.definition.readonly


def _of_field(form: Form, each: BoundField) -> Target:
    definition = each.definition
    labels = tuple(definition.label.values())
    names = (*labels, *definition.aliases, definition.key.replace("_", " "))
    alone = sum(other.kind.key == each.kind.key for other in form.fields) == 1
    words = lexicon.words(each.kind.key) if alone else ()
    return Target(each.key, each.kind.key, names, each, words, each.key == form.title)


def liking(targets: Sequence[Target]) -> Callable[[str], float]:
    """How well a text names any of `targets`, for finding the heading row."""
    remembered: dict[str, float] = {}

    def like(text: str) -> float:
        if text not in remembered:
            remembered[text] = max((target.likeness(text) for target in targets), default=0.0)
        return remembered[text]

    return like


def stage_named(form: Form, text: str) -> Stage | None:
    """The stage that `text` names by key, label or alias."""
    wanted = simplified(fold(text))
    for stage in form.definition.stages:
        names = (stage.key, *stage.label.values(), *stage.aliases)
        if wanted in {simplified(fold(name)) for name in names}:
            return stage
    return None


def labels_of(bound: BoundField) -> dict[str, tuple[str, ...]]:
    """Option key → every text that names it, for choice and choices fields; {} for others."""
    options: Any = getattr(bound.options, "choices", ())
    return {
        option.key: (option.key, *option.label.values(), *option.aliases)
        for option in options
        if hasattr(option, "key")
    }
