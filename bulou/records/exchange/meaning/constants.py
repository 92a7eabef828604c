"""Values that hold for all rows of a sheet because the sheet is called after them: `华东`, `已成交`."""

import re
from collections.abc import Sequence
from typing import Any

from bulou.forms.form import Form
from bulou.records.exchange.meaning import choices
from bulou.records.exchange.meaning.plan import STAGE, ColumnPlan
from bulou.records.exchange.meaning.targets import Target, stage_named

_DATED = re.compile(r"(?:20\d\d)?[年.\-_]?\d{0,2}[月日]?$|^(?:20\d\d)?[年.\-_]?\d{0,2}[月日]?")


def of_sheet(
    name: str, columns: Sequence[ColumnPlan], targets: Sequence[Target], form: Form
) -> dict[str, Any]:
    """Field → value for the one choice (or the stage) that the sheet is called after and no column fills."""
    filled = {column.field for column in columns}
    found: dict[str, Any] = {}
    for target in targets:
        if target.key in filled:
            continue
        text = _DATED.sub("", name.strip()).strip(" -_")
        if len(text) >= 2 and (key := _named(target, text, form)):
            found[target.key] = key
    return found if len(found) == 1 else {}


def _named(target: Target, text: str, form: Form) -> str | None:
    if target.kind == "choice" and target.bound is not None:
        return choices.key_of(choices.options_of(target.bound), text)
    if target.key == STAGE and (stage := stage_named(form, text)):
        return stage.key
    return None
