"""The server process: on SIGTERM open event streams end first, so that stopping waits for nobody's page."""

import signal
from types import FrameType

import uvicorn

from bulou.api.live import Hub


class Server(uvicorn.Server):
    """Uvicorn's server that tells the hub when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take no more requests, finish those at hand; a second Ctrl-C does not wait for them.

        The signal has done its work with that. Uvicorn would raise it once more when all is finished, and the
        process would die of it before the database is closed.
        """
        self.hub.close()
        self.force_exit = self.force_exit or (self.should_exit and sig == signal.SIGINT)
        self.should_exit = True
