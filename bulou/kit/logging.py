"""Log lines: one JSON object each, with what the caller attached and never a value of a record."""

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


# PostgreSQL tells the values of a row that a constraint refuses: `Key (name)=(…) already exists.`
TOLD = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class Lines(logging.Formatter):
    """Traces without what the database tells of values."""

    def formatException(self, ei: Any) -> str:
        """The trace of an exception."""
        return TOLD.sub(r"\1: (left out)", super().formatException(ei))


class JsonLines(Lines):
    """`{"at", "level", "logger", "message", …extra}`; an exception's trace under `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: value for key, value in vars(record).items() if key not in PLAIN})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def start_logging(level: str, form: str) -> None:
    """Send every line to standard error as JSON (or as text for people); third parties from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    text = Lines("%(asctime)s %(levelname)-7s %(name)s %(message)s")
    handler.setFormatter(text if form == "text" else JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bulou").setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
