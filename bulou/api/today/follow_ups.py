"""Promised next steps: late, due today, due within a week."""

from collections.abc import Sequence
from typing import Any

from bulou.api.today.work import (
    AHEAD,
    Asker,
    Json,
    Stretch,
    Work,
    held_and,
    record_row,
    stretch,
    until,
    works,
)
from bulou.forms.form import Form

KIND = "follow_up"
NEXT = "next_activity_at"


def find(asker: Asker) -> Sequence[Stretch]:
    """Records of the asker by when their next step is due; closed ones are left alone."""
    found: list[Stretch] = []
    for form in asker.forms():
        found += [_late(asker, form), *_coming(asker, form)]
    return found


def _late(asker: Asker, form: Form) -> Stretch:
    late = {"field": NEXT, "op": "before", "value": {"relative": "today"}}

    def row(item: Json) -> Json:
        return record_row(asker, form, KIND, item, ("overdue", {"date": item[NEXT]}), item[NEXT])

    return stretch(asker, form, "leaked", held_and(asker, alive(form), late), NEXT, row)


def _coming(asker: Asker, form: Form) -> list[Stretch]:
    today = {"field": NEXT, "op": "relative", "value": {"relative": "today"}}
    later = [until(asker.today, 1), until(asker.today, AHEAD)]
    week = {"field": NEXT, "op": "between", "value": later}

    def row(item: Json) -> Json:
        return record_row(asker, form, KIND, item, ("due", {"date": item[NEXT]}), item[NEXT])

    base = held_and(asker, alive(form))
    return [
        stretch(asker, form, "today", {"and": [base, today]}, NEXT, row),
        stretch(asker, form, "upcoming", {"and": [base, week]}, NEXT, row),
    ]


def alive(form: Form) -> Any:
    """Neither won nor lost."""
    if not form.staged:
        return None
    keys = [key for key, stage in form.stages.items() if stage.type not in ("won", "lost")]
    return {"field": "stage", "op": "in", "value": keys}


works.register(Work(KIND, {"zh-CN": "跟进", "en-US": "Follow-ups"}, find))
