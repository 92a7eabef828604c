"""What is wrong with what a definition says of other forms: fills, linkages, queries, and what buttons set."""

from collections.abc import Callable, Iterator
from typing import Any

from bulou.expr.types import TYPES
from bulou.forms.carry import fits
from bulou.forms.form import BoundField, Form
from bulou.forms.linked import Look, Offer, Pair, Where
from bulou.forms.model import Element
from bulou.kit.errors import FieldProblem

ALIKE = ({"text", "choice"}, {"record", "records"}, {"person", "people"}, {"department", "departments"})
OFFERED = frozenset({"text", "tags"})  # kinds whose values may come out of another form
LONG = frozenset({"long_text", "rich_text"})
SET_BESIDE = frozenset({"stage", "owner"})  # system columns that a button may set
Judge = Callable[[Form, str, Any], Iterator[FieldProblem]]  # a condition on a form, at its place


def linked_problems(form: Form, condition: Judge) -> Iterator[FieldProblem]:
    """Every problem at its place, once every form is at hand."""
    for bound in form.fields:
        place = f"fields.{bound.key}"
        yield from _fills(form, bound, form.by_key, f"{place}.options.fill")
        linkage = bound.definition.linkage
        if linkage is not None:
            yield from _look(form, linkage, f"{place}.linkage", condition)
            yield from _taken(form.others.get(linkage.form), linkage.take, bound, f"{place}.linkage.take")
        offers = bound.definition.offers
        if offers is not None:
            yield from _offered(form, bound, offers, f"{place}.offers", condition)
    for key, detail in form.details.items():
        beside = {column.key: column for column in detail.fields}
        for column in detail.fields:
            yield from _fills(form, column, beside, f"fields.{key}.{column.key}.options.fill")
            if column.definition.linkage is not None:
                yield _problem(f"fields.{key}.{column.key}.linkage", "not_in_detail", kind="linkage")
            if column.definition.offers is not None:
                yield _problem(f"fields.{key}.{column.key}.offers", "not_in_detail", kind="offers")
    for element in form.definition.elements:
        yield from _element(form, element, f"elements.{element.key}", condition)


def _problem(place: str, code: str, **params: Any) -> FieldProblem:
    return FieldProblem(place, f"forms.{code}", params)


def _fills(form: Form, bound: BoundField, beside: Any, place: str) -> Iterator[FieldProblem]:
    fills = getattr(bound.options, "fill", ())
    target = form.others.get(bound.target or "") if fills else None
    for at, fill in enumerate(fills):
        put = beside.get(fill.put)
        if put is None or put is bound:
            yield _problem(f"{place}.{at}.put", "unknown_field", field=fill.put[:60])
        else:
            yield from _taken(target, fill.take, put, f"{place}.{at}.take")


def _taken(target: Form | None, take: str, put: BoundField, place: str) -> Iterator[FieldProblem]:
    source = target.get(take) if target is not None else None
    if source is None:
        yield _problem(place, "unknown_field", field=take[:60])
    elif not fits(source, put) or put.definition.offers is not None:
        yield _problem(place, "unfit", field=take[:60], put=put.key)


def _offered(
    form: Form, bound: BoundField, offers: Offer, place: str, condition: Judge
) -> Iterator[FieldProblem]:
    """Options out of another form: what is offered must be texts, and what takes them a text or tags."""
    target = form.others.get(offers.form)
    if bound.kind.key not in OFFERED:
        yield _problem(place, "not_for_kind", kind=bound.kind.key)
        return
    yield from _look(form, offers, place, condition, matched=False)
    for at, pair in enumerate(offers.match):
        own = form.get(pair.of)
        if pair.of == "id" or (own is not None and own.kind.computed):
            yield _problem(f"{place}.match.{at}", "unfit", field=pair.field[:60], put=pair.of[:60])
    source = target.get(offers.take) if target is not None else None
    if target is not None and source is None:
        yield _problem(f"{place}.take", "unknown_field", field=offers.take[:60])
    elif source is not None and (source.operand != "text" or source.behaves.key in LONG):
        yield _problem(f"{place}.take", "unfit", field=offers.take[:60], put=bound.key)


