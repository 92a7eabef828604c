"""Files: kept once by their content, reached only through the record they hang on."""

from bulou.records.files.access import Download, fetch, listed, unattached
from bulou.records.files.cleaning import sweep
from bulou.records.files.store import LARGEST, Upload, receive
from bulou.records.files.upload import attach, keep, remove

__all__ = [
    "LARGEST",
    "Download",
    "Upload",
    "attach",
    "fetch",
    "keep",
    "listed",
    "receive",
    "remove",
    "sweep",
    "unattached",
]
