"""Print templates as objects of apps: `{key, form, label, name, content}`, the Word file in base64."""

from collections.abc import Mapping
from typing import Any

from bulou.apps.errors import BadApp
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import Actor
from bulou.records.printing import store
from bulou.records.printing.errors import NotATemplate
from bulou.records.printing.model import PrintTemplate
from bulou.records.printing.reading import read_text

KIND = "print"
PARTS = ("form", "name", "content")


def bodies(tx: Tx) -> dict[str, Any]:
    """Every template of the workspace by key."""
    return {each.key: _body(tx, each) for each in store.everywhere(tx)}


def _body(tx: Tx, template: PrintTemplate) -> dict[str, Any]:
    return {
        "key": template.key,
        "form": template.form,
        "label": dict(template.label),
        "name": template.name,
        "content": store.content_of(tx, template.id),
    }


def put(tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
    """A template as a package says it; one with mistakes comes in, but is not offered. BadApp."""
    key, file = str(body["key"]), f"prints/{body['key']}.yaml"
    if not all(isinstance(body.get(part), str) for part in PARTS) or not isinstance(
        body.get("label"), Mapping
    ):
        raise BadApp(file=file, reason="form, label, name and content are needed")
    if body["form"] not in catalogs.load(tx):
        raise BadApp(file=file, reason=f"there is no form {body['form'][:60]}")
    known = store.by_key(tx, key)
    if known is not None and known.form != body["form"]:
        raise BadApp(file=file, reason="it belongs to another form here")
    same = known is not None and store.content_of(tx, known.id) == body["content"]
    try:
        read = None if same else read_text(body["content"], body["name"][:200])
    except NotATemplate as error:
        raise BadApp(file=file, reason=f"no plain Word document: {error.params.get('reason')}") from error
    if known is not None:
        values = {"label": body["label"], **({"read": read} if read else {})}
        store.change(tx, by, known, values, known.version)
    elif read is not None:
        store.create(tx, by, body["form"], body["label"], read, key=key, enabled=not read.problems)


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """Delete a template."""
    known = store.by_key(tx, key)
    if known is not None:
        store.remove(tx, by, known)
