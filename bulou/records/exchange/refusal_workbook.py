"""A workbook of what an import did not take: sheet, row, column, as written, and why."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bulou.db.tx import Tx
from bulou.records.exchange import cells_out
from bulou.records.exchange.running import lookup, refusals
from bulou.records.exchange.running.rows import CONFLICT, Refusal
from bulou.words import sentence

_COLUMNS = (
    ("refusals.level", 24),
    ("refusals.at_sheet", 16),
    ("refusals.at_row", 8),
    ("refusals.at_column", 22),
    ("refusals.raw", 40),
    ("refusals.reason", 60),
)


def write(tx: Tx, import_id: int, target: str, locale: str) -> int:
    """Write the refusals of an import to the file `target`; how many. Reads only the database."""
    import xlsxwriter  # only the reading process writes workbooks

    Path(target).parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with xlsxwriter.Workbook(target, cells_out.workbook_options()) as workbook:
        sheet = workbook.add_worksheet(_say("refusals.sheet", {}, locale)[:31])
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for column, (code, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, _say(code, {}, locale), bold)
        sheet.freeze_panes(1, 0)
        names = Names(tx)
        for count, refusal in enumerate(refusals.all_of(tx, import_id), start=1):
            for column, value in enumerate(_row(refusal, names, locale)):
                _put(sheet, count, column, value)
        sheet.autofilter(0, 0, max(count, 1), len(_COLUMNS) - 1)
    return count


def _put(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, cells_out.for_workbook(value))


def _row(refusal: Refusal, names: "Names", locale: str) -> Iterable[Any]:
    return (
        _say(f"refusals.level.{refusal.level}", {}, locale),
        refusal.sheet,
        refusal.row,
        refusal.column,
        refusal.raw,
        named_reason(refusal, names, locale),
    )


def reason(refusal: Refusal, locale: str) -> str:
    """Why, as a sentence."""
    return _why(refusal.code, refusal.params, locale)


def named_reason(refusal: Refusal, names: "Names", locale: str) -> str:
    """The same, with people by their names."""
    params = dict(refusal.params)
    if refusal.level == CONFLICT:
        params |= {key: names.of(params.get(key)) for key in ("owner", "theirs")}
    return _why(refusal.code, params, locale)


def _why(code: str, params: Mapping[str, Any], locale: str) -> str:
    """A name that many rows hold is told once, with how many and the first of them."""
    rows, at = params.get("rows", 1), params.get("at", ())
    more = {"rows": rows, "at": at, "and_more": "…" if rows > len(at) else ""}
    return _say(code, params, locale) + (_say("refusals.rows", more, locale) if rows > 1 else "")


def _say(code: str, params: Mapping[str, Any], locale: str) -> str:
    return sentence(code, params, locale) or code


class Names:
    """Names of people, each looked up once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._known: dict[int, str] = {}

    def of(self, id_: Any) -> str:
        """The name of person `id_`."""
        if not isinstance(id_, int):
            return ""
        if id_ not in self._known:
            self._known[id_] = lookup.people_names(self._tx, [id_]).get(id_, "")
        return self._known[id_]
