"""What can be wrong with an app."""

from bulou.kit.errors import AppError


class BadApp(AppError):
    """A file of an app cannot be used: a mistake of whoever wrote it. `file`, `reason`."""

    code, status = "apps.bad_file", 422
