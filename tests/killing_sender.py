"""A process of its own that sends, and kills itself (`kill -9`) between the sending and its commit.

python -m tests.killing_sender DATABASE_URL FOLDER ISO_INSTANT
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bulou.connect.addresses import Guard, ranges
from bulou.connect.deliveries import Means, Sender
from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.kit.secrets import read_secrets


class Dying(Sender):
    """Dies where the outcome would be written down."""

    def settle(self, taken: Any, outcome: Any) -> str:
        """Gone."""
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def main(url: str, folder: str, at: str) -> None:
    """Send until killed."""
    discover()
    means = Means(read_secrets(Path(folder)), Guard(ranges("127.0.0.0/8")))
    Dying(open_database(url), means, lambda: datetime.fromisoformat(at)).drain()


if __name__ == "__main__":
    main(*sys.argv[1:])
