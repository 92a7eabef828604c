"""What became of rows that went in or were left out, kept row by row: figures of the result open them.

New records need no such line, their batch is written in them; people, who have none, do.
"""

from typing import TYPE_CHECKING

from bulou.records.exchange.files.cells import shown
from bulou.records.exchange.running.rows import CREATED, SKIPPED, UNCHANGED, UPDATED, Refusal, RowRead

if TYPE_CHECKING:
    from bulou.records.exchange.running.writing import Writing


def created(work: "Writing", row: RowRead, id_: int | None) -> None:
    """A row made a person."""
    work.counts.created += 1
    _keep(work, row, CREATED, id_)


def updated(work: "Writing", row: RowRead, id_: int | None) -> None:
    """A row filled something."""
    work.counts.updated += 1
    _keep(work, row, UPDATED, id_)


def unchanged(work: "Writing", row: RowRead, id_: int | None) -> None:
    """A row brought nothing new."""
    work.counts.unchanged += 1
    _keep(work, row, UNCHANGED, id_)


def skipped(work: "Writing", row: RowRead, id_: int | None = None) -> None:
    """A row was left out because somebody chose so."""
    work.counts.skipped += 1
    _keep(work, row, SKIPPED, id_)


def _keep(work: "Writing", row: RowRead, level: str, id_: int | None) -> None:
    title = row.values.get(work.form.title)
    raw = shown(str(title)) if title is not None else None
    work.refusals.append(Refusal(row.sheet, row.number, level, f"row.{level}", raw=raw, params={"id": id_}))
