"""Public forms for visitors: no account, no cookie; a puzzle, a trap and rates keep robots out."""

from functools import partial
from typing import Any

from anyio import to_thread
from pydantic import Field
from starlette.responses import FileResponse, Response
from starlette.types import Receive

from bulou.api.asked import Asked, read_body
from bulou.api.call import checked
from bulou.api.doors import Door, Doors, text
from bulou.api.rates import Rate
from bulou.api.routes.files import UPLOAD, chunks
from bulou.api.serve import encode, to_response
from bulou.api.shapes import OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.api.upload import receive_upload
from bulou.connect.mail import Letter, NoMail, send
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.people.throttle import address_name
from bulou.records import files
from bulou.records.files.store import place_of
from bulou.records.public import challenge, codes, entry, store, uploads
from bulou.records.public.challenge import LONGEST
from bulou.records.public.codes import Proof
from bulou.records.public.entry import Entry
from bulou.records.public.errors import TooManyEntries
from bulou.records.public.model import PublicForm
from bulou.records.public.shown import shown

doors = Doors("public forms")
Json = dict[str, Any]

LARGEST_ENTRY, LARGEST_CODE = 256 * 1024, 4096
LOOKS = Rate(120, 60)  # of an address
ENTRIES = Rate(20, 60)  # of an address: a stand at a fair shares one
MANY_ENTRIES = Rate(200, 3600)
OF_A_FORM = Rate(600, 60)  # from everywhere
UPLOADS = Rate(30, 600)
UPLOADS_OF_ONE = Rate(20, 3600)  # of one challenge
CODES = Rate(10, 600)  # of an address of the net
CODES_OF_A_FORM = Rate(300, 3600)
CODES_OF_ONE = Rate(5, 3600)  # of one challenge
CODES_TO_ONE = Rate(3, 900)  # letters to one address
GUESSES = Rate(5, 3600)  # at one code
TRIED = 600  # seconds over which entries make the puzzle harder


class EntryBody(Strict):
    """What a visitor sends. `website` is the trap: people do not see it and leave it empty."""

    values: dict[str, Any] = Field(max_length=200)
    challenge: str = Field(max_length=LONGEST)
    solution: str = Field(max_length=LONGEST)
    source: str = Field(default="", max_length=200)
    website: str = Field(default="", max_length=2000)
    mail_token: str = Field(default="", max_length=LONGEST)
    mail_code: str = Field(default="", max_length=20)


class CodeBody(Strict):
    """Where a code goes to, and a solved puzzle."""

    address: str = Field(max_length=400)
    challenge: str = Field(max_length=LONGEST)
    solution: str = Field(max_length=LONGEST)


