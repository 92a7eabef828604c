"""Mistakes of templates as problems of a request: the field of a problem is the placeholder where it is."""

from bulou.kit.errors import FieldProblem
from bulou.records.printing.model import Wrong


def told(wrong: Wrong) -> FieldProblem:
    """The problem, its placeholder both the place and part of the sentence."""
    return FieldProblem(wrong.tag, wrong.code, {**wrong.params, "tag": wrong.tag})
