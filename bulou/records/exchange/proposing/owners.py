"""Who will own the rows of a file, said before it runs: people that are known, made, or known to nobody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.text import name_key
from bulou.records.exchange.meaning.plan import OWNER, Plan, SheetPlan
from bulou.records.exchange.rights import ImportRights
from bulou.records.exchange.running import lookup
from bulou.records.exchange.running.rows import RowRead

_LISTED = 50
Json = dict[str, Any]


@dataclass(eq=False)
class Tally:
    """How many rows name whom: by name as written, by id that somebody chose; None: nobody."""

    names: Counter[str] = field(default_factory=Counter)
    chosen: int = 0
    nobody: int = 0

    def watch(self, rows: Iterable[RowRead], plan: Plan) -> Iterator[RowRead]:
        """`rows` as they pass by."""
        sheets = {sheet.name: (sheet, _links(sheet)) for sheet in plan.used}
        for row in rows:
            if not row.refused:
                self._count(row, *sheets[row.sheet])
            yield row

    def _count(self, row: RowRead, sheet: SheetPlan, links: Mapping[str, int | None]) -> None:
        names = row.names.get(OWNER)
        name = names[0] if names else None
        if name is None and sheet.owner.source != "none":
            if sheet.owner.person is not None:
                self.chosen += 1
                return
            name = sheet.owner.name
        elif name is not None and name in links:
            if links[name] is not None:
                self.chosen += 1
                return
            name = None
        if name:
            self.names[name] += 1
        else:
            self.nobody += 1


def _links(sheet: SheetPlan) -> Mapping[str, int | None]:
    column = sheet.column_of(OWNER)
    return column.links if column else {}


def told(tx: Tx, actor: Actor, form: Form, plan: Plan, rights: ImportRights, tally: Tally) -> Json | None:
    """What the proposal says of owners; None for a form without them."""
    if not form.owned:
        return None
    people = lookup.people(tx)
    known = {name for name in tally.names if len(people.get(name_key(name), ())) == 1}
    makes = rights.people and plan.options.create_missing.people
    fresh = {name for name in tally.names if makes and name_key(name) not in people}
    unknown = [(name, rows) for name, rows in tally.names.most_common() if name not in known | fresh]
    goes_to = plan.options.owner if rights.assign else actor.person_id
    names = lookup.people_names(tx, [goes_to]) if goes_to is not None else {}
    return {
        "known_rows": tally.chosen + sum(tally.names[name] for name in known),
        "nobody_rows": tally.nobody,
        "make": _listed((name, rows) for name, rows in tally.names.most_common() if name in fresh),
        "make_total": len(fresh),
        "unknown": _listed(unknown),
        "unknown_total": len(unknown),
        "unknown_rows": sum(rows for _name, rows in unknown),
        "may_make": rights.people,
        "may_assign": rights.assign,
        "goes_to": {"id": goes_to, "title": names.get(goes_to)} if goes_to is not None else None,
    }


def _listed(names: Iterable[tuple[str, int]]) -> list[Json]:
    return [{"name": name, "rows": rows} for name, rows in names][:_LISTED]