def _element(form: Form, element: Element, place: str, condition: Judge) -> Iterator[FieldProblem]:
    if (element.kind == "query") != (element.query is not None):
        yield _problem(f"{place}.query", "query_what")
    if (element.kind == "button") != (element.press is not None):
        yield _problem(f"{place}.press", "press_what")
    if element.query is not None:
        yield from _look(form, element.query, f"{place}.query", condition)
        target = form.others.get(element.query.form)
        for key in element.query.columns if target is not None else ():
            if target is not None and target.operand_type(key) is None:
                yield _problem(f"{place}.query.columns", "unknown_field", field=key[:60])
    if element.press is not None:
        yield from _press(form, element, f"{place}.press", condition)


def _press(form: Form, element: Element, place: str, condition: Judge) -> Iterator[FieldProblem]:
    assert element.press is not None
    if not any(element.label.values()):
        yield _problem(f"{place.removesuffix('.press')}.label", "no_label")
    if not element.press.sets:
        yield _problem(f"{place}.sets", "press_what")
    for at, each in enumerate(element.press.sets):
        bound = form.get(each.field)
        known = bound is not None and not bound.kind.computed and bound.operand != "rows"
        if not known and not (each.field in SET_BESIDE and each.field in form.system):
            yield _problem(f"{place}.sets.{at}", "unknown_field", field=each.field[:60])
        if each.field == "stage" and (not isinstance(each.value, str) or each.value not in form.stages):
            yield _problem(f"{place}.sets.{at}", "unknown_stage", stage=str(each.value)[:60])
    yield from condition(form, f"{place}.when", element.press.when)


def _look(
    form: Form, look: Where, place: str, condition: Judge, *, matched: bool = True
) -> Iterator[FieldProblem]:
    target = form.others.get(look.form)
    if target is None or target.read_only:
        yield _problem(f"{place}.form", "unknown_form" if look.form else "which_form", form=look.form)
        return
    if matched and not look.match and look.filter is None:
        yield _problem(f"{place}.match", "match_what")
    for at, pair in enumerate(look.match):
        yield from _pair(form, target, pair, f"{place}.match.{at}")
    yield from condition(target, f"{place}.filter", look.filter)
    for key in look.sort if isinstance(look, Look) else ():
        if target.column(key.removeprefix("-")) is None:
            yield _problem(f"{place}.sort", "unknown_field", field=key[:60])


def _pair(form: Form, target: Form, pair: Pair, place: str) -> Iterator[FieldProblem]:
    ours, theirs = _sort_of(form, pair.of), _sort_of(target, pair.field)
    for side, sort, key in (("of", ours, pair.of), ("field", theirs, pair.field)):
        if sort is None:
            yield _problem(f"{place}.{side}", "unknown_field", field=key[:60])
    if ours is None or theirs is None:
        return
    operand = "number" if pair.field == "id" else theirs[0]
    if not _comparable(ours, theirs) or TYPES[operand].operator(pair.op) is None:
        yield _problem(place, "unfit", field=pair.field[:60], put=pair.of[:60])


def _sort_of(form: Form, key: str) -> tuple[str, str | None] | None:
    """The operand type of a field and the form it points at; the id points at its own form."""
    if key == "id":
        return "record", form.key
    operand = form.operand_type(key)
    bound = form.get(key)
    return None if operand is None else (operand, bound.target if bound is not None else None)


def _comparable(ours: tuple[str, str | None], theirs: tuple[str, str | None]) -> bool:
    alike = ours[0] == theirs[0] or any({ours[0], theirs[0]} <= family for family in ALIKE)
    return alike and ("record" not in ours[0] or ours[1] == theirs[1])
