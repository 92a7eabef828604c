"""Imports: a table with other people's values, tried out by who may import; and other people's imports."""

from typing import Any

from bulou.api.drill.marking import Marked, marked
from bulou.api.drill.marks import Mark
from bulou.api.drill.probe import Knocker, Probe, Question, doors, probes
from bulou.forms.form import Form
from bulou.forms.model import FieldDef

COVERS = (
    *doors("start_import", "get_import", "revise_import", "run_import", "cancel_import", "resume_import"),
    *doors("undo_import", "forget_import", "list_refusals", "list_results", "get_refusals_file"),
    "job:import",
)
NOWHERE = 165_000
FORMS = 3  # that somebody imports into; other people take others
PLAIN = ("text", "phone", "email", "number", "money", "link", "long_text")
FIGURES = ("created", "updated", "skipped", "twins", "conflicts")


def knock(k: Knocker) -> None:
    """Tables that match by the title and by closed fields; what is proposed, and what becomes of it."""
    for form in k.some(list(k.world.forms.values()), FORMS):
        marks = [mark for mark in k.unknown(form.key) if _plain(form, mark)]
        for mark in k.some(sorted(marks, key=lambda each: not _matches(form, each)), 2):
            _compare(k, form, mark)
    forms = list(k.world.forms.values())
    _through(k, forms[k.turn % len(forms)])
    for id_ in k.world.beside.get("import", ()):
        for door in ("get_import", "list_refusals", "get_refusals_file"):
            k.ask(door, id=id_)
        for figure in FIGURES:
            k.ask("list_results", id=id_, outcome=figure)
        if not k.person.admin:
            k.ask("revise_import", id=id_, json={"options": {"on_match": "skip"}})
            for door in ("run_import", "cancel_import", "resume_import", "undo_import", "forget_import"):
                k.ask(door, id=id_)


def _plain(form: Form, mark: Mark) -> bool:
    return "." not in mark.part and form.by_key[mark.part].definition.kind in PLAIN


def _matches(form: Form, mark: Mark) -> bool:
    return mark.part in form.definition.match


def _compare(k: Knocker, form: Form, mark: Mark) -> None:
    """The proposal for a value that is closed, and for one that is nowhere. A closed *record* with this title or number
    may be told of as "there already", without whose it is (decision 0072): only closed fields are compared."""
    field = form.by_key[mark.part].definition
    false = marked(field, NOWHERE + k.turn)
    if false is None:
        return
    open_ = (form.key, mark.record) in k.known.records
    pair = [
        Question("start_import", each.tokens, file=_table(form, field, each, k.turn))
        for each in (Marked(mark.value, (mark.token,)), false)
    ]
    if open_:
        k.guess(mark, *pair)
        return
    for each in pair:
        k.ask("start_import", file=each.file)


def _table(form: Form, field: FieldDef, value: Marked, turn: int) -> tuple[str, bytes, dict[str, str]]:
    title = form.by_key[form.title].definition
    named = {_heading(title): f"Nobody {turn} knows", _heading(field): _cell(value.value)}
    text = f"{','.join(named)}\n{','.join(named.values())}\n"
    return "drill.csv", text.encode(), {"form": form.key}


def _cell(value: Any) -> str:
    return str(value["amount"] if isinstance(value, dict) and "amount" in value else value)


def _heading(field: FieldDef) -> str:
    return str(field.label.get("zh-CN") or next(iter(field.label.values())))


def _through(k: Knocker, form: Form) -> None:
    """An import of one's own to its end, its result, and back: titles of records in and out of sight."""
    titles = [mark for mark in k.world.marks.all() if mark.form == form.key and mark.field == form.title]
    chosen = [str(mark.value) for mark in k.some([each for each in titles if each.value is not None], 3)]
    text = "\n".join([_heading(form.by_key[form.title].definition), *chosen]) + "\n"
    reply = k.ask("start_import", file=("drill.csv", text.encode(), {"form": form.key}))
    if reply.status != 201:
        return
    id_ = reply.json["id"]
    k.ask("revise_import", id=id_, json={"options": {"on_match": "skip"}})
    k.ask("run_import", id=id_)
    for job in (k.ask("list_jobs").json or {}).get("items", ()):
        if job["kind"] == "import" and job["state"] in ("queued", "running"):
            k.drive("run_import", job["id"])
    for door in ("get_import", "list_refusals", "get_refusals_file"):
        k.ask(door, id=id_)
    for figure in FIGURES:
        k.ask("list_results", id=id_, outcome=figure)
    undone = k.ask("undo_import", id=id_)
    if undone.status == 202:
        k.drive("undo_import", undone.json["job"])
        k.ask("get_batch", id=undone.json["batch"])


probes.register(Probe("imports", COVERS, knock, changes=True))
