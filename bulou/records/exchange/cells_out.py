"""Values on their way into a file for spreadsheets: nothing in them may become a formula."""

from datetime import date, datetime
from typing import Any

LONGEST = 32_767  # what a worksheet cell holds
_FORMULA_STARTS = (*"=+-@\t\r\n", *"＝＋－＠")


def for_workbook(value: Any) -> Any:
    """A value for a worksheet cell, where text stays text (`workbook_options`); cut to what a cell holds."""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)
    return value


def for_csv(value: Any) -> Any:
    """A value for CSV, where an apostrophe keeps text that begins like a formula from becoming one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def workbook_options() -> dict[str, Any]:
    """For xlsxwriter: rows leave memory as they come; text is never a formula, a number or a link."""
    return {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
        "default_date_format": "yyyy-mm-dd",
    }
