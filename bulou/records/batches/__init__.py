"""Many records at once, as one batch that can be taken back: start, look, undo."""

from bulou.records.batches.start import Bulk, start
from bulou.records.batches.told import get, listed
from bulou.records.batches.undoing import undo, undo_until

__all__ = ["Bulk", "get", "listed", "start", "undo", "undo_until"]
