"""What the other side of a mail connection says, read within bounds: neither drop by drop nor without an end."""

import time
from typing import Protocol

LARGEST = 64 * 1024  # bytes of all its words together
PATIENCE = 15.0  # seconds for each piece of a word
CHUNK = 4096


class Ear(Protocol):
    """A socket, as far as it is listened to."""

    def settimeout(self, value: float | None, /) -> None:
        """How long to wait for the next piece."""
        ...

    def recv(self, bufsize: int, /) -> bytes:
        """The next piece."""
        ...


class Words:
    """Lines from a socket until the moment `end` of the monotonic clock, as `smtplib` reads them from a file."""

    def __init__(self, sock: Ear, end: float) -> None:
        self._sock, self._end = sock, end
        self._rest, self._heard = b"", 0

    def readline(self, most: int) -> bytes:
        """The next line, at most so many bytes of it, b"" at the end. OSError when time is over, or it is too much."""
        while b"\n" not in self._rest and len(self._rest) < most:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("it takes too long")
            self._sock.settimeout(min(PATIENCE, left))
            found = self._sock.recv(CHUNK)
            if not found:
                break
            self._rest += found
            self._heard += len(found)
            if self._heard > LARGEST:
                raise OSError("it says too much")
        cut = min(self._rest.find(b"\n") + 1 or len(self._rest), most)
        line, self._rest = self._rest[:cut], self._rest[cut:]
        return line

    def close(self) -> None:
        """The socket is somebody else's to close."""
