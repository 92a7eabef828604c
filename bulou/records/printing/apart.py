"""Filling and setting in a process of its own: a template may do what it likes to memory and time there."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from bulou.records.printing.errors import PrintTooLarge, TemplateBroken, unusable
from bulou.records.printing.limits import SECONDS
from bulou.records.printing.model import Wrong
from bulou.records.printing.wording import told

_CHILD = "from bulou.records.printing.child.main import main; main()"
# On machines of many processors their number alone would use up the bounded address space.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2"}


def ask(request: Mapping[str, Any]) -> Any:
    """What the printing process makes of `request`. NotATemplate, TemplateBroken, PrintTooLarge."""
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD],
            input=orjson.dumps(dict(request)),
            stdout=subprocess.PIPE,
            timeout=SECONDS + 5,
            check=False,
            env={**os.environ, **FRUGAL, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )
    except subprocess.TimeoutExpired as error:
        raise PrintTooLarge(what="time") from error
    if child.returncode != 0:  # killed by the system: out of time, or of memory past catching
        raise PrintTooLarge(what="time" if child.returncode == -24 else "memory")
    answer = orjson.loads(child.stdout)
    if "ok" in answer:
        return answer["ok"]
    raise unusable("broken", detail=answer["broken"]) if "broken" in answer else _error(answer["wrong"])


def _error(wrong: Mapping[str, Any]) -> Exception:
    if wrong["code"] == "print.too_large":
        return PrintTooLarge(**wrong["params"])
    return TemplateBroken(problems=[told(Wrong(wrong["code"], wrong["tag"], wrong["params"]))])
