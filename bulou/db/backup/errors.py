"""What can go wrong with a backup, said so that somebody can act."""

from bulou.kit.errors import AppError


class BackupNotFound(AppError):
    """There is no file at `path`."""

    code, status = "backup.not_found", 404


class BackupBroken(AppError):
    """The archive is cut off, changed or no archive of ours. `path`, `part`."""

    code, status = "backup.broken", 422


class BackupNewer(AppError):
    """It was made by a newer product. `version`."""

    code, status = "backup.newer", 409


class NotEmpty(AppError):
    """There is something already where it should go. `place`."""

    code, status = "backup.not_empty", 409


class OtherDatabase(AppError):
    """A backup of one kind of database cannot fill the other. `found`, `wanted`."""

    code, status = "backup.other_database", 422


class CheckFailed(AppError):
    """What came back is not what went in. `part`."""

    code, status = "backup.check_failed", 500


class ToolFailed(AppError):
    """pg_dump or pg_restore failed. `tool`, `reason`."""

    code, status = "backup.tool_failed", 500
