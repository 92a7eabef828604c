"""Records in hand for which nothing is planned."""

from collections.abc import Sequence

from bulou.api.today.work import Asker, Json, Stretch, Work, held_and, record_row, stretch, works
from bulou.forms.form import Form
from bulou.records.heat import leak

KIND = "no_next_step"


def find(asker: Asker) -> Sequence[Stretch]:
    """The asker's own records without a next step, those left longest first."""
    return [each for form in asker.forms() if (each := _of(asker, form)) is not None]


def _of(asker: Asker, form: Form) -> Stretch | None:
    condition = leak(form, "no_next_step", asker.now)
    if condition is None:
        return None

    def row(item: Json) -> Json:
        last = item.get("last_activity_at")
        reason = ("no_next_step_since", {"date": last}) if last else ("no_next_step", {})
        return record_row(asker, form, KIND, item, reason, None)

    return stretch(asker, form, "leaked", held_and(asker, condition), "last_activity_at", row)


works.register(Work(KIND, {"zh-CN": "缺下一步", "en-US": "No next step"}, find))
