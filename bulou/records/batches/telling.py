"""How refusals are kept, and how people hear that their batch is done."""

from collections.abc import Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.people import notices
from bulou.records.batches.ledger import Batch


def refusal_of(id_: int | None, error: AppError, form: str | None = None) -> dict[str, Any]:
    """`{id, form?, code, params, fields: [{field, code, params}]}`."""
    told: dict[str, Any] = {"id": id_, "code": error.code, "params": error.params}
    if form is not None:
        told["form"] = form
    told["fields"] = [
        {"field": each.field, "code": each.code, "params": dict(each.params)} for each in error.problems[:20]
    ]
    return told


def tell_requester(tx: Tx, batch: Batch, told: Mapping[str, Any]) -> None:
    """A notification for whoever started the batch."""
    if batch.by is None:
        return
    body = {"batch": batch.id, "kind": batch.kind, **told}
    notices.tell(tx, batch.by, f"{batch.kind}.done", body, form=batch.form)
