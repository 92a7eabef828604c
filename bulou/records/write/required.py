"""Step 6: what must not be empty; a change is only blamed for what it empties or newly calls for."""

from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import is_empty


def required(chunk: Chunk) -> None:
    """Refuse rows that lack a required field."""
    always = chunk.plan.required
    for row in chunk.alive:
        for key in always:
            if key not in row.hidden and _missing(row, key, row.creating):
                row.refuse(key, "fields.required")
        for key in sorted((row.required | row.command.required) - row.hidden - set(always)):
            if _missing(row, key, True) and not chunk.who.existing_history:
                row.refuse(key, "fields.required")


def _missing(row: Row, key: str, asked: bool) -> bool:
    """True when the field is empty and this very write is to blame for it."""
    if not is_empty(row.get(key)) or any(problem.field == key for problem in row.problems):
        return False
    return asked or (key in row.after and not is_empty(row.before.get(key)))
