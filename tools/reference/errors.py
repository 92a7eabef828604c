"""The page of errors: every stable code, its status, and its sentence in both languages."""

from __future__ import annotations

import re

from bulou.kit.errors import AppError
from bulou.kit.words import LOCALES
from bulou.words import catalogue
from tools.reference.product import descendants, first_paragraph

TITLE = "Errors"
HEAD = """Every error reply is an RFC 9457 problem: `{type, title, status, code, detail, params, errors,
request_id}`. `code` is stable; `detail` is the sentence below in the caller's language, `params` filled in.
Codes without a status name what is wrong with one field; they stand in `errors` of a 422.
"""
FORMS = re.compile(r"\{(\w+):[^|{}]*\|([^{}]*)\}")  # `{rows:row|rows}` is told as `{rows} rows`


def body() -> str:
    """The page without its title."""
    classes: dict[str, type[AppError]] = {"internal": AppError}
    classes |= {each.code: each for each in descendants(AppError) if "code" in vars(each)}
    written = {
        code for locale in LOCALES for code in catalogue(locale) if not code.startswith(("title.", "told."))
    }
    return HEAD + "".join(_entry(code, classes.get(code)) for code in sorted(written | set(classes)))


def _entry(code: str, error: type[AppError] | None) -> str:
    lines = [f"\n## `{code}`\n"]
    if error is not None:
        lines.append(f"{error.status} · {first_paragraph(error)}\n")
    said = [(locale, FORMS.sub(r"{\1} \2", catalogue(locale).get(code, ""))) for locale in LOCALES]
    lines += [f"- {locale}: {text}" for locale, text in said if text]
    return "\n".join(lines) + "\n"
