"""The form designer: drafts, what publishing would do, versions, new and deleted forms, where things are used."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pydantic import Field

from bulou.access.rights import may_configure
from bulou.access.visible import require
from bulou.api.call import Answer, Call
from bulou.api.doors import Doors, flag, text
from bulou.api.menu import add_form
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms import catalog
from bulou.forms.designer import drafts, releases
from bulou.forms.designer.audience import open_to
from bulou.forms.designer.diff import Diff, diff
from bulou.forms.designer.drafts import Draft
from bulou.forms.designer.releases import Release
from bulou.forms.errors import FormInUse
from bulou.forms.publish import planned, problems_of
from bulou.forms.settle import settle
from bulou.forms.usage import Usage, usage
from bulou.kit.errors import FieldProblem, Forbidden, Invalid, NotFound
from bulou.people.directory import names
from bulou.reports import usage as _dashboards  # noqa: F401 - so that dashboards tell what they use
from bulou.words import field_error

doors = Doors("designer")
Json = dict[str, Any]
FIELD = text("field", "Only where this field is used")
FORCE = flag("force", "Delete although roles or dashboards name it")


class NewForm(Strict):
    """A form to be: its name by locale; the key is proposed from it."""

    label: dict[str, str] = Field(min_length=1, max_length=10)
    key: str | None = Field(default=None, max_length=60)
    icon: str = Field(default="form", max_length=40)


class DraftBody(Strict):
    """A draft as it is to be kept; `version` is that of the draft last seen, 0 where there was none."""

    body: dict[str, Any]
    version: int = Field(ge=0)


class PublishBody(Strict):
    """What is published: the draft as last seen. `losses`: values that do not convert may go."""

    version: int = Field(ge=0)
    losses: bool = False


class FirstBody(PublishBody):
    """As above; `roles`: who works with a new form (role → own, department, department_below, all)."""

    roles: dict[str, str] = Field(default_factory=dict, max_length=100)


@doors.post(
    "/forms", "create_form", carries="definitions", scope="configure", status=201, body=NewForm, answer=OBJECT
)
def create_form(call: Call) -> Json:
    """Start a form; nobody else sees it until it is published."""
    _require_configure(call)
    body = call.model(NewForm)
    return shown(call, drafts.start(call.tx, call.actor, body.label, body.key, body.icon))


@doors.get(
    "/forms/unpublished", "list_unpublished_forms", carries="definitions", scope="configure", answer=ITEMS
)
def list_unpublished(call: Call) -> Json:
    """Forms that were started and never published."""
    _require_configure(call)
    found = [draft for draft in drafts.unpublished(call.tx) if draft.published == 0]
    return {
        "items": [
            {"form": each.form, "label": each.body["label"], "changed_at": each.changed_at} for each in found
        ]
    }


@doors.get("/forms/deleted", "list_deleted_forms", carries="definitions", scope="configure", answer=ITEMS)
def list_deleted(call: Call) -> Json:
    """Forms that can be brought back."""
    _require_configure(call)
    return {"items": [asdict(each) for each in releases.deleted(call.tx)]}


@doors.get("/forms/{form}/draft", "get_draft", carries="definitions", scope="configure", answer=OBJECT)
def get_draft(call: Call) -> Json:
    """The draft of a form, or what is published while there is none."""
    return shown(call, drafts.read(call.tx, _form(call)))


@doors.put(
    "/forms/{form}/draft",
    "save_draft",
    carries="definitions",
    scope="configure",
    body=DraftBody,
    answer=OBJECT,
)
def save_draft(call: Call) -> Json:
    """Keep the draft; 409 with who and when if somebody else saved another one meanwhile."""
    body = call.model(DraftBody)
    return shown(call, drafts.save(call.tx, call.actor, _form(call), body.body, body.version))


@doors.delete("/forms/{form}/draft", "drop_draft", carries="definitions", scope="configure")
def drop_draft(call: Call) -> None:
    """Give the draft up."""
    drafts.drop(call.tx, _form(call))


@doors.get(
    "/forms/{form}/draft/diff", "get_draft_diff", carries="definitions", scope="configure", answer=OBJECT
)
def get_diff(call: Call) -> Json:
    """What publishing the draft would do: changes, statements, values that do not convert, twins, what is touched."""
    draft = drafts.read(call.tx, _form(call))
    return told(call, draft, diff(call.tx, call.actor, draft.definition()))


@doors.post(
    "/forms/{form}/publish",
    "publish_form",
    carries="definitions",
    scope="configure",
    body=FirstBody,
    answer=OBJECT,
)
def publish_form(call: Call) -> Answer:
    """Put the draft in force; 202 with a job where many values must be converted first. A new form is opened to
    roles and gets its place in the navigation."""
    body, form = call.model(FirstBody), _form(call)
    new = drafts.published(call.tx, form) is None
    done = releases.release(call.tx, call.actor, form, body.version, losses=body.losses)
    made = drafts.published(call.tx, form)
    if new and made is not None:
        add_form(call.tx, form)
        open_to(call.tx, call.actor, made, body.roles)
    return _released(done)


@doors.get(
    "/forms/{form}/versions", "list_form_versions", carries="definitions", scope="configure", answer=ITEMS
)
def list_versions(call: Call) -> Json:
    """Every version, the newest first, with what it changed."""
    found = releases.versions(call.tx, _form(call))
    people = names(call.tx, {each.published_by for each in found if each.published_by})
    before = {each.version: each.body for each in found}
    items = []
    for each in found:
        earlier = before.get(each.version - 1)
        changes = settle(earlier, each.body).changes if earlier or each.version == 1 else ()
        items.append(
            {
                "version": each.version,
                "state": each.state,
                "published_at": each.published_at,
                "published_by": _person(each.published_by, people),
                "changes": [
                    {"kind": one.kind, "field": one.field, "label": _label(each.body, one.field)}
                    for one in changes
                ],
            }
        )
    return {"items": items}


@doors.get(
    "/forms/{form}/versions/{version}",
    "get_form_version",
    carries="definitions",
    scope="configure",
    answer=OBJECT,
)
def get_version_body(call: Call) -> Json:
    """The definition of one version."""
    found = releases.one(call.tx, _form(call), call.id("version"))
    return {"version": found.version, "body": drafts.body_of(found.body)}


@doors.post(
    "/forms/{form}/rollback",
    "roll_back_form",
    carries="definitions",
    scope="configure",
    body=PublishBody,
    answer=OBJECT,
)
def roll_back(call: Call) -> Answer:
    """Put an earlier version in force again, as a new one; fields that came since are hidden."""
    body = call.model(PublishBody)
    return _released(releases.roll_back(call.tx, call.actor, _form(call), body.version, losses=body.losses))


@doors.delete("/forms/{form}", "delete_form", carries="definitions", scope="configure", query=[FORCE])
def delete_form(call: Call) -> None:
    """Take a form out of use with its records, for 30 days to be brought back."""
    form = _form(call)
    definition = drafts.published(call.tx, form)
    if definition is not None:
        uses = [
            use for use in usage(call.tx, definition) if use.form != form or use.kind in ("role", "dashboard")
        ]
        bound = [use for use in uses if use.kind == "relation"]
        if bound or (uses and not call.flag("force")):
            raise FormInUse(form=form, uses=[asdict(use) for use in _different(bound or uses)])
    releases.delete(call.tx, call.actor, form)


@doors.post("/forms/{form}/restore", "restore_form", carries="definitions", scope="configure", answer=OBJECT)
def restore_form(call: Call) -> Json:
    """Bring a deleted form back with its records."""
    _require_configure(call)
    form = call.part("form")
    return {"form": form, "version": releases.restore(call.tx, call.actor, form)}


@doors.get(
    "/forms/{form}/usage",
    "get_form_usage",
    carries="definitions",
    scope="configure",
    query=[FIELD],
    answer=ITEMS,
)
def get_usage(call: Call) -> Json:
    """Where a form, or one of its fields, is used."""
    definition = drafts.published(call.tx, _form(call))
    found = usage(call.tx, definition, call.text("field", most=100)) if definition else []
    return {"items": [asdict(use) for use in found]}


def _form(call: Call) -> str:
    """The form of the path, which the caller may configure (a new one: those who may configure anything)."""
    key = call.part("form")
    if catalog.load(call.tx).get(key) is not None:
        require(call.actor, key, "configure")
    else:
        _require_configure(call, key)
    return key


def _require_configure(call: Call, key: str | None = None) -> None:
    if may_configure(call.actor):
        return
    if key is not None:
        raise NotFound(what="form", id=key[:60])
    raise Forbidden(action="configure", form="*")


def shown(call: Call, draft: Draft) -> Json:
    """A draft with what is wrong with it."""
    people = names(call.tx, [draft.changed_by]) if draft.changed_by else {}
    return {
        "form": draft.form,
        "published": draft.published,
        "based_on": draft.based_on,
        "version": draft.version,
        "body": draft.body,
        "problems": [field_error(each, call.locale) for each in _problems(call, draft)],
        "changed_at": draft.changed_at,
        "changed_by": _person(draft.changed_by, people),
    }


def _problems(call: Call, draft: Draft) -> Iterable[FieldProblem]:
    try:
        after = draft.definition()
    except Invalid as error:
        return error.problems
    now = catalog.load(call.tx)
    settled = settle(drafts.published(call.tx, draft.form), after)
    return problems_of(settled.definition, planned(now, [settled], call.tx.db.dialect))


def told(call: Call, draft: Draft, found: Diff) -> Json:
    """A diff as JSON, with the uses of every field that goes or changes its kind."""
    definition = drafts.published(call.tx, draft.form)
    touched = [each.field for each in found.changes if each.field and each.kind in ("hide", "replace")]
    uses = usage(call.tx, definition) if definition and touched else []
    by_field = [{"field": key, "items": [asdict(use) for use in uses if use.field == key]} for key in touched]
    return {
        "records": found.records,
        "changes": [asdict(each) for each in found.changes],
        "statements": list(found.statements),
        "problems": [field_error(each, call.locale) for each in found.problems],
        "conversions": [
            {
                "field": way.key,
                "from": way.before.definition.kind,
                "to": way.after.definition.kind,
                "possible": way.possible,
                **asdict(tried),
            }
            for way, tried in found.conversions
        ],
        "uniques": [asdict(each) for each in found.uniques],
        "uses": [each for each in by_field if each["items"]],
    }


def _released(done: Release) -> Answer:
    if done.job is not None:
        return Answer({"form": done.form, "job": done.job}, 202)
    return Answer({"form": done.form, "version": done.version}, 200)


def _different(uses: Iterable[Usage]) -> list[Usage]:
    return list({(use.kind, use.form, use.key): use for use in uses}.values())


def _person(id_: int | None, people: Any) -> Json | None:
    return None if id_ is None else {"id": id_, "title": people.get(id_)}


def _label(body: Any, path: str | None) -> Any:
    field = body.field(path.split(".")[0]) if path else None
    return field.label if field else None
