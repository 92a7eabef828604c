"""Writes: what is out of sight is not there; refusals, conflicts and warnings tell no more than reading does."""

from typing import Any

from bulou.api.drill.marking import Marked, marked
from bulou.api.drill.marks import Mark
from bulou.api.drill.probe import NOBODY, Knocker, Probe, Question, doors, probes
from bulou.api.drill.world import Thing
from bulou.forms.form import Form

Json = dict[str, Any]
COVERS = (
    *doors(
        "create_record", "change_record", "delete_record", "move_stage", "assign_record", "restore_record"
    ),
    *doors("add_comment", "change_comment", "remove_comment", "follow_record", "unfollow_record"),
    *doors("attach_files", "upload_file", "delete_file", "press_button", "claim_record", "reveal_field"),
    *doors("hand_on_task"),
    *doors("share_record", "unshare_record", "change_many", "log_activity", "ask_to_join"),
    *doors("merge_records", "list_merges", "split_record"),
    *("job:records.bulk", "job:records.undo"),
)
NOWHERE = 170_000


def knock(k: Knocker) -> None:
    """First at what is out of sight, then at what may be written."""
    for thing in k.things():
        form = k.world.forms[thing.form]
        if (thing.form, thing.id) not in k.known.records:
            _closed(k, form, thing)
            continue
        _open(k, form, thing)
    for thing in k.things(deleted=True):
        if (thing.form, thing.id) not in k.known.records:
            k.same_as_nobody("restore_record", thing)
    _comments(k)
    for form in k.world.forms.values():
        _new(k, form)
        _many(k, form)
    kept = k.ask("upload_file", file=("drill.txt", b"drill", {}))
    if kept.status == 201:
        k.ask("delete_file", id=kept.json["id"])


def _comments(k: Knocker) -> None:
    """What others wrote about records out of sight."""
    hidden = [each for each in k.world.things if (each.form, each.id) not in k.known.records]
    for comment in k.some([comment for thing in hidden for comment in thing.comments], 4):
        k.ask("change_comment", id=comment, json={"body": "x"})
        k.ask("remove_comment", id=comment)


def _asked(form: Form, thing: Thing) -> list[tuple[str, Json | None, Json]]:
    """(door, body, blanks) of everything that may be done to one record."""
    stage = next(iter(form.stages), "none")
    button = next((each.key for each in form.definition.elements if each.press is not None), "none")
    return [
        ("change_record", {form.title: "Taken"}, {}),
        ("delete_record", None, {}),
        ("move_stage", {"stage": stage}, {}),
        ("assign_record", {"owner": None}, {}),
        ("restore_record", None, {}),
        ("add_comment", {"body": "x"}, {}),
        ("follow_record", None, {}),
        ("unfollow_record", None, {}),
        ("attach_files", {"files": [1]}, {}),
        ("press_button", {}, {"key": button}),
        ("claim_record", None, {}),
        ("hand_on_task", {"to": 1, "note": "x"}, {}),
        ("reveal_field", {"field": form.title}, {}),
        ("share_record", {"to": {"person": 1}}, {}),
        ("unshare_record", None, {"share": 1}),
        ("merge_records", {"gone": [1]}, {}),
        ("list_merges", None, {}),
        ("split_record", {"batch": 1}, {}),
    ]


def _closed(k: Knocker, form: Form, thing: Thing) -> None:
    for door, body, blanks in _asked(form, thing):
        k.same_as_nobody(door, thing, json=body, **blanks)
    k.ask("log_activity", json={"about": {"form": form.key, "id": thing.id}, "content": "x"})
    for file in thing.files:
        k.ask("delete_file", id=file)


