"""What a push would make, before anybody says yes: values to look through, what is there already, what is missing."""

from collections.abc import Mapping
from typing import Any

from bulou.access.visible import may, require
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.forms.pushes import Push, PushStep
from bulou.kit.protocols import Actor
from bulou.records.linked.named import named
from bulou.records.pushing import links
from bulou.records.pushing.finding import brought, existing
from bulou.records.pushing.making import StepAsked, goes, may_change
from bulou.records.pushing.offering import holds, push_of, told
from bulou.records.pushing.values import WAITS, Source, proposed
from bulou.records.query.model import Wanted
from bulou.records.query.one import may_read, open_among, sees
from bulou.records.query.secure import sight
from bulou.records.query.titles import reference, titles_of
from bulou.records.twins import looking

Json = dict[str, Any]


def foresee(tx: Tx, actor: Actor, form: Form, id_: int, key: str, asked: Mapping[str, StepAsked]) -> Json:
    """`{push, label, hint, stage, offered, may, done, version, steps}`; nothing is written.

    A step is `{key, label, form, mode, optional, use, id, title, values, fields, required, left, twins, lacks}`:
    `use` how it would go, `id` and `title` the record that is there, `values` what it would put (as records read
    them; `{step}` for the record of an earlier step), `fields` the keys in the order of the definition, `required`
    what the form asks for besides, `left` what it does not carry since the caller may not read it, `twins` likely
    ones, `lacks` the right that is missing (create, change). RecordNotFound.
    """
    push = push_of(form, key)
    require(actor, form.key, "read")
    may_read(tx, actor, form, id_)
    source = Source(tx, actor, form, id_, push)
    found = links.of_record(tx, form.key, id_, push.key)
    steps = [
        _step(source, form.others[step.form], step, asked.get(step.key) or StepAsked())
        for step in push.steps
        if step.form in form.others and goes(source, step)
    ]
    return {
        "push": push.key,
        "label": dict(push.label),
        "hint": dict(push.hint),
        "stage": push.stage,
        "offered": holds(tx, actor, form, id_, push.when),
        "may": bool(open_among(tx, actor, form, "change", [id_])),
        "done": told(tx, actor, found) if found and not push.again else None,
        "version": source.whole.get("version"),
        "asks": _asks(form, push, source),
        "steps": steps,
    }


def _asks(form: Form, push: Push, source: Source) -> list[str]:
    """The fields that the stage the record goes to asks for and that are empty: to be filled in along with it."""
    stage, now = form.stages.get(push.stage or ""), form.stages.get(source.whole.get("stage") or "")
    wanted = [*(now.leave.fields if now else ()), *(stage.enter.fields if stage else ())]
    set_ = {each.field for each in push.sets}
    open_ = sight(source.tx, source.actor, form).fields
    return [
        key for key in dict.fromkeys(wanted) if key in open_ and key not in set_ and not _says(source, key)
    ]


def _says(source: Source, key: str) -> bool:
    value = source.whole.get(key)
    return value is not None and value not in ("", [], {})


def _step(source: Source, target: Form, step: PushStep, asked: StepAsked) -> Json:
    tx, actor = source.tx, source.actor
    plan = proposed(source, target, step, "create")
    proposal = existing(source, target, step)
    use, id_ = _use(source, target, step, asked, proposal)
    values, left = plan.values, plan.left
    if use == "existing" and id_ is not None:
        change = proposed(source, target, step, "change")
        changes = may_change(source, target, id_)
        values = brought(source, target, step, id_, change.values) if changes else {}
        left = change.left if changes else []
    makes = may(actor, target.key, "create")
    readable = sight(tx, actor, target).fields
    return {
        "key": step.key,
        "label": dict(step.label or target.definition.label),
        "form": target.key,
        "form_label": dict(target.definition.label),
        "mode": step.mode,
        "optional": step.optional,
        "use": use,
        "id": id_,
        "title": _title(tx, actor, target, id_),
        "proposed": proposal,
        "values": _shown(source, target, values, plan.shown),
        "fields": [put.put for put in step.puts if put.put in values],
        "required": _required(target, values) if use == "new" else [],
        "left": [key for key in left if key in readable],
        "twins": _twins(source, target, plan.values) if makes and step.mode != "find" else [],
        "lacks": None if makes or step.mode == "find" else "create",
        "carries": list(step.carries),
    }


def _use(
    source: Source, target: Form, step: PushStep, asked: StepAsked, proposal: int | None
) -> tuple[str, int | None]:
    if asked.use == "existing":
        id_ = asked.id if asked.id and sees(source.tx, source.actor, target, asked.id) else None
        return "existing", id_
    if asked.use is not None:
        return asked.use, None
    if step.optional and not step.offered:
        return "skip", None
    if proposal is not None or step.mode == "find":
        return ("existing", proposal) if proposal is not None or not step.optional else ("skip", None)
    if step.mode == "either" and not may(source.actor, target.key, "create"):
        return ("skip", None) if step.optional else ("existing", None)
    return "new", None


def _title(tx: Tx, actor: Actor, target: Form, id_: int | None) -> str | None:
    if id_ is None:
        return None
    titles = titles_of(tx, actor, catalogs.load(tx), Wanted({target.key: {id_}}))
    found: str | None = reference(titles, target.key, id_)["title"]
    return found


def _shown(
    source: Source, target: Form, values: Mapping[str, Any], shown: Mapping[str, Any]
) -> dict[str, Any]:
    """Values as records read them, for pages that fill a form with them."""
    plain = {
        key: value
        for key, value in values.items()
        if key in target.by_key and key not in shown and not _waits(value)
    }
    read = named(source.tx, source.actor, plain, target.by_key)
    beside = {key: shown[key] for key in values if key in shown}
    waits = {key: value for key, value in values.items() if _waits(value)}
    stage = {"stage": values["stage"]} if "stage" in values else {}
    return {**read, **beside, **waits, **stage}


def _waits(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() == {WAITS}


def _required(target: Form, values: Mapping[str, Any]) -> list[str]:
    """What the form always asks for and nothing fills: fields without a default."""
    return [
        bound.key
        for bound in target.fields
        if bound.definition.required and bound.definition.default is None and bound.key not in values
    ]


def _twins(source: Source, target: Form, values: Mapping[str, Any]) -> list[Json]:
    """Records that are there already with the same values; the one that is pushed is no twin of what it becomes."""
    plain = {key: value for key, value in values.items() if not _waits(value)}
    found = [
        met
        for met in looking.meetings(source.tx, source.actor, target, plain, None)
        if (met.place.form.key, met.id) != (source.form.key, source.id)
    ]
    return looking.told(source.tx, source.actor, found)
