"""One connection of a client: it has a while to say what it wants, and no more room for that than a page."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 20.0  # for a whole head, and for what still comes in after an early answer
LARGEST_HEAD = 64 * 1024  # bytes of request line and headers


class Connection(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself would wait for a head for ever and keep all of it."""

    awaited: asyncio.TimerHandle | None = None
    received: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Part of a head or of a body."""
        super().data_received(data)
        if self.awaited is not None and not self._is_answering():
            self.received += len(data)
            if self.received > LARGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def on_headers_complete(self) -> None:
        """A head has arrived."""
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The next head may come."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._stop_waiting()
        self.awaited = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        self.received = 0
        if self.awaited is not None:
            self.awaited.cancel()
            self.awaited = None

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # none before the first head
        return cycle is not None and not cycle.response_complete

    def _give_up(self) -> None:
        self.awaited = None
        if not self._is_answering() and not self.transport.is_closing():
            self.transport.close()
