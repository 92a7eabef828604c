"""A spooled file → a plan: which sheets to use, where their tables are, what every column fills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bulou.forms.form import Form
from bulou.kit.traditional import simplified
from bulou.records.exchange.files.cells import mark_of
from bulou.records.exchange.files.sheets import Row
from bulou.records.exchange.files.spool import Spool, SpooledSheet, read_rows
from bulou.records.exchange.meaning import constants, dates, layout, lexicon, mapping, owners, units
from bulou.records.exchange.meaning.evidence import Known
from bulou.records.exchange.meaning.plan import ID, ColumnPlan, Plan, SheetPlan
from bulou.records.exchange.meaning.profile import Profile, profiles
from bulou.records.exchange.meaning.targets import Target, liking, of_form
from bulou.records.exchange.meaning.wording import plain

_HEAD = 80  # rows by which the layout is judged
_ABOVE = 40  # rows above headings that somebody found further down
_MOST_SKIPPED = 20_000
_DAYS_JUDGED = 5_000  # cells of a column by which the order of days is judged


@dataclass(frozen=True)
class Seen:
    """A sheet that was read whole: its plan and what its columns hold. `percents`: those shown in percent, None where
    the file does not say."""

    plan: SheetPlan
    profiles: tuple[Profile, ...] = ()
    above: tuple[str, ...] = ()
    percents: tuple[int, ...] | None = None

    def profile(self, index: int) -> Profile | None:
        """What a column holds."""
        return self.profiles[index] if index < len(self.profiles) else None

    def in_percent(self, index: int) -> bool | None:
        """Whether the file shows a column in percent, None where it does not say."""
        return None if self.percents is None else index in self.percents


def understand(
    spool: Spool, form: Form, known: Known, targets: Sequence[Target] | None = None
) -> tuple[Plan, list[Seen]]:
    """The plan proposed for a file, with what was seen of every sheet (options are still to be settled)."""
    fillable = list(targets) if targets is not None else of_form(form)
    seen = [_sheet(spool, sheet, form, known, fillable) for sheet in spool.sheets]
    seen = _with_owners(seen, known)
    return Plan(form.key, tuple(each.plan for each in seen)), seen


def unmapped(spool: Spool, sheet: SpooledSheet, like: layout.Liking) -> Seen:
    """What a sheet holds while there is no form yet; its plan names no field. Where no row looks like headings, the
    first one with more than one text is taken for them."""
    head = _head(spool, sheet)
    found = layout.find(head, sheet.merges, like)
    if not found.heading_row:
        first = next(
            (number for number, cells in head if sum(isinstance(each, str) for each in cells) > 1), 0
        )
        found = layout.at_row(head, first, sheet.merges, like) if first else found
    plan = SheetPlan(
        sheet.name,
        sheet.index,
        sheet.hidden,
        use=False,
        heading_row=found.heading_row,
        heading_rows=found.heading_rows,
        first_row=found.first_row,
        title=found.title,
        width=sheet.width,
    )
    return _read(spool, sheet, plan, head, found)


def look_again(spool: Spool, plan: SheetPlan, form: Form, known: Known, targets: Sequence[Target]) -> Seen:
    """What a sheet holds under a plan somebody has changed; a plan without columns is mapped anew."""
    sheet = spool.sheets[plan.index]
    head = _head(spool, sheet, plan.heading_row)
    like = liking(targets)
    given = bool(plan.columns) or plan.heading_row > 0
    found = layout.at_row(head, plan.heading_row, sheet.merges, like) if given else None
    found = found or layout.find(head, sheet.merges, like)
    mapped = bool(plan.columns)
    plan = replace(plan, heading_row=found.heading_row, heading_rows=found.heading_rows, title=found.title)
    seen = _read(spool, sheet, replace(plan, first_row=found.first_row), head, found)
    if not mapped:
        seen = _mapped(seen, form, known, targets)
    return settle(seen, form, known)


def _head(spool: Spool, sheet: SpooledSheet, heading_row: int = 0) -> list[Row]:
    """The first rows, by which the layout is judged; more when somebody says that the headings come later."""
    rows: list[Row] = []
    under = 0
    for number, cells in read_rows(spool, sheet):
        under += number >= heading_row
        if under or len(rows) < _ABOVE:
            rows.append((number, cells[:-1] if mark_of(cells) else cells))
        if under == _HEAD:
            break
    return rows


def _sheet(spool: Spool, sheet: SpooledSheet, form: Form, known: Known, targets: list[Target]) -> Seen:
    bare = SheetPlan(sheet.name, sheet.index, sheet.hidden, use=False, width=sheet.width)
    if sheet.hidden or not sheet.rows:
        return Seen(replace(bare, reason="hidden" if sheet.hidden else "empty"))
    head = _head(spool, sheet)
    found = layout.find(head, sheet.merges, liking(targets))
    plan = replace(
        bare,
        heading_row=found.heading_row,
        heading_rows=found.heading_rows,
        first_row=found.first_row,
        title=found.title,
    )
    if reason := _unlikely(sheet, found):
        return Seen(replace(plan, reason=reason), above=found.above)
    seen = _read(spool, sheet, plan, head, found)
    return _judged(seen, form, known, targets, named=not spool.text)


def _unlikely(sheet: SpooledSheet, found: layout.Layout) -> str | None:
    """Why a sheet is no table of records, judged by its name and shape."""
    name = plain(sheet.name)
    if name in lexicon.plain_words("sheet_dictionary"):
        return "dictionary"
    if name in lexicon.plain_words("sheet_instructions"):
        return "dictionary"
    if not found.heading_row and sheet.width <= 1:
        return "no_headings"
    return None


def _read(spool: Spool, sheet: SpooledSheet, plan: SheetPlan, head: list[Row], found: layout.Layout) -> Seen:
    body = layout.body(head, sheet.merges, found)
    skip: dict[str, str] = {}
    counted = 0

    def records() -> Iterator[Row]:
        nonlocal counted
        for number, cells in read_rows(spool, sheet):
            if number < found.first_row:
                continue
            reason = body.skip(number, cells)
            if reason and len(skip) < _MOST_SKIPPED:
                skip[str(number)] = reason
                continue
            counted += 1
            yield number, cells

    seen = tuple(profiles(records(), sheet.width))
    headings = _headings(found, sheet.width)
    columns = plan.columns or tuple(ColumnPlan(at, headings[at]) for at in range(sheet.width))
    shown = sheet.percents if spool.tells_formats else None
    return Seen(replace(plan, skip=skip, rows=counted, columns=columns), seen, found.above, shown)


def _headings(found: layout.Layout, width: int) -> list[str]:
    return [found.headings[at] if at < len(found.headings) else "" for at in range(width)]


def _mapped(seen: Seen, form: Form, known: Known, targets: Sequence[Target]) -> Seen:
    plan = seen.plan
    headings = [column.heading for column in plan.columns]
    by_column = {pair.column: pair for pair in mapping.match(headings, seen.profiles, targets, form, known)}
    columns = tuple(
        replace(column, field=pair.key, confidence=round(min(pair.confidence, 1.0), 2)) if pair else column
        for column in plan.columns
        for pair in (by_column.get(column.index),)
    )
    return replace(seen, plan=replace(plan, columns=columns))


def _judged(seen: Seen, form: Form, known: Known, targets: Sequence[Target], named: bool) -> Seen:
    seen = _mapped(seen, form, known, targets)
    plan = seen.plan
    if named:  # a sheet has a name of its own; that of a text file is the file's
        fixed = constants.of_sheet(plan.name, plan.columns, targets, form)
        seen = replace(seen, plan=replace(plan, constants=fixed))
    if reason := _unusable(seen.plan, form):
        return replace(seen, plan=replace(seen.plan, reason=reason))
    return settle(replace(seen, plan=replace(seen.plan, use=True)), form, known)


def _unusable(plan: SheetPlan, form: Form) -> str | None:
    """A sheet is used when it names its records, or has what makes two of them the same and more."""
    if plan.rows == 0:
        return "empty"
    mapped = {column.field for column in plan.mapped}
    if form.title in mapped or (mapped & set(form.definition.match) and len(mapped) >= 2):
        return None
    if ID in mapped and len(mapped) >= 2:
        return None
    return "unmatched" if mapped or plan.heading_row else "no_headings"


def settle(seen: Seen, form: Form, known: Known) -> Seen:
    """Judge what is still open in the columns of a sheet: order of days, units."""
    plan = seen.plan
    orders = _orders(plan, seen.profiles, form, known)
    notes = simplified(" ".join(seen.above))
    columns = []
    for column in plan.columns:
        bound = form.get(column.field) if column.field else None
        if column.index in orders and column.order is None:
            order = orders[column.index]
            column = replace(column, order=order.order, assumed=order.assumed)
        if bound is not None and column.unit == 0:
            unit, assumed = units.judged(
                bound.kind.key, column, seen.profile(column.index), seen.in_percent(column.index), notes
            )
            column = replace(column, unit=unit, assumed=column.assumed or assumed)
        columns.append(column)
    return replace(seen, plan=replace(plan, columns=tuple(columns)))


def _orders(plan: SheetPlan, found: Sequence[Profile], form: Form, known: Known) -> dict[int, dates.Order]:
    columns = {}
    for column in plan.mapped:
        if _holds_days(form, column.field or "") and column.index < len(found):
            columns[column.index] = _day_column(found[column.index], known)
    return dates.judge(columns, known.context.locale)


def _day_column(profile: Profile, known: Known) -> dates.DayColumn:
    cells = [(each.row, each.cell) for each in islice(profile.distinct, _DAYS_JUDGED)]
    return dates.column(cells, known.context.today)


def _holds_days(form: Form, key: str) -> bool:
    bound = form.get(key)
    if bound is not None:
        return bound.operand in ("date", "datetime")
    return key in ("created_at", "stage_since")


def _with_owners(seen: list[Seen], known: Known) -> list[Seen]:
    used = [each for each in seen if each.plan.use]
    found = owners.of_sheets(
        [each.plan.name for each in used], {each.plan.name: each.above for each in used}, known.people
    )
    return [
        replace(each, plan=replace(each.plan, owner=owners.for_sheet(each.plan, found[each.plan.name])))
        if each.plan.use
        else each
        for each in seen
    ]
