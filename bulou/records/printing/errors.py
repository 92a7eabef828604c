"""What can go wrong with print templates and printing."""

from bulou.kit.errors import AppError, Conflict, FieldProblem


class NotATemplate(AppError):
    """The file is no Word document (.docx) that may be opened. `reason`: not_word, macros, password, outside, embedded,
    doctype, broken, too_large."""

    code, status = "print.not_a_template", 422


REASONS = {
    "not_word": "print.file_not_word",
    "macros": "print.file_macros",
    "password": "print.file_password",
    "outside": "print.file_outside",
    "embedded": "print.file_embedded",
    "doctype": "print.file_doctype",
    "broken": "print.file_broken",
    "too_large": "print.file_too_large",
}


def unusable(reason: str, **params: str) -> NotATemplate:
    """The refusal of a file, with the reason in words."""
    return NotATemplate(reason=reason, problems=[FieldProblem("file", REASONS[reason], params)], **params)


class TemplateBroken(AppError):
    """The template cannot be filled; `problems` name its placeholders."""

    code, status = "print.template_broken", 422


class TemplateChanged(Conflict):
    """Somebody else changed this print template meanwhile. `version`."""

    code = "print.changed"


class TemplateInvalid(AppError):
    """The settings of a print template cannot be kept; `problems` say why."""

    code, status = "print.invalid", 422


class PrintTooLarge(AppError):
    """Filling took too long or grew too large: `what` is time, memory or size."""

    code, status = "print.too_large", 422
