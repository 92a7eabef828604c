"""Rules in the drill: one a form that tells everybody everything it can about a few records, and has done so."""

from typing import Any

import orjson
from sqlalchemy import select

from bulou.api.drill.cast import ADMIN
from bulou.api.drill.world import World
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.rules.queue import JOB

RECORDS = 2
FIELDS = 30
OWN_TABLES = ("rows", "records", "people", "departments", "file")


def key_of(form: Form) -> str:
    """The key of the drill's rule over a form."""
    return f"drill_{form.key}"[:60]


def texts_of(form: Form) -> str:
    """A text that says every field."""
    plain = [each for each in form.fields if each.operand not in OWN_TABLES]
    return " ".join("{" + each.key + "}" for each in plain[:FIELDS])[:1000].rpartition(" ")[0]


def definition(form: Form, people: list[int]) -> dict[str, Any]:
    """A button that tells these people."""
    told = [{"person": id_} for id_ in people][:20]
    notify = {"do": "notify", "people": told, "text": texts_of(form) or "-"}
    return {"trigger": {"kind": "button", "needs": "read"}, "steps": [notify]}


def rule(world: World, form: Form) -> None:
    """Make the administrator's rule, press its button on a few records, and let it run."""
    people = [each.id for each in world.cast.people if each.id is not None]
    body = {"key": key_of(form), "label": {"en-US": "Drill"}, "form": form.key}
    _post(world, "/rules", {**body, "definition": definition(form, people)})
    _post(world, f"/rules/{key_of(form)}/publish", {})
    if _post(world, f"/rules/{key_of(form)}/enable", {}) >= 400:
        return
    for thing in world.of(form.key)[:RECORDS]:
        _post(world, f"/records/{form.key}/{thing.id}/buttons/{key_of(form)}", {})
    for id_ in world.scratch.do(_waiting, write=False):
        world.scratch.drive(id_)
    world.beside.setdefault("rule", []).append(key_of(form))


def _post(world: World, path: str, body: Any) -> int:
    return world.cast[ADMIN].browser.ask("POST", f"/api{path}", orjson.dumps(body)).status


def _waiting(tx: Tx) -> list[str]:
    query = select(job_table.c.id).where(job_table.c.kind == JOB, job_table.c.state == "queued")
    return [row[0] for row in tx.rows(query)]
