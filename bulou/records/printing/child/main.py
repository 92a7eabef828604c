"""The printing process: one request on standard input, one answer on standard output, then it ends."""

import base64
import io
import os
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from bulou.records.printing.limits import LARGEST_RESULT, MEMORY, SECONDS


def main() -> None:
    """Answer `{do: inspect | print, …}` with `{ok: …}` `{wrong: {code, tag, params}}` or `{broken: why}`."""
    confine()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not break the answer
    request = orjson.loads(sys.stdin.buffer.read())
    answer = answered(request)
    out.write(orjson.dumps(answer))
    out.flush()
    os._exit(0)


def answered(request: Mapping[str, Any]) -> dict[str, Any]:
    """What comes of a request."""
    try:
        return {"ok": WORK[request["do"]](request)}
    except MemoryError:
        return {"wrong": {"code": "print.too_large", "tag": "", "params": {"what": "memory"}}}
    except Exception as error:
        wrong = getattr(error, "wrong", None)
        if wrong is not None:
            return {"wrong": wrong.json}
        detail = f"{type(error).__name__}: {error}"[:300]
        return {"broken": detail}


def inspected(request: Mapping[str, Any]) -> dict[str, Any]:
    """`{uses: [(path, tag)], problems: [{code, tag, params}]}` of a template."""
    from docxtpl import DocxTemplate

    from bulou.records.printing.child.tags import inspect

    uses, wrong = inspect(DocxTemplate(io.BytesIO(base64.b64decode(request["content"]))))
    return {"uses": [(use.path, use.tag) for use in uses], "problems": [each.json for each in wrong]}


def printed(request: Mapping[str, Any]) -> dict[str, Any]:
    """`{files: [base64]}` as Word, one PDF of all, or pictures of its pages; `left_out`: drawings not shown there."""
    documents = [_document(request, record) for record in request["records"]]
    left_out = 0
    if request["format"] != "docx":
        from bulou.records.printing.child.pdf import to_pages

        documents, left_out = to_pages(documents, pictures=request["format"] == "preview")
    if sum(map(len, documents)) > LARGEST_RESULT:
        raise MemoryError
    return {"files": [base64.b64encode(each).decode() for each in documents], "left_out": left_out}


def _document(request: Mapping[str, Any], record: Mapping[str, Any]) -> bytes:
    if request["content"] is None:
        from bulou.records.printing.child.draw import draw

        return draw(record["sheet"])
    from bulou.records.printing.child.fill import fill

    return fill(base64.b64decode(request["content"]), record, request["names"])


WORK = {"inspect": inspected, "print": printed}


def confine() -> None:
    """Bound memory and processor time of this process where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
