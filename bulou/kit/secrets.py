"""Secrets at rest: sealed with the workspace's key file, which never leaves the machine but with a backup.

The file holds one key a line. The first one seals; all of them open, so a key is changed by putting a new line
on top, sealing everything anew and taking the old line away.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bulou.kit.errors import AppError

KEY_FILE = "secret.key"


class NoKey(AppError):
    """No key of the file opens a secret, or there is no file. `path`."""

    code, status = "secrets.no_key", 500


@dataclass(frozen=True)
class Secrets:
    """The keys of a workspace."""

    path: Path
    keys: MultiFernet

    def seal(self, text: str) -> str:
        """`text` as it may be stored."""
        return self.keys.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What `seal` was given. Raises NoKey."""
        try:
            return self.keys.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise NoKey(path=str(self.path)) from error

    def open_young(self, sealed: str, seconds: int) -> str | None:
        """What `seal` was given no longer than `seconds` ago; None for anything else, as it came from outside."""
        try:
            return self.keys.decrypt(sealed.encode(), ttl=seconds).decode()
        except (InvalidToken, UnicodeError):
            return None


def read_secrets(folder: Path) -> Secrets:
    """The keys in `folder`. Raises NoKey when there are none."""
    path = folder / KEY_FILE
    try:
        lines = path.read_text("ascii").split()
    except FileNotFoundError as error:
        raise NoKey(path=str(path)) from error
    if not lines:
        raise NoKey(path=str(path))
    return Secrets(path, MultiFernet([Fernet(line) for line in lines]))


def make_secrets(folder: Path) -> Secrets:
    """The keys in `folder`, made when there are none yet; only the owner of the process may read the file."""
    path = folder / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secrets(folder)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
    return read_secrets(folder)
