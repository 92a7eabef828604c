"""Open records that nobody owns: the team's, since they are on nobody's own list."""

from collections.abc import Sequence

from bulou.api.today.work import Asker, Json, Stretch, Work, record_row, stretch, works
from bulou.forms.form import Form
from bulou.reports.groups import both
from bulou.reports.leaks import has_leaks, held

KIND = "unowned"


def find(asker: Asker) -> Sequence[Stretch]:
    """Of a team: the records in hand without an owner, those left longest first."""
    return [_of(asker, form) for form in asker.forms() if has_leaks(form)] if asker.team else []


def _of(asker: Asker, form: Form) -> Stretch:
    def row(item: Json) -> Json:
        return record_row(asker, form, KIND, item, ("unowned", {}), None)

    condition = both(held(form), {"field": "owner", "op": "empty"})
    return stretch(asker, form, "leaked", condition, "stage_since", row)


works.register(Work(KIND, {"zh-CN": "没有负责人", "en-US": "No owner"}, find))
