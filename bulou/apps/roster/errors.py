"""What a roster is refused for as a whole."""

from bulou.kit.errors import AppError, Conflict


class NoRoster(AppError):
    """No sheet of the file has a heading row with the name of people. `columns` are those looked for."""

    code, status = "roster.no_heading", 422


class RosterTooLong(AppError):
    """The file has more rows than are taken at once. `rows`, `most`."""

    code, status = "roster.too_long", 422


class RosterChanged(Conflict):
    """Since the preview somebody changed the organisation: another thing would happen now."""

    code = "roster.changed"
