"""Prints: the built-in layout and a template with every placeholder, as PDF, as a Word file, as pictures."""

from bulou.api.drill.probe import Knocker, Probe, doors, probes

COVERS = (*doors("print_records", "list_prints"), "print:pdf", "print:docx", "print:preview")


def knock(k: Knocker) -> None:
    """Some records in sight together, and some out of sight."""
    templates = dict(k.world.beside.get("template", ()))
    forms = list(k.world.forms.values())
    for at, form in enumerate(forms):
        k.ask("list_prints", form=form.key)
        there = list(k.things(form.key))
        seen = [each.id for each in there if (form.key, each.id) in k.known.records]
        hidden = [each.id for each in there if (form.key, each.id) not in k.known.records]
        for ids in ([*hidden[:1]], [*seen[:1], *hidden[:1]]):
            if ids and hidden:
                k.ask("print_records", form=form.key, json={"ids": ids, "format": "pdf"})
        # A print takes its time: other people take other forms.
        if seen:
            _files(k, form.key, seen[:2], (at + k.turn) % len(forms), templates.get(form.key))


def _files(k: Knocker, form: str, ids: list[int], at: int, template: int | None) -> None:
    asked: list[dict[str, object]] = []
    if at in (0, 3) and template is not None:
        asked.append({"ids": ids, "template": template, "format": "docx"})
    if at in (1, 5):
        asked.append({"ids": ids, "format": "pdf"})
    if at == 2:
        asked.append({"ids": ids[:1], "format": "preview"})
    for body in asked:
        k.ask("print_records", form=form, json=body)


probes.register(Probe("prints", COVERS, knock))
