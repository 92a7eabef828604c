"""What a write means for the records that the written ones are about or point at."""

from collections.abc import Sequence

from bulou.records.write.activity import touch_activity
from bulou.records.write.model import Chunk, Row
from bulou.records.write.rollups import roll_up


def tell_above(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Bring their last and next activity and their rollups up to date."""
    touch_activity(chunk, rows)
    roll_up(chunk, rows)
