"""Taking back a batch: the same for bulk changes and imports."""

from typing import Any

from bulou.api.call import Call
from bulou.records import batches


def undo_batch(call: Call, batch: int) -> dict[str, Any]:
    """Start the undo as a batch of its own: `{job, batch}`."""
    return batches.undo(call.tx, call.actor, batch)
