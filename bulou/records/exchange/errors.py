"""What can be wrong with a file that somebody wants to import or a view somebody wants to export."""

from bulou.kit.errors import AppError, Conflict


class FileUnusable(AppError):
    """Base: the file cannot be read at all. `file` is its name."""

    code, status = "import.file_unusable", 422


class FileTooLarge(FileUnusable):
    """The file is larger than may be imported. `size`, `limit` in bytes."""

    code, status = "import.file_too_large", 413


class FileEmpty(FileUnusable):
    """There is nothing in the file."""

    code = "import.file_empty"


class FileKindUnknown(FileUnusable):
    """The content is none of xlsx, xls, xlsb, ods, csv, tsv, vcf. `looks_like` says what it seems to be."""

    code = "import.file_kind_unknown"


class FileHasPassword(FileUnusable):
    """The workbook is protected by a password."""

    code = "import.file_has_password"


class FileHasMacros(FileUnusable):
    """The workbook carries macros, which are never opened."""

    code = "import.file_has_macros"


class FileBroken(FileUnusable):
    """The file is damaged; `detail` is what the reader said."""

    code = "import.file_broken"


class SheetBroken(FileBroken):
    """One worksheet of the file is damaged. `sheet`."""

    code = "import.sheet_broken"


class FileTooComplex(FileUnusable):
    """Unpacked, the file is larger than can be read safely. `limit`; `what`: bytes, parts, ratio, sheets,
    rows, columns, memory or time."""

    code = "import.file_too_complex"


class FileGone(FileUnusable):
    """The uploaded file was swept after a month; it has to be uploaded again."""

    code, status = "import.file_gone", 410


class NothingToImport(FileUnusable):
    """No sheet holds a table for the form. `form`, `sheets` = [{name, reason}]."""

    code = "import.nothing_found"


class FormNotImportable(AppError):
    """The form does not take imports. `form`."""

    code, status = "import.form_unknown", 404


class PlanInvalid(AppError):
    """A change of the proposal makes no sense; `problems` say where."""

    code, status = "import.plan_invalid", 422


class ImportState(Conflict):
    """The import is not in a state in which this can be done. `state`."""

    code = "import.wrong_state"


class ExportTooLarge(AppError):
    """More rows than one worksheet can hold. `rows`, `limit`."""

    code, status = "export.too_large", 422
