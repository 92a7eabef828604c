"""Deliveries: what goes to outside services, kept as rows from the wish to the outcome.

`queue` writes a row in the caller's transaction; `Sender` hands rows over after the commit. Webhooks are sent at least
once, always with the same `Idempotency-Key`; of mail, SMS and robots whose outcome nobody knows the row says
`unknown`, and a person sends them again (decision 0078).
"""

from bulou.connect.deliveries.drawing import Drawing, Drawn, drawings
from bulou.connect.deliveries.means import Means
from bulou.connect.deliveries.queueing import Delivery, queue, queue_all
from bulou.connect.deliveries.sender import Sender

__all__ = ["Delivery", "Drawing", "Drawn", "Means", "Sender", "drawings", "queue", "queue_all"]
