"""Files: kept once by their content, reached only through the record they hang on."""

from bulou.records.files.access import Download, fetch, listed, note_download, unattached
from bulou.records.files.cleaning import sweep
from bulou.records.files.kinds import type_of
from bulou.records.files.store import LARGEST, Upload, receive
from bulou.records.files.upload import MOST_AT_ONCE, attach, keep, remove

__all__ = [
    "LARGEST",
    "MOST_AT_ONCE",
    "Download",
    "Upload",
    "attach",
    "fetch",
    "keep",
    "listed",
    "note_download",
    "receive",
    "remove",
    "sweep",
    "type_of",
    "unattached",
]
