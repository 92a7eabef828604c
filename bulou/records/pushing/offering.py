"""Which pushes a form offers for one of its records, and what it became already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bulou.access.visible import may, unlimited
from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.fields.kind import kinds
from bulou.forms.form import PEOPLE, Form
from bulou.forms.pushes import Push
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records.pushing import links
from bulou.records.pushing.links import Link
from bulou.records.query.model import Wanted
from bulou.records.query.one import may_read, open_among
from bulou.records.query.secure import context_of
from bulou.records.query.titles import reference, titles_of

Json = dict[str, Any]


def push_of(form: Form, key: str) -> Push:
    """The push named `key`; NotFound."""
    found = form.definition.push(key)
    if found is None:
        raise NotFound(what="push", id=key[:60])
    return found


def offered(tx: Tx, actor: Actor, form: Form, id_: int) -> list[Json]:
    """`{key, label, hint, stage, demands, again, steps, offered, may, lacks, done}` of every push of the form.

    `offered`: its condition holds for the record; `may`: the caller may change the record and what it needs; `lacks`:
    the names of forms of which they may make no records; `done`: what became of it, or None. RecordNotFound.
    """
    may_read(tx, actor, form, id_)
    changes = bool(open_among(tx, actor, form, "change", [id_]))
    catalog = catalogs.load(tx)
    answer = []
    for push in form.definition.pushes:
        found = links.of_record(tx, form.key, id_, push.key)
        lacks = [step.form for step in push.steps if needs_making(actor, step.mode, step.optional, step.form)]
        answer.append(
            {
                "key": push.key,
                "label": dict(push.label),
                "hint": dict(push.hint),
                "stage": push.stage,
                "demands": push.demands and push.stage is not None,
                "again": push.again,
                "forms": [step.form for step in push.steps],
                "offered": holds(tx, actor, form, id_, push.when),
                "may": changes and not lacks and not _is_broken(catalog, push),
                "lacks": [dict(catalog[key].definition.label) for key in lacks if key in catalog],
                "done": told(tx, actor, found) if found else None,
            }
        )
    return answer


def _is_broken(catalog: Catalog, push: Push) -> bool:
    """Whether it cannot do without a form that was deleted."""
    return any(step.form not in catalog and not step.optional for step in push.steps)


def needs_making(actor: Actor, mode: str, optional: bool, form: str) -> bool:
    """Whether a step cannot do without a right that the actor lacks."""
    return mode == "create" and not optional and not may(actor, form, "create")


def holds(tx: Tx, actor: Actor, form: Form, id_: int, when: Any) -> bool:
    """Whether the record meets a condition of the definition, which guards data and shows none."""
    if when is None:
        return True
    context = context_of(tx, actor)
    clause = to_sql(parse(when), unlimited(form, form.table, context), context)
    c = form.table.c
    query = select(c.id).where(c.id == id_, clause)  # visible: yes or no, for a record that the caller reads
    return tx.one(query) is not None


def told(tx: Tx, actor: Actor, found: Sequence[Link]) -> Json:
    """`{at, by, batch, records: [{step, how, form, id, title}]}` of one push, the newest run of it."""
    last = found[-1]
    run = [link for link in found if link.batch_id == last.batch_id]
    wanted = Wanted()
    for link in run:
        wanted.add(link.to_form, link.to_id)
    if last.by is not None:
        wanted.add(PEOPLE, last.by)
    titles = titles_of(tx, actor, catalogs.load(tx), wanted)
    records = [
        {"step": link.step, "how": link.how, **reference(titles, link.to_form, link.to_id, named=True)}
        for link in run
    ]
    by = None if last.by is None else reference(titles, PEOPLE, last.by)
    at = kinds["datetime"].present(last.at, context_of(tx, actor).zone)
    return {"at": at, "by": by, "batch": last.batch_id, "records": records}
