"""Print templates for those who configure a form, and printing for those who may read its records."""

import base64
from dataclasses import replace
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.visible import may, require
from bulou.api.asked import Asked, read_body
from bulou.api.call import Answer, Call, checked, refused
from bulou.api.doors import Door, Doors
from bulou.api.entry import enter
from bulou.api.routes.files import UPLOAD
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.api.upload import Upload, receive_upload
from bulou.db.reader import read_apart
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.words import LOCALES
from bulou.people.directory import names
from bulou.records.printing import prints, store
from bulou.records.printing.errors import TemplateInvalid
from bulou.records.printing.limits import LARGEST, MOST_RECORDS
from bulou.records.printing.model import PrintTemplate
from bulou.records.printing.placeholders import listed, wrong_of
from bulou.records.printing.prints import WORD
from bulou.records.printing.reading import Read, read
from bulou.records.printing.wording import told as problem_of
from bulou.words import error_text

doors = Doors("printing")
Json = dict[str, Any]
BASE = "/forms/{form}/prints"
CONFIGURE: Json = {"carries": "definitions", "scope": "configure"}
FILE: Json = {WORD: {"type": "string", "format": "binary"}}
LONGEST_LABEL = 100
FEW = 3  # records that are read in everybody's turn; more are read apart


class PrintTemplateChange(Strict):
    """What changes; `version` is the one last seen."""

    version: int = Field(ge=1)
    label: dict[str, str] | None = None
    enabled: bool | None = None
    position: int | None = Field(default=None, ge=0, le=10_000)


class PrintBody(Strict):
    """Which records, with which template (none: the built-in layout), as what; `preview`: pictures of the pages."""

    ids: list[int] = Field(min_length=1, max_length=MOST_RECORDS)
    template: int | None = None
    format: Literal["pdf", "docx", "preview"] = "pdf"


@doors.get(BASE, "list_prints", carries="definitions", answer=ITEMS)
def list_prints(call: Call) -> Json:
    """What records of a form can be printed with, beside the built-in layout."""
    form = _readable(call)
    items = [each for each in store.of_form(call.tx, form.key) if each.enabled and not _wrong(form, each)]
    return {
        "items": [{"id": each.id, "label": each.label} for each in items],
        "configure": may(call.actor, form.key, "configure"),
    }


@doors.get("/forms/{form}/print-templates", "list_print_templates", **CONFIGURE, answer=ITEMS)
def list_print_templates(call: Call) -> Json:
    """The templates of a form with their problems, and every placeholder that they may use."""
    form = _form(call)
    items = [told(call, form, each) for each in store.of_form(call.tx, form.key)]
    return {"items": items, "placeholders": listed(form, call.locale)}


