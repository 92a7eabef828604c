"""Pushes: what a record would become tells of it, and of what is there already, no more than reading does."""

from typing import Any

from bulou.api.drill.probe import NOBODY, Knocker, Probe, doors, probes
from bulou.api.drill.world import Thing
from bulou.forms.form import Form
from bulou.forms.pushes import Push

COVERS = doors("list_pushes", "preview_push", "push_record")


def knock(k: Knocker) -> None:
    """At records out of sight; at those in sight with every way a step can go, each refused at the end."""
    for thing in k.things():
        form = k.world.forms[thing.form]
        pushes = form.definition.pushes
        if (thing.form, thing.id) not in k.known.records:
            key = pushes[0].key if pushes else "none"
            k.same_as_nobody("list_pushes", thing)
            k.same_as_nobody("preview_push", thing, json={}, key=key)
            k.same_as_nobody("push_record", thing, json={}, key=key)
            continue
        k.ask("list_pushes", form=form.key, id=thing.id)
        k.ask("preview_push", form=form.key, id=thing.id, key="none", json={})
        for push in pushes:
            _seen(k, form, thing, push)


def _seen(k: Knocker, form: Form, thing: Thing, push: Push) -> None:
    at: dict[str, Any] = {"form": form.key, "id": thing.id, "key": push.key}
    k.ask("preview_push", **at, json={})
    for step in push.steps:
        hidden = [each.id for each in k.things(step.form) if (step.form, each.id) not in k.known.records]
        (id_,) = [*hidden, NOBODY][:1]  # never there for them: nothing is made
        there = {"steps": {step.key: {"use": "existing", "id": id_}}}
        k.ask("preview_push", **at, json=there)
        k.ask("push_record", **at, json=there)
    k.ask("preview_push", **at, json={"steps": {step.key: {"use": "new"} for step in push.steps}})
    k.ask("push_record", **at, json={"steps": {"none": {}}})


probes.register(Probe("pushes", COVERS, knock, changes=True))
