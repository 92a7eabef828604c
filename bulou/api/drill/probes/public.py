"""Pages for visitors: what they show, what becomes of an entry, and whether it tells that a value is there already."""

from typing import Any

from bulou.api.drill.marking import marked
from bulou.api.drill.probe import Knocker, Probe, Question, doors, probes

COVERS = doors(
    *("get_public_form", "send_public_form", "send_public_code", "upload_public_file", "get_public_logo")
)
NOWHERE = 210_000


def knock(k: Knocker) -> None:
    """A visitor's entry with somebody's value and one with nobody's are answered alike."""
    slugs = k.world.beside.get("slug", [])
    for slug in slugs or ["none"]:
        k.ask("get_public_form", slug=slug)
        k.ask("get_public_logo", slug=slug)
        k.ask(
            "send_public_code", slug=slug, json={"address": "a@example.com", "challenge": "", "solution": ""}
        )
        k.ask("upload_public_file", slug=slug, file=("a.txt", b"a", {}), query={"field": "x"})
    for (form_key, _id), slug in zip(k.world.beside.get("public", ()), slugs, strict=True):
        form = k.world.forms[form_key]
        for mark in k.some(list(k.unknown(form_key)), 2):
            false = marked(form.by_key[str(mark.field)].definition, NOWHERE + k.turn)
            if false is None or "." in mark.part:
                continue
            pair = (
                _entry(slug, {mark.part: value}, hints)
                for value, hints in ((mark.value, (mark.token,)), (false.value, false.tokens))
            )
            k.guess(mark, *pair)
    k.ask("send_public_form", slug="none", json={"values": {}, "challenge": "", "solution": ""})


def _entry(slug: str, values: dict[str, Any], hints: tuple[str, ...]) -> Question:
    # The puzzle is not solved: what is told before that is told to everybody.
    body = {"values": values, "challenge": "", "solution": ""}
    return Question("send_public_form", hints, json=body, blanks={"slug": slug})


probes.register(Probe("public", COVERS, knock))
