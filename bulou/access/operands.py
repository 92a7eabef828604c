"""Fields as conditions see them, on a table or an alias of it, and paths that walk to other forms."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, null, select

from bulou.db.tables.records import UNDATED, stage_history
from bulou.kit.protocols import BESIDE, MANY, FormLike, Operand

ERROR = "__error"  # behind the key of a computed field: the code of what went wrong
CARRIED = (*BESIDE.values(), "error")  # what lies beside the value

Guard = Callable[[str, Any], Any]
Within = Callable[[ColumnElement[bool]], ColumnElement[bool]]


def field_operand(form: FormLike, key: str, of: FromClause, guard: Guard) -> Operand | None:
    """The operand of a field or system column on `of`; None when conditions may not ask for it.

    `guard(key, expression)` limits the expression to the rows the field is open on.
    """
    type_ = form.operand_type(key)
    if type_ is None:
        return None
    if type_ in MANY:
        return Operand(guard(key, of.c["id"]), type_, extra={"junction": form.links[key]})
    if type_ == "rows":
        return Operand(guard(key, of.c["id"]), type_, extra={"rows": form.details[key].table})
    extra = {}
    beside = BESIDE.get(type_)
    if beside and f"{key}_{beside}" in of.c and not (type_ == "record" and form.relation(key) is not None):
        extra[beside] = guard(key, of.c[f"{key}_{beside}"])
    if f"{key}{ERROR}" in of.c:
        extra["error"] = guard(key, of.c[f"{key}{ERROR}"])
    return Operand(guard(key, of.c[key]), type_, form.scale(key), extra)


def limited(operand: Operand, when: ColumnElement[bool]) -> Operand:
    """`operand` only where `when` holds, else empty."""
    extra = {name: case((when, operand.extra[name])) for name in CARRIED if name in operand.extra}
    return Operand(case((when, operand.expression)), operand.type, operand.scale, extra)


def entered_operand(form: FormLike, stage: str, of: FromClause, guard: Guard) -> Operand:
    """When a record first entered `stage` (`""`: any stage at all), by its stage history; null when never, and
    when nobody knows (decision 0045)."""
    history = stage_history.alias()
    c = history.c
    first = select(first_entry(c) if not stage else func.min(c.entered_at))
    first = first.where(c.form == form.key, c.record_id == of.c["id"])
    if stage:
        first = first.where(c.stage == stage, c.imported != UNDATED)
    return Operand(guard("stage", first.correlate(of).scalar_subquery()), "datetime")


def first_entry(history: Any) -> ColumnElement[Any]:
    """When a record began, of the columns of its stage history; null when its first stay has no date."""
    unknown = case((and_(history.imported == UNDATED, history.from_stage.is_(None)), 1), else_=0)
    return case((func.max(unknown) == 1, null()), else_=func.min(history.entered_at))


def through_one(
    of: FromClause, link: ColumnElement[Any], there: FromClause, seen: ColumnElement[bool], far: Operand
) -> Operand:
    """`far`, an operand on `there`, reached from `of` by the relation `link`; null where not `seen`."""
    onto = there.c["id"] == link
    if "within" in far.extra:
        deeper: Within = far.extra["within"]

        def within(comparison: ColumnElement[bool]) -> ColumnElement[bool]:
            return exists(select(there.c["id"]).where(onto, seen, deeper(comparison)).correlate(of))

        return Operand(far.expression, far.type, far.scale, {**far.extra, "within": within})

    def carried(expression: ColumnElement[Any]) -> ColumnElement[Any]:
        return select(expression).where(onto, seen).correlate(of).scalar_subquery()

    def among(comparison: ColumnElement[bool]) -> ColumnElement[bool]:
        return link.in_(select(there.c["id"]).where(seen, comparison))

    extra = {**far.extra, "far": (far, among)}
    extra.update({name: carried(far.extra[name]) for name in CARRIED if name in far.extra})
    return Operand(carried(far.expression), far.type, far.scale, extra)


def through_many(
    of: FromClause, record: ColumnElement[Any], links: FromClause, there: FromClause, seen: Any, far: Operand
) -> Operand:
    """`far`, reached through the junction `links`: comparisons hold when they hold for any linked record."""
    link = links.alias()
    deeper: Within = far.extra.get("within", lambda comparison: comparison)

    def within(comparison: ColumnElement[bool]) -> ColumnElement[bool]:
        joined = link.join(there, there.c["id"] == link.c["target_id"])
        found = select(link.c["target_id"]).select_from(joined)
        return exists(found.where(link.c["record_id"] == record, seen, deeper(comparison)).correlate(of))

    extra = {key: value for key, value in far.extra.items() if key != "far"}
    return Operand(far.expression, far.type, far.scale, {**extra, "within": within})
