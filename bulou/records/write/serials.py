"""Serial numbers: counted in the same transaction, in blocks for many rows; none is given twice."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text

from bulou.forms.fields.serial import Counter, Day, Fixed, SerialPart
from bulou.forms.form import BoundField
from bulou.kit.clock import day_in
from bulou.records.write.model import Chunk

COUNT = text(
    "INSERT INTO serial_counter (form, field, period, scope, value)"
    " VALUES (:form, :field, :period, :scope, :count)"
    " ON CONFLICT (form, field, period, scope)"
    " DO UPDATE SET value = serial_counter.value + excluded.value RETURNING value"
)
DAYS = {"YYYY": "%Y", "YY": "%y", "YYYYMM": "%Y%m", "YYMM": "%y%m", "YYYYMMDD": "%Y%m%d", "YYMMDD": "%y%m%d"}
PERIODS = {"never": "", "year": "%Y", "month": "%Y%m", "day": "%Y%m%d"}


def number_rows(chunk: Chunk) -> None:
    """Give every new row its serial numbers."""
    rows = [row for row in chunk.alive if row.creating]
    fields = [bound for bound in chunk.form.fields if bound.kind.key == "serial"]
    if not rows or not fields:
        return
    today = day_in(chunk.tx.now, chunk.zone)
    for bound in fields:
        columns = [
            _part(chunk, bound, at, part, today, len(rows)) for at, part in enumerate(bound.options.parts)
        ]
        for row, parts in zip(rows, zip(*columns, strict=True), strict=True):
            row.after[bound.key] = "".join(parts)


def _part(
    chunk: Chunk, bound: BoundField, at: int, part: SerialPart, today: date, count: int
) -> Sequence[str]:
    """The texts of one part for `count` rows."""
    match part:
        case Fixed():
            return [part.text] * count
        case Day():
            return [today.strftime(DAYS[part.format])] * count
        case Counter():
            key = {"form": chunk.form.key, "field": bound.key, "scope": str(at), "count": count}
            last = chunk.tx.value(COUNT, {**key, "period": today.strftime(PERIODS[part.reset])})
            return [f"{number:0{part.digits}d}" for number in range(last - count + 1, last + 1)]
