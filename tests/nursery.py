"""Reading processes that start in milliseconds: forked from one that has loaded the product already.

What they do is the product's own; only the second of loading is shared. Where the system cannot do it, the
product's own way is taken.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

POSSIBLE = hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")


@dataclass(frozen=True)
class Child:
    """A reading process, with those parts of `Popen` that its parent uses."""

    pid: int
    descriptor: int  # becomes readable when the process has ended
    stdin: IO[bytes]
    stdout: IO[bytes]

    def poll(self) -> int | None:
        """0 once it has ended."""
        return 0 if select.select([self.descriptor], [], [], 0)[0] else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; TimeoutExpired."""
        if not select.select([self.descriptor], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("reading process", timeout or 0)
        return 0

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self.descriptor)


@dataclass(frozen=True)
class Nursery:
    """The process that forks them."""

    line: socket.socket

    def start(self, url: str) -> Child:
        """A process that answers questions about the database at `url`."""
        questions, asking = os.pipe()
        hearing, answers = os.pipe()
        socket.send_fds(self.line, [url.encode()], [questions, answers])
        pid = int(self.line.recv(100))
        child = Child(pid, os.pidfd_open(pid), os.fdopen(asking, "wb", 0), os.fdopen(hearing, "rb"))
        os.close(questions)
        os.close(answers)
        return child


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery that lives as long as the context."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line = [sys.executable, "-m", "tests.nursery", str(theirs.fileno())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    with subprocess.Popen(line, pass_fds=[theirs.fileno()], env=environment):
        theirs.close()
        with ours:
            yield Nursery(ours)


def main(line: socket.socket) -> None:
    """Fork a reading process for each address that comes in, until nobody can ask any more."""
    import bulou.api.app
    import bulou.records.exchange.imports  # noqa: F401
    from bulou.db import reading_process

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks for the exit status
    while True:
        url, pipes, _, _ = socket.recv_fds(line, 10_000, 2)
        if not url:
            return
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            line.close()
            for number, pipe in enumerate(pipes):
                os.dup2(pipe, number)
                os.close(pipe)
            reading_process.main(url.decode())
        for pipe in pipes:
            os.close(pipe)
        line.send(str(pid).encode())


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
