"""Texts that are written at the moment of sending, with the rights that the receiver has then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bulou.db.contributed import Contributed
from bulou.db.tx import Tx


@dataclass(frozen=True)
class Drawn:
    """What is to be sent; `payload` None leaves that of the row."""

    subject: str
    text: str
    html: str | None = None
    payload: dict[str, Any] | None = None


@dataclass(frozen=True)
class Drawing:
    """`draw(tx, row, url)` writes the text of a row of `delivery`; None: there is nothing to send any more.

    `url` is where people open the workspace, without a slash at its end; empty where nobody said.
    """

    key: str
    draw: Callable[[Tx, Any, str], Drawn | None]


drawings: Contributed[Drawing] = Contributed()