def _open(k: Knocker, form: Form, thing: Thing) -> None:
    """Refused in every way that there is: an old version, a wrong value, a gate; and what shows a masked value."""
    at: dict[str, Any] = {"form": form.key, "id": thing.id}
    for bound in form.fields:
        k.ask("change_record", **at, json={bound.key: {"no": "value"}, "version": 1})
    for stage in form.stages:
        k.ask("move_stage", **at, json={"stage": stage, "version": 0})
    k.ask("press_button", **at, key="none", json={})
    k.ask("share_record", **at, json={"to": {"person": 0}})
    k.ask("claim_record", **at)
    k.ask("hand_on_task", **at, json={"to": NOBODY})
    k.ask("list_merges", **at)
    k.ask("split_record", **at, json={"batch": 1})
    hidden = [each.id for each in k.things(form.key) if (form.key, each.id) not in k.known.records]
    k.ask("merge_records", **at, json={"gone": [*hidden, NOWHERE][:1], "take": {form.title: thing.id}})
    k.ask("follow_record", **at)
    k.ask("unfollow_record", **at)
    if k.ask("change_record", **at, json={}).status == 200:
        title = form.by_key[form.title].definition
        made = marked(title, NOWHERE + k.turn)
        if made is not None and form.title in k.known.fields[form.key]:
            k.ask("change_record", **at, json={form.title: made.value, "version": 1})
    if k.ask("delete_record", **at).status == 204:
        k.ask("restore_record", **at)
    for bound in form.fields:
        if k.person.key == "masked":  # whose budget is nothing: a look is refused, and tells nothing
            k.ask("reveal_field", **at, json={"field": bound.key})


def _new(k: Knocker, form: Form) -> None:
    """A new record with somebody's value: whether it is there already is told of unique fields and of those of keys
    only, and not whose."""
    told = {key for twin in form.definition.duplicates for key in twin.fields}
    asked = {"values": {form.title: "zq"}, "key": form.title, "form": form.key}
    k.ask("ask_to_join", form=form.key, json=asked)
    for mark in k.some(list(k.unknown(form.key)), 3):
        bound = form.by_key[str(mark.field)]
        false = marked(bound.definition, NOWHERE + 100 + k.turn)
        if (
            "." in mark.part
            or false is None
            or bound.definition.unique
            or bound.kind.distinct
            or bound.key in told
        ):
            continue
        pair = [_create(form, mark, each) for each in (Marked(mark.value, (mark.token,)), false)]
        k.guess(mark, *pair)
        k.guess(mark, *(_meeting(form, mark, each) for each in (Marked(mark.value, (mark.token,)), false)))
    k.ask("create_record", form=form.key, json={each.key: {"no": "value"} for each in form.fields})


def _create(form: Form, mark: Mark, value: Marked) -> Question:
    """Refused for something else in any case, so that nothing is made."""
    wrong = {"no_such_field": 1, "owner": {"no": "value"}}
    return Question(
        "create_record", value.tokens, json={mark.part: value.value, **wrong}, blanks={"form": form.key}
    )


def _meeting(form: Form, mark: Mark, value: Marked) -> Question:
    """Whether such a record is there already."""
    return Question(
        "find_twins", value.tokens, json={"values": {mark.part: value.value}}, blanks={"form": form.key}
    )


def _many(k: Knocker, form: Form) -> None:
    """Changing many at once under a condition on what may not be known: the same many come of it, none."""
    hidden = [each.id for each in k.things(form.key) if (form.key, each.id) not in k.known.records]
    reply = k.ask("change_many", form=form.key, json={"ids": hidden or [1], "move": {"to": "restore"}})
    _ended(k, reply.json, reply.status)
    for mark in k.some(list(k.unknown(form.key)), 1):
        operators = form.by_key[str(mark.field)].kind.operators
        if "eq" in operators and "." not in mark.part:
            leaf = {"field": mark.part, "op": "eq", "value": mark.value}
            reply = k.ask("change_many", form=form.key, json={"filter": leaf, "move": {"to": "restore"}})
            total = _ended(k, reply.json, reply.status)
            if total:
                said = f"{k.person.key} chose {total} by {leaf}"
                k.look("change_many", mark.token.encode(), said)


def _ended(k: Knocker, told: Any, status: int) -> int:
    """How many records a bulk change was about."""
    if status != 202:
        return 0
    k.drive("change_many", told["job"])
    found = k.ask("get_batch", id=told["batch"]).json or {}
    return len(found.get("results") or ())


probes.register(Probe("writes", COVERS, knock, changes=True))