@doors.get(
    "/public/{slug}",
    "get_public_form",
    carries="definitions",
    scope=None,
    public=True,
    by_hand=True,
    answer=OBJECT,
)
async def get_public_form(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """A public form with its fields and a puzzle to solve; closed ones say why."""
    _count(site, asked, "look", LOOKS)
    return to_response(encode(door, await unit(site, partial(_page, site, asked.path["slug"]), write=False)))


def _page(site: Site, slug: str, tx: Tx) -> Json:
    public = _found(tx, slug)
    page = shown(tx, public)
    tried = site.rates.seen(f"tried:{public.id}", TRIED, tx.now)
    puzzle = challenge.give(public.seal, slug, tx.now, challenge.bits_for(tried))
    return {**page, "challenge": puzzle if page["state"] == "open" else None}


@doors.post(
    "/public/{slug}",
    "send_public_form",
    carries="records",
    scope=None,
    public=True,
    by_hand=True,
    status=201,
    body=EntryBody,
    answer=OBJECT,
    limit=LARGEST_ENTRY,
)
async def send_public_form(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Send an entry; thanks come back, and nothing of what became of it."""
    slug = asked.path["slug"]
    public = await _enter(site, asked, slug)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(EntryBody, asked.body)
    proof = Proof(body.mail_token, body.mail_code)
    sent = Entry(body.values, body.challenge, body.solution, body.source, body.website, asked.locale, proof)
    _count(site, asked, "entry", ENTRIES)
    _count(site, asked, "entries", MANY_ENTRIES)
    _limit(site, f"form:{public.id}", OF_A_FORM)
    if proof.code and (nonce := codes.nonce_of(public, proof.token)) is not None:
        _limit(site, f"guess:{public.id}:{nonce}", GUESSES)
    site.rates.count(f"tried:{public.id}", TRIED, site.clock())
    taken = await unit(site, lambda tx: entry.take(tx, slug, sent))
    return to_response(encode(door, {"thanks": taken.definition.thanks}))


@doors.post(
    "/public/{slug}/code",
    "send_public_code",
    carries="nothing",
    scope=None,
    public=True,
    by_hand=True,
    body=CodeBody,
    answer=OBJECT,
    limit=LARGEST_CODE,
)
async def send_public_code(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Send a code to an address that an entry will name; `token` goes with the entry, beside the code."""
    slug = asked.path["slug"]
    await _enter(site, asked, slug)
    post = await unit(site, site.post_in, write=False)
    if post is None:
        raise NoMail()
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(CodeBody, asked.body)
    prepare = partial(_code, slug, body, asked.locale)
    public, sending = await unit(site, prepare, write=False)
    _count(site, asked, "code", CODES)
    _limit(site, f"code:{public.id}", CODES_OF_A_FORM)
    _limit(site, f"code:{sending.nonce}", CODES_OF_ONE)
    _limit(site, f"code:{public.id}:{sending.address.casefold()}", CODES_TO_ONE)
    letter = Letter(sending.address, sending.subject, sending.text)
    await to_thread.run_sync(partial(send, post, letter), limiter=site.mailing)
    return to_response(encode(door, {"token": sending.token}))


def _code(slug: str, body: CodeBody, locale: str, tx: Tx) -> tuple[PublicForm, codes.Sending]:
    public = _found(tx, slug)
    return public, codes.prepare(tx, public, body.address, body.challenge, body.solution, locale)


@doors.post(
    "/public/{slug}/files",
    "upload_public_file",
    carries="records",
    scope=None,
    public=True,
    by_hand=True,
    status=201,
    body=UPLOAD,
    query=[
        text("field", "The field it is for", required=True),
        text("challenge", required=True),
        text("solution", required=True),
    ],
    answer=OBJECT,
)
async def upload_public_file(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Upload a file for a field; the entry names it by the ticket that comes back."""
    slug, field = asked.path["slug"], asked.query.get("field", "")
    await _enter(site, asked, slug)
    solved = await unit(site, partial(_allowed, asked, slug, field), write=False)
    _count(site, asked, "upload", UPLOADS)
    _limit(site, f"upload:{solved.nonce}", UPLOADS_OF_ONE)
    async with receive_upload(site, asked, receive, most=solved.largest) as upload:
        take = partial(files.receive, site.files, upload.name, chunks(upload.path), limit=solved.largest)
        received = await to_thread.run_sync(take, limiter=site.aside)
        kept = await unit(site, lambda tx: uploads.keep(tx, _found(tx, slug), field, received))
    return to_response(encode(door, kept))


def _allowed(asked: Asked, slug: str, field: str, tx: Tx) -> uploads.Allowed:
    public = _found(tx, slug)
    query = asked.query
    return uploads.allow(tx, public, field, query.get("challenge", ""), query.get("solution", ""))


@doors.get(
    "/public/{slug}/logo",
    "get_public_logo",
    carries="nothing",
    scope=None,
    public=True,
    by_hand=True,
    answer={"image/*": {"type": "string", "format": "binary"}},
)
async def get_public_logo(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """The logo of a public form."""
    _count(site, asked, "look", LOOKS)
    slug = asked.path["slug"]
    found = await unit(site, lambda tx: store.logo_of(tx, _found(tx, slug)), write=False)
    path = place_of(site.files, found) if found else None
    if path is None or not path.exists():
        raise NotFound(what="logo")
    type_ = files.type_of(path)
    return FileResponse(path, media_type=type_, headers={"cache-control": "public, max-age=3600"})


async def _enter(site: Site, asked: Asked, slug: str) -> PublicForm:
    """The form must be there before anything of a body is read."""
    _count(site, asked, "look", LOOKS)
    return await unit(site, lambda tx: _found(tx, slug), write=False)


def _found(tx: Tx, slug: str) -> PublicForm:
    if "\x00" in slug:
        raise NotFound(what="public form")
    return store.by_slug(tx, slug)


def _count(site: Site, asked: Asked, what: str, rate: Rate) -> None:
    _limit(site, f"{what}:{address_name(asked.ip)}", rate)


def _limit(site: Site, name: str, rate: Rate) -> None:
    if wait := site.rates.hit(name, rate, site.clock()):
        raise TooManyEntries(seconds=wait)
