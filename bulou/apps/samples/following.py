"""What rules made of sample data goes with it, unless somebody has taken it up since."""

from collections import defaultdict
from collections.abc import Iterator

import orjson
from sqlalchemy import select

from bulou.db.tables.records import batch_row
from bulou.db.tables.rules import rule_run, rule_step
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records import write
from bulou.records.write import Command, Who

VIA = "rule"
MAKES = ("create_task", "create_record")


def take_along(tx: Tx, actor: Actor, batch_id: int) -> None:
    """Put into the bin what rules made because of the batch's records and nobody has changed."""
    catalog = catalogs.load(tx)
    for key, ids in _made(tx, batch_id).items():
        form = catalog.get(key)
        untouched = _untouched(tx, form, ids) if form is not None else []
        if form is not None and untouched:
            who = Who(actor, trusted=True)
            write.apply(tx, who, form, [Command("delete", id_) for id_ in untouched], partial=True)


def _made(tx: Tx, batch_id: int) -> dict[str, list[int]]:
    b, run, step = batch_row.c, rule_run.c, rule_step.c
    query = (
        select(step.output)
        .join(rule_run, run.id == step.run_id)
        .join(batch_row, (b.form == run.form) & (b.record_id == run.record_id))
        .where(b.batch_id == batch_id, b.action == "created", step.kind.in_(MAKES), step.output.is_not(None))
    )
    found: dict[str, list[int]] = defaultdict(list)
    for (output,) in tx.rows(query):
        for form, id_ in _told(orjson.loads(output)):
            found[form].append(id_)
    return found


def _told(output: dict[str, object]) -> Iterator[tuple[str, int]]:
    ids = output.get("ids") or [output.get("id")]
    for id_ in ids if isinstance(ids, list) else ():
        if isinstance(id_, int) and isinstance(output.get("form"), str):
            yield str(output["form"]), id_


def _untouched(tx: Tx, form: Form, ids: list[int]) -> list[int]:
    c = form.table.c
    same = (c.id.in_(ids), c.version == 1, c.created_via == VIA, c.deleted_at.is_(None))
    return [row[0] for row in tx.rows(select(c.id).where(*same))]  # visible: no value told
