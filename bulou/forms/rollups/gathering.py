"""What one rollup gathers: which records or rows, which value of each, under which condition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bulou.expr.conditions import EVERYTHING, Condition, Leaf, leaves, parse
from bulou.forms.catalog import Catalog
from bulou.forms.fields.rollup import RollupOptions
from bulou.forms.form import BoundField, Form
from bulou.forms.rollups.figures import Stored, averaged, carried, whole
from bulou.kit.remembered import remembered

# System columns that only a write of the record itself changes.
SETTLED = frozenset(("id", "created_at", "created_by", "owner", "owner_since", "stage", "stage_since"))
BY_DELTA = frozenset({"count", "sum"})


@dataclass(frozen=True, eq=False)
class Gathering:
    """One sound rollup `bound` of `form`: over the records of `source` whose relation `by` names a record, or (both
    None) over the rows of the detail table `detail`. `fields`: what stands in such a record or row."""

    form: Form
    bound: BoundField
    fields: Mapping[str, BoundField]
    condition: Condition
    source: Form | None = None
    by: BoundField | None = None

    @property
    def options(self) -> RollupOptions:
        """The rollup's settings."""
        options: RollupOptions = self.bound.options
        return options

    @property
    def key(self) -> str:
        """The rollup's key."""
        return self.bound.key

    @property
    def asks(self) -> frozenset[str]:
        """The keys of a record or row that the figure follows from, the relation left out."""
        named = {self.options.of} if self.options.of else set()
        return frozenset(named | {leaf.field for leaf in leaves(self.condition)})

    @property
    def daily(self) -> bool:
        """True when the condition asks for today, so that midnight changes the figure."""
        return any(is_dated(leaf) for leaf in leaves(self.condition))

    @property
    def heads(self) -> frozenset[str]:
        """The fields of the record itself that the figure follows from."""
        return frozenset({self.options.detail}) if self.options.detail else frozenset()

    @property
    def by_delta(self) -> bool:
        """True when one record's coming and going can be added to what is stored."""
        return self.condition is EVERYTHING and self.options.function in BY_DELTA

    @property
    def adds(self) -> bool:
        """True when a new record can be added to what is stored: its filter asks for nothing but the record."""
        return self.options.function in BY_DELTA and not self.daily

    @property
    def of(self) -> BoundField | None:
        """The field whose values are gathered; None when rows are counted, or for a system column."""
        return self.fields.get(self.options.of or "")

    @property
    def scale(self) -> int:
        """The decimals of the gathered values."""
        return self.of.scale if self.of is not None else 0

    @property
    def live(self) -> frozenset[str]:
        """The columns of the rows that nothing can be gathered of: they are read from other records each time."""
        return self.form.details[self.options.detail].live if self.options.detail else frozenset()

    def value(self, stored: Any) -> Any:
        """What is gathered of a stored value: one of its columns where it has several, nothing of an error."""
        of = self.of
        if of is None or not isinstance(stored, tuple):
            return stored
        return stored[0] if of.kind.fails else of.spread(stored)[of.value_column.key]

    def worth(self, values: Mapping[str, Any]) -> int:
        """What one record adds to a count or a sum, at the scale of the values."""
        if self.options.function == "count":
            return 1
        return int(self.value(values.get(self.options.of or "")) or 0)

    def plus(self, stored: Stored, worth: int) -> Stored:
        """The figure with so much more."""
        if self.options.function == "count":
            return whole((stored[0] or 0) + worth)
        more = worth * 10 ** (self.options.decimals - self.scale)
        return whole((stored[0] or 0) + more)

    def figure(self, found: Any, over: int = 0) -> Stored | None:
        """`found` (a number of records, a sum or an extreme; `over` how many values) as the columns hold it."""
        options = self.options
        if options.function in ("count", "distinct"):
            return whole(found or 0)
        if options.function == "average":
            return averaged(found, over, self.scale, options.decimals)
        if options.function == "sum":
            found = found or 0
        return None if found is None else carried(found, options.decimals - self.scale)

    @property
    def nothing(self) -> Stored | None:
        """The figure of a record at which nothing points."""
        return self.figure(None)

    def of_values(self, values: list[Any]) -> Stored | None:
        """The figure of the gathered values of all records or rows, empty ones included."""
        if self.options.function == "count":
            return self.figure(len(values))
        there = [value for value in values if value is not None]
        match self.options.function:
            case "distinct":
                return self.figure(len(set(there)))
            case "average":
                return self.figure(sum(there), len(there))
            case "sum":
                return self.figure(sum(there))
            case "min":
                return self.figure(min(there, default=None))
        return self.figure(max(there, default=None))


def is_dated(leaf: Leaf) -> bool:
    """Whether a comparison means something else tomorrow."""
    return leaf.op == "relative" or any(
        isinstance(each, dict) and "relative" in each
        for each in (leaf.value if isinstance(leaf.value, list | tuple) else (leaf.value,))
    )


def gathered(form: Form, bound: BoundField) -> Gathering | None:
    """What a rollup gathers; None where a form or field that it names is not there."""
    options: RollupOptions = bound.options
    condition = parse(options.filter) if options.filter is not None else EVERYTHING
    if options.detail is not None:
        detail = form.details.get(options.detail)
        fields = {each.key: each for each in detail.fields} if detail is not None else {}
        sound = detail is not None and (options.of is None or options.of in fields)
        return Gathering(form, bound, fields, condition) if sound else None
    source = form.others.get(options.source or "")
    by = source.get(options.by or "") if source is not None and not source.read_only else None
    if source is None or by is None or by.operand != "record" or by.target not in (form.key, "*"):
        return None
    known = options.of is None or options.of in source.by_key or options.of in SETTLED
    return Gathering(form, bound, source.by_key, condition, source, by) if known else None


@remembered
def gatherings_of(form: Form) -> Mapping[str, Gathering | None]:
    """The rollups of a published form by key, None for those that lead nowhere any more; forms are immutable."""
    found = [each for each in form.fields if each.kind.key == "rollup"]
    return {each.key: gathered(form, each) for each in found}


def rollups_of(form: Form) -> Iterator[Gathering]:
    """Those over records of other forms (or of the form itself) that are sound."""
    return (each for each in gatherings_of(form).values() if each is not None and each.source is not None)


def totals_of(form: Form) -> Iterator[Gathering]:
    """Those over rows of the form's own detail tables."""
    return (each for each in gatherings_of(form).values() if each is not None and each.source is None)


@remembered
def feeds_of(catalog: Catalog, key: str) -> tuple[Gathering, ...]:
    """The rollups of all forms that gather from the records of form `key`."""
    return tuple(
        each
        for form in catalog
        for each in rollups_of(form)
        if each.source is not None and each.source.key == key
    )
