"""A Word template filled with the values of one record."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError

from bulou.records.printing.child.sandbox import Sandbox
from bulou.records.printing.child.tags import located, wrong_syntax
from bulou.records.printing.child.values import context_of
from bulou.records.printing.model import Wrong


class Unfilled(Exception):
    """Filling failed at a placeholder."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.code)
        self.wrong = wrong


def fill(data: bytes, record: Mapping[str, Any], names: Sequence[str]) -> bytes:
    """The filled document. Unfilled."""
    template = DocxTemplate(io.BytesIO(data))
    context = context_of(record, names)
    sandbox = Sandbox(template)
    try:
        template.render(context, sandbox)
    except TemplateSyntaxError as error:
        raise Unfilled(wrong_syntax(sandbox, error, "")) from error
    except (TemplateError, TypeError, ValueError, ZeroDivisionError, ArithmeticError, OSError) as error:
        raise Unfilled(_wrong(data, context, error)) from error
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _wrong(data: bytes, context: Mapping[str, Any], error: Exception) -> Wrong:
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    said = str(error)
    code = said if said.startswith("print.") else "print.cannot_fill"
    return Wrong(code, located(template, context), {"detail": said[:200]})
