"""Administration: people and departments out of a workbook, after a look at what that would do."""

from functools import partial
from typing import Any

from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Answer, Call, checked
from bulou.api.doors import Door, Doors
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.apps.roster import reading, running, template
from bulou.apps.roster.columns import COLUMNS
from bulou.apps.roster.judging import Wishes, judge
from bulou.apps.roster.plan import Plan, Problem
from bulou.apps.roster.reading import Roster
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records import files
from bulou.words import error_text

doors = Doors("admin")

Json = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RosterBody(Strict):
    """An uploaded workbook (`POST /files`), and whether departments and positions that it names may be made."""

    file: int = Field(ge=1)
    departments: bool = True
    positions: bool = True


class RunBody(RosterBody):
    """The same; `plan` is that of the preview: refused when people were changed since."""

    plan: int | None = None


@doors.get(
    "/admin/roster/template.xlsx",
    "roster_template",
    carries="people",
    scope="configure",
    answer={XLSX: {"type": "string", "format": "binary"}},
)
def roster_template(call: Call) -> Answer:
    """The workbook to fill in."""
    administrator(call)
    name = (b"content-disposition", b'attachment; filename="people.xlsx"')
    return Answer(template.workbook(call.tx, call.locale), headers=(name,), media=XLSX.encode())


@doors.post(
    "/admin/roster/preview",
    "preview_roster",
    carries="people",
    scope="configure",
    by_hand=True,
    body=RosterBody,
    answer=OBJECT,
)
async def preview_roster(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """What a workbook would do, row by row, with what is wrong in which cell. Nothing is changed."""
    body, roster = await _read(site, door, asked, receive, RosterBody)
    wishes = Wishes(body.departments, body.positions)

    def work(tx: Tx) -> Json:
        administrator(open_call(site, door, asked, tx))
        return _shown(roster, judge(tx, roster, wishes), asked.locale)

    return to_response(encode(door, await unit(site, work, write=False)))


@doors.post(
    "/admin/roster",
    "run_roster",
    carries="people",
    scope="configure",
    by_hand=True,
    body=RunBody,
    answer=OBJECT,
)
async def run_roster(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Take the rows that nothing speaks against, all in one transaction; `people` are the new ones' ids."""
    body, roster = await _read(site, door, asked, receive, RunBody)
    wishes = Wishes(body.departments, body.positions)

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        administrator(call)
        plan, result = running.run(tx, call.actor, roster, wishes, body.plan)
        return {**_shown(roster, plan, asked.locale), "result": result}

    return to_response(encode(door, await unit(site, work)))


async def _read(
    site: Site, door: Door, asked: Asked, receive: Receive, shape: type[RosterBody]
) -> tuple[Any, Roster]:
    """The body, and the uploaded file read outside of every transaction."""
    caller = await unit(site, lambda tx: _administrator(site, door, asked, tx), write=False)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(shape, asked.body)
    file = await unit(site, lambda tx: files.fetch(tx, site.files, caller, body.file), write=False)
    work = partial(reading.read, file.path, file.name, site.settings.data_dir, asked.locale)
    return body, await to_thread.run_sync(work, limiter=site.aside)


def _administrator(site: Site, door: Door, asked: Asked, tx: Tx) -> Actor:
    call = open_call(site, door, asked, tx)
    administrator(call)
    return call.actor


def _shown(roster: Roster, plan: Plan, locale: str) -> Json:
    counts = {action: plan.count(action) for action in ("create", "update", "same", "refused")}
    return {
        "plan": plan.at,
        "sheet": roster.sheet,
        "columns": [{"key": key, "label": COLUMNS[key]} for key in roster.columns],
        "unknown_columns": list(roster.unknown),
        "counts": counts,
        "departments": ["/".join(path) for path in plan.departments],
        "positions": list(plan.positions),
        "rows": [
            {
                "row": row.number,
                "name": row.name,
                "action": row.action,
                "person": row.person,
                "problems": [_problem(each, locale) for each in row.problems],
            }
            for row in plan.rows
        ],
    }


def _problem(problem: Problem, locale: str) -> Json:
    column = say(COLUMNS[problem.column], locale)
    return {
        "column": problem.column,
        "label": column,
        "code": problem.code,
        "raw": problem.raw,
        "refuses": problem.refuses,
        "detail": error_text(problem.code, {"raw": problem.raw, **problem.params}, locale),
    }
