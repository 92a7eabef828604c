"""What may become of one try to hand something over to an outside service."""

from dataclasses import dataclass
from typing import Any, Literal

# refused: it will never take this one.  later: not this one now.  away: it takes nothing now (down, wrong password).
# unclear: it may have it or not; sending again may do it twice.
Fate = Literal["refused", "later", "away", "unclear"]
LONGEST = 300  # characters of what the other side said


@dataclass(frozen=True)
class Sent:
    """The other side has it. `answer`: its number of it; `said`: how it put that, for whoever tries a channel."""

    answer: str = ""
    said: str = ""


class Trouble(Exception):
    """It was not taken, or nobody knows. `reason` has words (`delivery.reason.<reason>`), `said` are theirs."""

    def __init__(self, fate: Fate, reason: str, said: str = "", **params: Any) -> None:
        super().__init__(f"{fate}: {reason}")
        self.fate = fate
        self.reason = reason
        self.said = plain(said)
        self.params = params

    @property
    def json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"reason": self.reason, "said": self.said, **self.params}


def plain(text: str) -> str:
    """Words of others on one line, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
