"""Reasons that the forms themselves declare: records that law or open money keeps, and whom such records name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.bound import BoundField
from bulou.forms.form import Form
from bulou.forms.model import Retention
from bulou.kit.clock import day_in, parse_instant
from bulou.kit.protocols import SYSTEM
from bulou.records.personal.kinds import Kept, reasons
from bulou.records.query.secure import matching, sight

CREATED = "created_at"


class Declared:
    """What a form's definition says under `retention`."""

    key = "declared"

    def judge(self, tx: Tx, form: Form, ids: Sequence[int]) -> Mapping[int, Sequence[Kept]]:
        """The records for which a retention holds today."""
        found: dict[int, list[Kept]] = {}
        for each in form.definition.retention:
            for id_, until in _held(tx, form, each, ids):
                kept = Kept(each.key, each.label, each.law, until, frozenset(each.keeps))
                found.setdefault(id_, []).append(kept)
        return found


class Needed:
    """Whom a kept record names: as much of them stays as that record's retention says."""

    key = "needed"

    def judge(self, tx: Tx, form: Form, ids: Sequence[int]) -> Mapping[int, Sequence[Kept]]:
        """The records at which kept ones point."""
        slots = form.trait("party") or {}
        found: dict[int, list[Kept]] = {}
        for other, bound in catalogs.load(tx).related_to(form.key):
            asked = [each for each in other.definition.retention if each.parties]
            if not asked or other.read_only or bound.target == "*":
                continue
            pairs = _pointing(tx, other, bound, ids)
            for each in asked:
                held = dict(_held(tx, other, each, sorted({from_ for from_, _ in pairs})))
                keeps = frozenset(slots[slot] for slot in each.parties if slot in slots)
                for from_, to in pairs:
                    if from_ in held:
                        kept = Kept(each.key, each.label, each.law, held[from_], keeps, (other.key, from_))
                        found.setdefault(to, []).append(kept)
        return found


def _held(tx: Tx, form: Form, kept: Retention, ids: Sequence[int]) -> Iterator[tuple[int, date | None]]:
    """Ids for which it holds, with the day on which that ends."""
    if not ids:
        return
    seen = sight(tx, SYSTEM, form)
    c = seen.of.c
    since = c[kept.since or CREATED]
    where = [c.id.in_(ids), *matching(seen, form, kept.when, None)]
    today = day_in(tx.now, seen.context.zone)
    for id_, moment in tx.rows(
        select(c.id, since).where(*where)
    ):  # visible: the bin keeps what is to be kept
        until = None if kept.years is None else _until(moment, kept.years, seen.context.zone)
        if until is None or until > today:
            yield id_, until


def _until(moment: str | None, years: int, zone: str) -> date | None:
    """The day `years` after a day or an instant; nobody knows where there is none."""
    if moment is None:
        return None
    day = date.fromisoformat(moment) if len(moment) == 10 else day_in(parse_instant(moment), zone)
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _pointing(tx: Tx, form: Form, bound: BoundField, ids: Sequence[int]) -> list[tuple[int, int]]:
    """(record, whom it names) of everything that points at `ids`."""
    query: Any
    if bound.operand == "records":
        link = form.links[bound.key].c
        query = select(link.record_id, link.target_id).where(link.target_id.in_(ids))
    else:
        c = form.table.c
        query = select(c.id, c[bound.key]).where(
            c[bound.key].in_(ids)
        )  # visible: what is to be kept, seen or not
    return [(row[0], row[1]) for row in tx.rows(query)]


reasons.register(Declared())
reasons.register(Needed())
