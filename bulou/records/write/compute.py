"""Step 11: what follows from the values: serial numbers, derived and computed fields, the sort key of the title."""

from bulou.forms.titles import title_sort
from bulou.records.write.activity import first_plan
from bulou.records.write.formulas import work_out
from bulou.records.write.model import Chunk
from bulou.records.write.rollups import begin
from bulou.records.write.serials import number_rows


def _follow(chunk: Chunk) -> None:
    """Fields that are worked out from another field of the record."""
    for bound in chunk.plan.following:
        source = bound.kind.follows(bound.definition) or ""
        for row in chunk.alive:
            if source in row.after:
                row.after[bound.key] = bound.kind.work_out(bound.definition, row.after[source])


def compute(chunk: Chunk) -> None:
    """Fill title_sort; of new rows the serial numbers and the planned next step."""
    number_rows(chunk)
    _follow(chunk)
    title = chunk.form.title
    for row in chunk.alive:
        if row.creating:
            first_plan(chunk, row)
        if row.creating or (title in row.after and row.after[title] != row.before.get(title)):
            row.after["title_sort"] = title_sort(chunk.form, row.get(title))
    begin(chunk.form, chunk.alive)
    work_out(chunk, chunk.alive)
