"""Step 11: what follows from the values themselves: title key, serial numbers, computed fields."""

from bulou.forms.titles import title_sort
from bulou.records.write.activity import first_plan
from bulou.records.write.formulas import work_out
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
            row.after["title_sort"] = title_sort(chunk.form, row.get(title))
    work_out(chunk, chunk.alive)
