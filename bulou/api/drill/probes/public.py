"""Pages for visitors: what they show, what becomes of an entry, and whether it tells that a value is there already."""

from datetime import timedelta
from itertools import count
from typing import Any

from bulou.api.drill.marking import Marked, marked
from bulou.api.drill.probe import Knocker, Probe, Question, doors, probes
from bulou.forms.form import Form
from bulou.records.public.challenge import is_solved

COVERS = doors(
    *("get_public_form", "send_public_form", "send_public_code", "upload_public_file", "get_public_logo")
)
NOWHERE = 155_000
LATER = timedelta(seconds=5)  # nobody fills in a form faster
PAGES = 2  # that somebody looks at; other people look at others


def knock(k: Knocker) -> None:
    """A visitor's entry with somebody's value and one with nobody's are answered alike."""
    pages = dict(zip(k.world.beside.get("slug", []), k.world.beside.get("public", []), strict=True))
    for slug in [*k.some(list(pages), PAGES), "none"]:
        k.ask("get_public_form", slug=slug)
        k.ask("get_public_logo", slug=slug)
        k.ask(
            "send_public_code", slug=slug, json={"address": "a@example.com", "challenge": "", "solution": ""}
        )
        k.ask("upload_public_file", slug=slug, file=("a.txt", b"a", {}), query={"field": "x"})
        k.ask("send_public_form", slug=slug, json={"values": {}, "challenge": "", "solution": ""})
        if slug in pages:
            _entries(k, slug, k.world.forms[pages[slug][0]])


def _entries(k: Knocker, slug: str, form: Form) -> None:
    for mark in k.some([each for each in k.unknown(form.key) if "." not in each.part], 2):
        field = form.by_key[str(mark.field)].definition
        false = marked(field, NOWHERE + k.turn)
        if false is None:
            continue
        # Where a value may be twice, an entry would make it so: it is refused for something else.
        more = {} if field.unique else {"no_such_field": 1}
        whole = {key: made.value for key, made in _others(form).items()}
        pair = [
            _entry(k, slug, {**whole, mark.part: value, **more}, hints)
            for value, hints in ((mark.value, (mark.token,)), (false.value, false.tokens))
        ]
        k.world.scratch.clock.behind = -LATER
        k.guess(mark, *pair)
        k.world.scratch.clock.behind = None


def _others(form: Form) -> dict[str, Marked]:
    """What a whole entry needs besides."""
    needed = [each.definition for each in form.fields if each.definition.required]
    found = {each.key: marked(each, NOWHERE + 5000) for each in needed}
    return {key: made for key, made in found.items() if made is not None}


def _entry(k: Knocker, slug: str, values: dict[str, Any], hints: tuple[str, ...]) -> Question:
    """An entry with a solved puzzle, old enough to be sent."""
    puzzle = ((k.ask("get_public_form", slug=slug).json or {}).get("challenge")) or {}
    tried = (str(number) for number in count())
    solution = (
        next((each for each in tried if is_solved(puzzle["nonce"], each, puzzle["bits"])), "")
        if puzzle
        else ""
    )
    body = {"values": values, "challenge": puzzle.get("token", ""), "solution": solution}
    return Question("send_public_form", hints, json=body, blanks={"slug": slug})


probes.register(Probe("public", COVERS, knock))
