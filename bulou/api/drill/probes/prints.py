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
        pick = form.key in templates
        for ids in (hidden[:2], [*seen[:1], *hidden[:1]]):
            if ids and hidden:
                k.ask("print_records", form=form.key, json={"ids": ids, "format": "docx"})
        if not seen:
            continue
        if pick:
            body = {"ids": seen[:2], "template": templates[form.key], "format": "docx"}
            k.ask("print_records", form=form.key, json=body)
        if (at + k.turn) % 4 == 0:  # a PDF takes its time; other people take other forms
            k.ask("print_records", form=form.key, json={"ids": seen[:2], "format": "pdf"})
        if (at + k.turn) % len(forms) == 0:
            k.ask("print_records", form=form.key, json={"ids": seen[:1], "format": "preview"})


probes.register(Probe("prints", COVERS, knock))
