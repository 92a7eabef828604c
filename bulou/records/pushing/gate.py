"""A stage that only a push leads to: nobody moves a record there by hand, by drag or by the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.forms.form import Form
from bulou.forms.pushes import Push
from bulou.kit.errors import AppError
from bulou.kit.words import say
from bulou.records.contributed import Write
from bulou.records.pushing import links
from bulou.records.pushing.errors import PushNeeded


class PushGate:
    """Refuses the move unless the record went through the push: it does so a moment before, or did so before."""

    key = "pushes"

    def judge(self, tx: Any, who: Any, form: Form, moves: Sequence[Write]) -> Mapping[int, AppError]:
        """Position in `moves` → the push that is needed."""
        refused: dict[int, AppError] = {}
        if who.trusted:
            return refused
        for push in form.definition.pushes:
            if push.stage is None or not push.demands:
                continue
            moving = {at: move.id for at, move in enumerate(moves) if move.values.get("stage") == push.stage}
            known = [id_ for id_ in moving.values() if id_ is not None]
            passed = links.done(tx, form.key, push.key, known) if known else frozenset()
            for at, id_ in moving.items():
                if id_ not in passed:
                    refused[at] = _needed(form, push, who.locale)
        return refused


def _needed(form: Form, push: Push, locale: str) -> PushNeeded:
    stage = form.stages[push.stage or ""]
    label = say(push.label, locale)
    return PushNeeded(push=push.key, label=label, form=form.key, stage=say(stage.label, locale))


PUSHES = PushGate()
