"""Publishing a draft, going back to an earlier version, deleting a form and bringing it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import func, select, update

from bulou.db import revisions
from bulou.db.jobs import enqueue
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.designer import converting, drafts
from bulou.forms.designer.convert import Conversion, Tried, attempt, conversions
from bulou.forms.designer.diff import cell_context
from bulou.forms.errors import ConversionFails, FormChanged, FormExists
from bulou.forms.model import FormDef
from bulou.forms.publish import checked_plan, publish
from bulou.kit.clock import instant, parse_instant
from bulou.kit.errors import NotFound
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.people import audit

KEPT = timedelta(days=30)  # how long a deleted form can be brought back
AT_ONCE = 2_000  # records whose values are converted while the editor waits


@dataclass(frozen=True)
class Release:
    """`version` when it is in force, else the `job` that works on it."""

    form: str
    version: int | None = None
    job: str | None = None


@dataclass(frozen=True)
class Version:
    """One version of a form that was once in force."""

    version: int
    state: str
    published_at: str
    published_by: int | None
    body: FormDef


def release(tx: Tx, by: Actor, form: str, version: int, *, losses: bool = False) -> Release:
    """Publish the draft of `form` as the caller saw it (`version`). `losses`: values that do not convert may go.

    Errors: DraftChanged, FormChanged, InvalidForm, ConversionFails, ValuesNotUnique, Converting.
    """
    draft = drafts.read(tx, form)
    drafts.checked_version(tx, draft, version)
    if draft.version == 0:
        return Release(form, draft.published)
    if draft.published and draft.based_on != draft.published:
        raise FormChanged(form=form, version=draft.published)
    done = put_in_force(tx, by, draft.definition(), draft.published, losses=losses, draft=draft.version)
    if done.job is None:
        drafts.drop(tx, form)
    return done


def roll_back(tx: Tx, by: Actor, form: str, version: int, *, losses: bool = False) -> Release:
    """Publish an earlier version again, as a new one. Fields that came since are hidden, not lost."""
    now = drafts.published(tx, form)
    if now is None:
        raise NotFound(what="form", id=form[:60])
    earlier = one(tx, form, version).body
    body = drafts.body_of(earlier)
    return put_in_force(tx, by, drafts.parsed(form, body), now.version, losses=losses)


def put_in_force(
    tx: Tx, by: Actor, form: FormDef, based_on: int, *, losses: bool, draft: int | None = None
) -> Release:
    """Publish now, or start the job that converts values first where there are many. `draft`: the version of the draft
    that this is, which the job gives up at its end unless somebody has worked on it meanwhile.
    """
    tx.lock(catalogs.REVISION)
    settled = checked_plan(tx, form)
    converting.refuse_second(tx, form.key)
    tried = [
        (each, attempt(tx, each))
        for each in conversions(catalogs.load(tx).get(form.key), settled, cell_context(tx), by)
    ]
    _agreed(form.key, tried, losses)
    rows = sum(result.rows for each, result in tried if each.possible)
    if rows == 0:
        return Release(form.key, publish(tx, form, by=by, based_on=based_on).version)
    work = {
        "form": form.key,
        "body": drafts.body_of(form),
        "based_on": based_on,
        "by": by.person_id,
        "losses": losses,
        "draft": draft,
    }
    if rows <= AT_ONCE:
        return Release(form.key, converting.at_once(tx, by, work))
    job = enqueue(
        tx, converting.JOB, work, unique_key=f"{converting.JOB}:{form.key}:{tx.now_text}", by=by.person_id
    )
    return Release(form.key, job=job)


def _agreed(form: str, tried: list[tuple[Conversion, Tried]], losses: bool) -> None:
    fails = {each.key: result.fails for each, result in tried if result.fails}
    if fails and not losses:
        raise ConversionFails(form=form, fields=fails)


def versions(tx: Tx, form: str) -> list[Version]:
    """The versions of a form, the newest first."""
    query = select(form_definition).where(form_definition.c.form == form)
    return [_version(row) for row in tx.rows(query.order_by(form_definition.c.version.desc()))]


def one(tx: Tx, form: str, version: int) -> Version:
    """One version; NotFound."""
    c = form_definition.c
    row = tx.one(select(form_definition).where(c.form == form, c.version == version))
    if row is None:
        raise NotFound(what="version", id=version)
    return _version(row)


def _version(row: Any) -> Version:
    body = FormDef.model_validate_json(row.body)
    return Version(row.version, row.state, row.published_at, row.published_by, body)


@dataclass(frozen=True)
class Deleted:
    """A deleted form and until when it can be brought back."""

    form: str
    label: dict[str, str]
    deleted_at: str
    until: str


def delete(tx: Tx, by: Actor, form: str) -> None:
    """Take a form out of use, with its records; a draft of it goes, too. It can be brought back for 30 days."""
    tx.lock(catalogs.REVISION)
    drafts.drop(tx, form)
    definition = drafts.published(tx, form)
    if definition is None:
        return
    _change_state(tx, form, "published", "deleted")
    row = {"version": definition.version, "label": dict(definition.label)}
    audit.write(tx, by, "form.deleted", form=form, detail={**row, "at": tx.now_text})
    tx.emit(Event("form.deleted", form=form, body={"version": definition.version}, actor_id=by.person_id))
    revisions.bump(tx, catalogs.REVISION)


def restore(tx: Tx, by: Actor, form: str) -> int:
    """Bring a deleted form back; its version."""
    tx.lock(catalogs.REVISION)
    if drafts.published(tx, form) is not None:
        raise FormExists(form=form)
    if form not in {each.form for each in deleted(tx)}:
        raise NotFound(what="form", id=form[:60])
    version = _change_state(tx, form, "deleted", "published")
    audit.write(tx, by, "form.restored", form=form, detail={"version": version})
    told = {"version": version, "created": False, "restored": True}
    tx.emit(Event("form.published", form=form, body=told, actor_id=by.person_id))
    revisions.bump(tx, catalogs.REVISION)
    return version


def deleted(tx: Tx) -> list[Deleted]:
    """The forms that can be brought back, the latest deleted first."""
    c = form_definition.c
    found = []
    for row in tx.rows(select(form_definition).where(c.state == "deleted")):
        at = audit.last_of(tx, "form.deleted", row.form) or row.published_at
        until = instant(parse_instant(at) + KEPT)
        if until > tx.now_text:
            found.append(Deleted(row.form, orjson.loads(row.body)["label"], at, until))
    return sorted(found, key=lambda each: each.deleted_at, reverse=True)


def _change_state(tx: Tx, form: str, before: str, after: str) -> int:
    c = form_definition.c
    newest = select(func.max(c.version)).where(c.form == form, c.state == before).scalar_subquery()
    same = (c.form == form) & (c.version == newest) & (c.state == before)
    version = tx.value(select(c.version).where(c.form == form, c.state == before))
    tx.execute(update(form_definition).where(same).values(state=after))
    return int(version)
