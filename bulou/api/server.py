"""The server process: on SIGTERM open event streams end first, so that stopping waits for nobody's page."""

from types import FrameType

import uvicorn

from bulou.api.live import Hub


class Server(uvicorn.Server):
    """Uvicorn's server that tells the hub when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take no more requests, finish those at hand."""
        self.hub.close()
        super().handle_exit(sig, frame)
