"""Rules: their buttons, what they told, their runs, trials and rehearsals."""

from typing import Any

from bulou.api.drill.probe import Knocker, Probe, Question, doors, probes
from bulou.api.drill.ruling import definition, key_of
from bulou.forms.form import Form

COVERS = doors(
    *("list_rule_buttons", "press_rule_button", "list_rule_runs", "get_rule_run", "retry_rule_run"),
    *("test_rule", "rehearse_rule", "check_rule", "list_all_rule_runs", "retry_rule_runs"),
)
RUNS = 3


def knock(k: Knocker) -> None:
    """Buttons of records in sight and out of sight; of each form a rule that says whatever may be asked for."""
    for thing in k.things():
        key = key_of(k.world.forms[thing.form])
        if (thing.form, thing.id) in k.known.records:
            k.ask("list_rule_buttons", form=thing.form, id=thing.id)
            k.ask("press_rule_button", form=thing.form, id=thing.id, key="none")
        else:
            k.same_as_nobody("list_rule_buttons", thing)
            k.same_as_nobody("press_rule_button", thing, key=key)
    for thing in k.some(list(k.things()), RUNS):
        k.ask("list_all_rule_runs", query={"form": thing.form, "record": str(thing.id)})
    k.ask("list_all_rule_runs", query={"limit": "200"})
    k.ask("retry_rule_runs", json={"ids": [10**12]})
    for form in k.world.forms.values():
        _runs(k, form)
        _trials(k, form)
    k.ask("list_notifications", query={"limit": "200"})


def _runs(k: Knocker, form: Form) -> None:
    reply = k.ask("list_rule_runs", key=key_of(form))
    ids = [each["id"] for each in reply.json["items"]] if reply.status == 200 else [1]
    for id_ in k.some(ids, RUNS):
        k.ask("get_rule_run", id=id_)
    k.ask("retry_rule_run", id=10**12)


def _trials(k: Knocker, form: Form) -> None:
    """A trial and a rehearsal of all that is open, then with a condition on what is not."""
    me = [k.person.id] if k.person.id is not None else []
    whole = definition(form, me or [1])
    opened = "".join(
        "{" + key + "}" for key in sorted(k.known.fields.get(form.key, ())) if key in form.by_key
    )
    for text in (whole["steps"][0]["text"], opened[:900].rpartition("{")[0] or "-"):
        body: dict[str, Any] = {"form": form.key, "definition": whole}
        body["definition"]["steps"][0]["text"] = text
        for thing in k.things(form.key):
            k.ask("test_rule", json={**body, "record": thing.id})
        made = {**whole, "trigger": {"kind": "created"}}
        k.ask("rehearse_rule", json={"form": form.key, "definition": made, "days": 30})
    for mark in k.some([each for each in k.unknown(form.key) if "." not in each.part], 2):
        pair = [
            Question("check_rule", (), json={"form": form.key, "definition": {**whole, "when": when}})
            for when in (
                {"field": mark.part, "op": "eq", "value": mark.value},
                {"field": mark.part, "op": "not_empty"},
            )
        ]
        k.guess(mark, *pair)


probes.register(Probe("rules", COVERS, knock))
