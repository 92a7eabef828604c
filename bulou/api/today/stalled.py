"""Records that stay in their stage, or are left alone, longer than it expects, although something is planned."""

from collections.abc import Sequence

from bulou.api.today.work import Asker, Json, Stretch, Work, held_and, record_row, stretch, works
from bulou.forms.form import Form
from bulou.records.heat import leak

KIND = "stalled"


def find(asker: Asker) -> Sequence[Stretch]:
    """The asker's own stalled records; late ones are follow-ups already."""
    return [each for form in asker.forms() if (each := _of(asker, form)) is not None]


def _of(asker: Asker, form: Form) -> Stretch | None:
    condition = leak(form, "stalled", asker.now)
    if condition is None:
        return None
    planned = {"field": "next_activity_at", "op": "on_or_after", "value": {"relative": "today"}}

    def row(item: Json) -> Json | None:
        heat = item.get("heat") or {}
        stage = form.stages.get(item.get("stage") or "")
        params = {"days": heat.get("days", 0), "expected": stage.expected_days if stage else None}
        code = "silent" if heat.get("field") == "last_activity_at" else "stalled"  # which clock it is
        return record_row(asker, form, KIND, item, (code, params), None)

    return stretch(asker, form, "leaked", held_and(asker, condition, planned), "stage_since", row)


works.register(Work(KIND, {"zh-CN": "停滞", "en-US": "Stalled"}, find))
