"""A handover as it would be: who gets what, what speaks against it, and who sees what afterwards. Nothing is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement

from bulou.access.visible import Visible
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import PEOPLE, BoundField, Form
from bulou.kit.money import from_scaled
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.records.handover.allot import Gives, allot
from bulou.records.handover.asking import check, hands_of
from bulou.records.handover.judging import judged
from bulou.records.handover.model import Asked
from bulou.records.handover.sights import sights
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles
from bulou.records.write import Who
from bulou.records.write.handing import OWNER, Give

Json = dict[str, Any]
SAMPLES = 3
MOST_TOLD = 100
MOST = 50_000  # records of one handover: how long others may have to wait is measured by that (decision 0070)
AT_ONCE = 5_000
LAST = 10_000


def plan(tx: Tx, actor: Actor, asked: Asked) -> Json:
    """`{total, receivers: [{person, total, forms: [{form, label, count, owned, sum, samples}]}], locked, limits,
    sight}`.

    A receiver without a person is the pool. Needs a transaction that may write: what is judged is held for a moment.
    """
    check(tx, actor, asked)
    gives = allot(tx, actor, asked)
    against = _against(tx, actor, asked, gives)
    return {
        "total": sum(len(some) for some in gives.values()),
        "most": MOST,
        "receivers": _receivers(tx, actor, gives),
        **against,
        "sight": sights(tx, asked, gives),
    }


def _against(tx: Tx, actor: Actor, asked: Asked, gives: Gives) -> Json:
    catalog, hands = catalogs.load(tx), hands_of(tx, asked)
    who = Who(actor, "handover", trusted=True)
    locked: list[Json] = []
    limits: list[Json] = []
    counts: dict[int, int] = defaultdict(int)
    for key, some in gives.items():
        found = judged(tx, who, catalog[key], some, hands)
        locked += [
            {"form": key, "id": id_, "code": each.code, "params": each.params}
            for id_, each in found.locked.items()
        ]
        for id_, (to, each) in found.limits.items():
            counts[to] += 1
            limits.append({"form": key, "id": id_, "code": each.code, "params": each.params, "to": to})
    return {
        "locked": {"count": len(locked), "items": _titled(tx, actor, locked[:MOST_TOLD])},
        "limits": {
            "count": len(limits),
            "people": [{"person": named(tx, to), "count": count} for to, count in sorted(counts.items())],
            "items": _titled(tx, actor, limits[:MOST_TOLD]),
        },
    }


def _titled(tx: Tx, actor: Actor, items: list[Json]) -> list[Json]:
    by_form: dict[str, list[int]] = defaultdict(list)
    for each in items:
        by_form[each["form"]].append(each["id"])
    catalog = catalogs.load(tx)
    known = {key: titles(tx, actor, catalog[key], ids) for key, ids in by_form.items()}
    return [{**each, "title": known[each["form"]][each["id"]]} for each in items]


def _receivers(tx: Tx, actor: Actor, gives: Gives) -> list[Json]:
    catalog = catalogs.load(tx)
    by: dict[int | None, dict[str, list[Give]]] = defaultdict(dict)
    for key, some in gives.items():
        for give in some:
            by[give.to].setdefault(key, []).append(give)
    order = sorted(by, key=lambda to: (to is None, -sum(len(some) for some in by[to].values()), to or 0))
    return [
        {
            "person": named(tx, to) if to is not None else None,
            "total": sum(len(some) for some in by[to].values()),
            "forms": [_form(tx, actor, catalog[key], by[to][key]) for key in shown(catalog, by[to])],
        }
        for to in order
    ]


def shown(catalog: Catalog, keys: Iterable[str]) -> list[str]:
    """Forms in the order in which people know them; those that are gone come last."""
    places = {key: form.definition.position for key in keys if (form := catalog.get(key)) is not None}
    return sorted(keys, key=lambda key: (places.get(key, LAST), key))


def _form(tx: Tx, actor: Actor, form: Form, some: Sequence[Give]) -> Json:
    ids = [give.id for give in some]
    told = titles(tx, actor, form, ids[:SAMPLES])
    return {
        "form": form.key,
        "label": dict(form.definition.plural or form.definition.label),
        "count": len(ids),
        "owned": sum(OWNER in give.keys for give in some),
        "sum": summed(tx, actor, form, ids),
        "samples": [{"id": id_, "title": title} for id_, title in told.items()],
    }


def figure_of(seen: Visible, form: Form) -> BoundField | None:
    """The first figure of a form that adds up and that the reader knows."""
    bounds = (form.by_key.get(key) for key in form.definition.figures)
    return next(
        (
            b
            for b in bounds
            if b is not None and b.behaves.summable and b.kind.stored and b.key in seen.fields
        ),
        None,
    )


def amount_of(seen: Visible, figure: BoundField) -> ColumnElement[Any]:
    """What of a figure the reader may see, row by row."""
    return seen.guard(figure.key, seen.of.c[figure.value_column.key])


def summed(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> Mapping[str, Any] | None:
    """`{field, value}` of the first figure, None where nothing adds up."""
    seen = sight(tx, actor, form)
    figure = figure_of(seen, form)
    if figure is None:
        return None
    total = 0
    for some in chunks(ids):
        query = secure_select(seen, amount_of(seen, figure), where=[seen.of.c.id.in_(some)])
        total += sum(row[0] or 0 for row in tx.rows(query))
    return {"field": figure.key, "value": from_scaled(total, figure.scale)}


def chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Ids in lists that a database takes at once."""
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def named(tx: Tx, id_: int | None) -> Json | None:
    """`{id, title}` of a person."""
    if id_ is None:
        return None
    known = register(tx).people.get(id_)
    return {"id": id_, "title": known.name if known else None, "form": PEOPLE}
