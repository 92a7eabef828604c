"""A file taken as a print template: judged by its bytes, then read in the printing process."""

import base64
import binascii
from dataclasses import dataclass

from bulou.records.printing.apart import ask
from bulou.records.printing.errors import unusable
from bulou.records.printing.judge import judge
from bulou.records.printing.model import Use, Wrong


@dataclass(frozen=True)
class Read:
    """A file that may be a template: `content` in base64, what it asks for, what is wrong with it on any form."""

    name: str
    content: str
    size: int
    uses: tuple[Use, ...]
    problems: tuple[Wrong, ...]


def read(data: bytes, name: str) -> Read:
    """The file as a template. NotATemplate."""
    judge(data)
    content = base64.b64encode(data).decode()
    found = ask({"do": "inspect", "content": content})
    uses = tuple(Use(path, tag) for path, tag in found["uses"])
    return Read(name, content, len(data), uses, tuple(Wrong(**each) for each in found["problems"]))


def read_text(content: str, name: str) -> Read:
    """The same of a file in base64, as packages carry it. NotATemplate."""
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise unusable("broken") from error
    return read(data, name)