@doors.post(
    "/forms/{form}/print-templates",
    "create_print_template",
    **CONFIGURE,
    by_hand=True,
    status=201,
    body=UPLOAD,
    answer=OBJECT,
)
async def create_print_template(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Upload a Word file as a template; what is wrong with it is told at its placeholders."""
    await _enter(site, door, asked)
    async with receive_upload(site, asked, receive, most=LARGEST) as upload:
        taken = await _read(site, upload)

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        form = _form(call)
        name = (upload.fields.get("label") or taken.name.rsplit(".", 1)[0]).strip()
        made = store.create(tx, call.actor, form.key, _label({call.locale: name}), taken)
        if not made.problems and not _wrong(form, made):
            made = store.change(tx, call.actor, made, {"enabled": True}, made.version)
        return told(call, form, made)

    return to_response(encode(door, await unit(site, work)))


@doors.put(
    "/forms/{form}/print-templates/{id}/file",
    "replace_print_template",
    **CONFIGURE,
    by_hand=True,
    body=UPLOAD,
    answer=OBJECT,
)
async def replace_print_template(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Give a template another file."""
    await _enter(site, door, asked)
    async with receive_upload(site, asked, receive, most=LARGEST) as upload:
        taken = await _read(site, upload)

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        form = _form(call)
        found = store.one(tx, form.key, call.id())
        return told(call, form, store.change(tx, call.actor, found, {"read": taken}, found.version))

    return to_response(encode(door, await unit(site, work)))


@doors.get("/forms/{form}/print-templates/{id}/file", "get_print_template", **CONFIGURE, answer=FILE)
def get_print_template(call: Call) -> Answer:
    """The Word file of a template."""
    form = _form(call)
    found = store.one(call.tx, form.key, call.id())
    return _file(base64.b64decode(store.content_of(call.tx, found.id)), found.name, WORD)


@doors.get("/forms/{form}/print-starter", "get_print_starter", **CONFIGURE, by_hand=True, answer=FILE)
async def get_print_starter(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """A Word file to begin with: the built-in layout with placeholders for all fields."""

    def work(tx: Tx) -> tuple[Form, str]:
        call = open_call(site, door, asked, tx)
        return _form(call), call.locale

    form, locale = await unit(site, work, write=False)
    data = await to_thread.run_sync(partial(prints.starter, form, locale), limiter=site.printing)
    return to_response(encode(door, _file(data, f"{form.key}.docx", WORD)))


@doors.patch(
    "/forms/{form}/print-templates/{id}",
    "change_print_template",
    **CONFIGURE,
    body=PrintTemplateChange,
    answer=OBJECT,
)
def change_print_template(call: Call) -> Json:
    """Rename a template, offer it or not, move it; 409 if somebody else has changed it meanwhile."""
    form = _form(call)
    found = store.one(call.tx, form.key, call.id())
    body = call.model(PrintTemplateChange)
    values = body.model_dump(exclude={"version"}, exclude_none=True)
    if "label" in values:
        values["label"] = _label(values["label"])
    if values.get("enabled") and (found.problems or _wrong(form, found)):
        raise TemplateInvalid(problems=[FieldProblem("enabled", "print.has_problems")])
    return told(call, form, store.change(call.tx, call.actor, found, values, body.version))


@doors.delete("/forms/{form}/print-templates/{id}", "delete_print_template", **CONFIGURE)
def delete_print_template(call: Call) -> None:
    """Delete a template."""
    form = _form(call)
    store.remove(call.tx, call.actor, store.one(call.tx, form.key, call.id()))


@doors.post(
    "/records/{form}/print",
    "print_records",
    carries="records",
    scope="read",
    by_hand=True,
    body=PrintBody,
    answer={"application/pdf": {"type": "string", "format": "binary"}},
)
async def print_records(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Print records as the caller may see them: a PDF, a Word file, or several Word files in a zip."""
    await _enter(site, door, asked)
    asked.raw = await read_body(asked, receive, 64 * 1024)

    def work(tx: Tx) -> tuple[prints.Ready | None, prints.Wanted, Actor]:
        call = open_call(site, door, asked, tx)
        form = _readable(call)
        body = checked(PrintBody, call.body)
        wanted = prints.Wanted(form.key, tuple(dict.fromkeys(body.ids)), body.template, body.format)
        few = len(wanted.ids) <= FEW
        ready = prints.prepare(tx, call.actor, wanted, str(site.files)) if few else None
        return ready, wanted, call.actor

    ready, wanted, actor = await unit(site, work, write=False)
    if ready is None:
        job = partial(
            read_apart,
            site.db,
            prints.prepare,
            replace(actor, kept={}),
            wanted,
            str(site.files),
            now=site.clock(),
        )
        ready = await to_thread.run_sync(job, limiter=site.aside)
    made = await to_thread.run_sync(partial(prints.make, ready, wanted.format), limiter=site.printing)

    def noted(tx: Tx) -> None:
        prints.note(tx, open_call(site, door, asked, tx).actor, wanted, ready.label)

    if wanted.format == "preview":  # what the record page shows, too: nothing leaves as a file
        return to_response(encode(door, Answer(made.data, media=made.type.encode())))
    await unit(site, noted)
    left_out = ((b"x-left-out", str(made.left_out).encode()),) if made.left_out else ()
    answer = _file(made.data, made.name, made.type)
    return to_response(
        encode(door, Answer(answer.value, headers=(*answer.headers, *left_out), media=answer.media))
    )


def told(call: Call, form: Form, template: PrintTemplate) -> Json:
    """A template as those who configure see it."""
    by = template.changed_by
    problems = [*template.problems, *wrong_of(form, template.uses)]
    return {
        "id": template.id,
        "key": template.key,
        "label": template.label,
        "name": template.name,
        "size": template.size,
        "enabled": template.enabled,
        "position": template.position,
        "version": template.version,
        "changed_at": template.changed_at,
        "changed_by": names(call.tx, [by]).get(by) if by is not None else None,
        "placeholders": len(template.uses),
        "problems": [
            {"tag": each.tag, "code": each.code, "params": dict(each.params), "detail": _said(call, each)}
            for each in problems
        ],
    }


def _said(call: Call, wrong: Any) -> str:
    problem = problem_of(wrong)
    return error_text(problem.code, problem.params, call.locale)


def _wrong(form: Form, template: PrintTemplate) -> bool:
    return bool(template.problems or wrong_of(form, template.uses))


def _label(given: dict[str, str]) -> dict[str, str]:
    printable = {
        locale: "".join(c for c in text if c.isprintable()).strip() for locale, text in given.items()
    }
    label = {locale: text for locale, text in printable.items() if locale in LOCALES and text}
    if not label:
        raise refused("label", "fields.required")
    if max(map(len, label.values())) > LONGEST_LABEL:
        raise refused("label", "fields.too_long", max=LONGEST_LABEL)
    return label


def _form(call: Call) -> Form:
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "configure")
    return form


def _readable(call: Call) -> Form:
    form = catalog.load(call.tx)[call.part("form")]
    require(call.actor, form.key, "print")
    return form


async def _enter(site: Site, door: Door, asked: Asked) -> None:
    """Nobody unknown, and nobody without the right, makes us keep a body or start a process."""
    await enter(site, door, asked)
    work = _readable if door.carries == "records" else _form
    await unit(site, lambda tx: work(open_call(site, door, asked, tx)), write=False)


async def _read(site: Site, upload: Upload) -> Read:
    data = upload.path.read_bytes()
    return await to_thread.run_sync(partial(read, data, upload.name), limiter=site.printing)


def _file(data: bytes, name: str, kind: str) -> Answer:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = ((b"content-disposition", disposition.encode()), (b"cache-control", b"private, no-store"))
    return Answer(data, headers=headers, media=kind.encode())
