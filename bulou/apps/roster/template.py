"""The workbook to fill in: headings, two examples, and a sheet that says what goes where."""

from io import BytesIO

from bulou.apps.roster.columns import COLUMNS
from bulou.db.tx import Tx
from bulou.kit.words import say
from bulou.people import roles
from bulou.records.exchange.cells_out import workbook_options
from bulou.words import sentence

WIDTHS = {"name": 14, "account": 16, "email": 28, "phone": 16, "department": 34, "main": 22, "roles": 20}


def workbook(tx: Tx, locale: str) -> bytes:
    """An xlsx file in the language of the reader."""
    import xlsxwriter  # a small one, made for this answer only

    target = BytesIO()
    options = {**workbook_options(), "in_memory": True, "constant_memory": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_say("roster.sheet", locale)[:31])
        for at, (key, words) in enumerate(COLUMNS.items()):
            sheet.set_column(at, at, WIDTHS.get(key, 12))
            sheet.write_string(0, at, say(words, locale) + (" *" if key == "name" else ""), bold)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(_say("roster.notes", locale)[:31])
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 90)
        for at, (key, words) in enumerate(COLUMNS.items()):
            notes.write_string(at, 0, say(words, locale), bold)
            notes.write_string(at, 1, _say(f"roster.note.{key}", locale))
        named = [say(each["label"], locale) for each in roles.listing(tx)]
        notes.write_string(len(COLUMNS) + 1, 0, _say("roster.roles_here", locale), bold)
        for at, name in enumerate(named):
            notes.write_string(len(COLUMNS) + 1 + at, 1, name)
    return target.getvalue()


def _say(code: str, locale: str) -> str:
    return sentence(code, {}, locale) or ""
