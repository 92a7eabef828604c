"""The rows of an export as the requester may see and export them, streamed some hundred at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func

from bulou.access.visible import Visible, require
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.exchange.exporting.request import ExportRequest
from bulou.records.query.cells import layout
from bulou.records.query.order import sort_keys
from bulou.records.query.pages import shown
from bulou.records.query.secure import matching, secure_select, sight

AT_ONCE = 500


def seen_by(tx: Tx, actor: Actor, form: Form) -> Visible:
    """The rows and columns of `form` that `actor` may export; Forbidden, NotFound."""
    require(actor, form.key, "export")
    return sight(tx, actor, form, "export")


def count(tx: Tx, seen: Visible, form: Form, request: ExportRequest) -> int:
    """How many records `stream` gives."""
    where = matching(seen, form, request.filter, request.search)
    return int(tx.value(secure_select(seen, func.count(), where=where)))


def stream(
    tx: Tx, seen: Visible, form: Form, keys: Sequence[str], request: ExportRequest
) -> Iterator[list[dict[str, Any]]]:
    """Blocks of records as JSON values, in the order asked for. BadQuery, UnknownField."""
    plan = layout(seen, form, ["_title", *keys], seen.context.zone, masks=True)
    where = matching(seen, form, request.filter, request.search)
    order = [key.ordered(False, tx.db.is_sqlite) for key in sort_keys(seen, form, request.sort)]
    query = secure_select(seen, *plan.columns, where=where).order_by(*order)
    streaming = tx.connection.execution_options(stream_results=True, max_row_buffer=AT_ONCE)
    with streaming.execute(query) as result:
        for part in result.partitions(AT_ONCE):
            yield shown(tx, seen, form, plan, part, keys)
