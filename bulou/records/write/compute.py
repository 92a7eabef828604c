"""Step 11: what follows from the values themselves: the key the title sorts by, serial numbers."""

from typing import Any

from bulou.forms.form import Form
from bulou.kit.pinyin import sort_key
from bulou.records.write.activity import first_plan
from bulou.records.write.model import Chunk
from bulou.records.write.serials import number_rows


def compute(chunk: Chunk) -> None:
    """Fill title_sort; of new rows the serial numbers and the planned next step."""
    number_rows(chunk)
    title = chunk.form.title
    for row in chunk.alive:
        if row.creating:
            first_plan(chunk, row)
        if row.creating or (title in row.after and row.after[title] != row.before.get(title)):
            row.after["title_sort"] = sort_key(title_text(chunk.form, row.get(title)))


def title_text(form: Form, stored: Any) -> str:
    """The title as text: what is shown where a record is mentioned."""
    bound = form.by_key.get(form.title)
    if bound is None or stored is None:
        return ""
    if bound.kind.identity_dump:
        return str(stored)
    dumped = bound.kind.dump(bound.definition, stored)
    return "" if dumped is None or isinstance(dumped, dict | list) else str(dumped)
