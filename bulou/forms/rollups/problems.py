"""What publishing refuses of rollups: what leads nowhere, cannot be kept right, or goes in a circle."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bulou.expr.compare import ready
from bulou.expr.conditions import BadCondition, Context, Leaf, UnknownField, leaves, parse
from bulou.expr.formula import cycle
from bulou.forms.fields.rollup import RollupOptions
from bulou.forms.form import BoundField, Form
from bulou.forms.rollups.gathering import SETTLED, Gathering, gathered
from bulou.kit.errors import FieldProblem

RESULTS = {"money": "money", "percent": "percent", "date": "date", "datetime": "datetime"}
NUMBERS = frozenset({"number", "rating", "slider"})
TOLD_APART = frozenset(
    ("text", "number", "date", "datetime", "time", "choice", "path", "switch", "person", "department")
)
WHO_ASKS = frozenset({"me", "my_reports", "me_and_reports", "mine"})
_ANY_DAY = Context(datetime(2000, 1, 1, tzinfo=UTC))


def rollup_problems(form: Form) -> Iterator[FieldProblem]:
    """What is wrong with the rollups of a form."""
    found = [each for each in form.fields if each.kind.key == "rollup"]
    for bound in found:
        yield from _problems(form, bound)
    circle = cycle(_asks(form)) if found else None
    if circle is not None and any(_is_rollup(form, each) for each in circle):
        own = next((each for each in circle if each.startswith(f"{form.key}.")), circle[0])
        place = f"fields.{own.partition('.')[2]}.options"
        yield FieldProblem(place, "formula.cycle", {"path": " → ".join(circle)})


def _is_rollup(form: Form, node: str) -> bool:
    """Circles of formulas alone are told of by `formula_problems`."""
    at, _, key = node.partition(".")
    bound = form.others[at].get(key) if at in form.others else None
    return bound is not None and bound.kind.key == "rollup"


def needed_elsewhere(form: Form) -> Iterator[FieldProblem]:
    """Rollups of other forms that could not go on with this definition."""
    for other in form.others.values():
        if other.read_only or other.key == form.key:
            continue
        for bound in other.fields:
            options = bound.options
            if bound.kind.key != "rollup" or options.source != form.key:
                continue
            if next(_problems(other, bound), None) is not None:
                named = (options.of, options.by, *sorted(_filtered(options)))
                known = [key for key in named if key and form.operand_type(key) is None]
                place = f"fields.{known[0]}" if known else "fields"
                params = {"form": other.key, "field": bound.key}
                yield FieldProblem(place, "forms.needed_elsewhere", params)


def _filtered(options: RollupOptions) -> set[str]:
    try:
        return {leaf.field for leaf in leaves(parse(options.filter))}
    except BadCondition:
        return set()


def _problems(form: Form, bound: BoundField) -> Iterator[FieldProblem]:
    options: RollupOptions = bound.options
    place = f"fields.{bound.key}.options"
    if options.detail is None and (options.source is None or options.by is None):
        yield FieldProblem(f"{place}.source", "forms.rollup_of_what", {})
        return
    if options.detail is None and options.source not in form.others:
        yield FieldProblem(f"{place}.source", "forms.unknown_form", {"form": options.source})
        return
    if options.function != "count" and options.of is None:
        yield FieldProblem(f"{place}.of", "forms.rollup_of_what", {})
        return
    try:
        found = gathered(form, bound)
    except BadCondition as error:
        yield FieldProblem(f"{place}.filter", "forms.bad_condition", {"at": error.at, "reason": error.code})
        return
    if found is None:
        yield from _leads_nowhere(form, options, place)
        return
    yield from _value(found, place)
    yield from _condition(found, place)


def _leads_nowhere(form: Form, options: RollupOptions, place: str) -> Iterator[FieldProblem]:
    source = form.others.get(options.source or "")
    by = source.get(options.by or "") if source is not None else None
    if options.detail is not None and options.detail not in form.details:
        yield FieldProblem(f"{place}.detail", "forms.unknown_field", {"field": options.detail})
    elif options.detail is None and (
        by is None or by.target not in (form.key, "*") or by.operand != "record"
    ):
        yield FieldProblem(f"{place}.by", "forms.rollup_not_related", {"field": options.by, "form": form.key})
    else:
        yield FieldProblem(f"{place}.of", "forms.unknown_field", {"field": options.of})


def _value(found: Gathering, place: str) -> Iterator[FieldProblem]:
    """The field must have values of its own that the function can use, and the result must hold them."""
    options, of = found.options, found.of
    if options.function == "count" or options.of is None:
        return
    system = found.source.system.get(options.of) if found.source is not None else None
    operand = of.operand if of is not None else system
    stored = of is None or (len(of.columns) > 0 and of.key not in found.live)
    own = (of.behaves.key if of is not None else system) or ""
    shown = RESULTS.get(own, "number" if own in NUMBERS else None)
    usable = (
        operand in TOLD_APART
        if options.function == "distinct"
        else shown is not None and (shown not in ("date", "datetime") or options.function in ("min", "max"))
    )
    if not stored or not usable:
        yield FieldProblem(
            f"{place}.of", "forms.rollup_cannot", {"field": options.of, "function": options.function}
        )
    elif options.function != "distinct" and shown != options.result:
        params = {"expected": shown, "found": options.result}
        yield FieldProblem(f"{place}.result", "forms.rollup_result", params)
    elif options.function in ("sum", "min", "max") and options.decimals < found.scale:
        yield FieldProblem(f"{place}.decimals", "forms.rollup_decimals", {"min": found.scale})


def _condition(found: Gathering, place: str) -> Iterator[FieldProblem]:
    try:
        for leaf in leaves(found.condition):
            if not _keeps(found, leaf):
                yield FieldProblem(f"{place}.filter", "forms.rollup_filter", {"field": leaf.field})
                return
            ready(leaf, *_operand(found, leaf), _ANY_DAY)
    except BadCondition as error:
        yield FieldProblem(f"{place}.filter", "forms.bad_condition", {"at": error.at, "reason": error.code})


def _operand(found: Gathering, leaf: Leaf) -> tuple[str, int]:
    bound = found.fields.get(leaf.field)
    if bound is not None:
        return bound.operand, bound.scale
    type_ = found.source.operand_type(leaf.field) if found.source is not None else None
    if type_ is None:
        raise UnknownField(leaf.at, field=leaf.field)
    return type_, 0


def _keeps(found: Gathering, leaf: Leaf) -> bool:
    """Whether only writes of the record itself, and the day, change what the comparison says."""
    bound = found.fields.get(leaf.field)
    values = leaf.value if isinstance(leaf.value, list | tuple) else (leaf.value,)
    named = {each for each in values if isinstance(each, str)}
    if named & WHO_ASKS and _operand(found, leaf)[0] in ("person", "people", "department", "departments"):
        return False
    if bound is not None:
        tree = leaf.op == "below" and bound.operand in ("department", "departments")
        return bound.kind.stored and leaf.field not in found.live and not tree
    if "." in leaf.field:
        return False
    known = found.source is not None and leaf.field in found.source.system
    return leaf.field in SETTLED or not known


def _asks(form: Form) -> dict[str, frozenset[str]]:
    """`form.field` of every computed field reached from this form → what it asks for."""
    found: dict[str, frozenset[str]] = {}
    waiting = [form]
    seen: set[str] = set()
    while waiting:
        at = waiting.pop()
        if at.key in seen:
            continue
        seen.add(at.key)
        for bound in at.fields:
            named = {f"{at.key}.{key}" for key in bound.kind.grounds(bound.definition)}
            rolled = _gathered(at, bound)
            if rolled is not None and rolled.source is not None:
                named |= {f"{rolled.source.key}.{key}" for key in rolled.asks}
                waiting.append(rolled.source)
            if named:
                found[f"{at.key}.{bound.key}"] = frozenset(named)
    return found


def _gathered(form: Form, bound: BoundField) -> Gathering | None:
    try:
        return gathered(form, bound) if bound.kind.key == "rollup" else None
    except BadCondition:
        return None
