"""Public forms as objects of apps: `{key, form, label, definition, enabled?}`.

One that a package brings is switched off and has an address of its own; whose its entries are is said here.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bulou.apps.errors import BadApp
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.protocols import SYSTEM, Actor
from bulou.kit.words import LOCALES
from bulou.records.public import store
from bulou.records.public.check import problems_of
from bulou.records.public.model import PublicDef, PublicForm

KIND = "public_form"
LONGEST = 100
LATER = frozenset(
    {"public.field_gone", "public.not_offered"}
)  # its own page says so, and it takes no entries


def bodies(tx: Tx) -> dict[str, Any]:
    """Every public form of the workspace by key."""
    return {key: _body(key, public) for key, public in store.everywhere(tx)}


def _body(key: str, public: PublicForm) -> dict[str, Any]:
    body = {
        "key": key,
        "form": public.form,
        "label": dict.fromkeys(LOCALES, public.label),
        "definition": public.definition.model_dump(mode="json", exclude_defaults=True),
    }
    here = {"enabled": public.enabled, "logo": public.logo is not None, "taken": public.taken > 0}
    return {**body, **{name: True for name, so in here.items() if so}}  # what makes it the workspace's own


def put(tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
    """A public form as a package says it: a new one closed, a known one as open as it is. BadApp."""
    key, file = str(body["key"]), f"public_forms/{body['key']}.yaml"
    form = catalogs.load(tx).get(str(body.get("form")))
    if form is None or form.read_only:
        raise BadApp(file=file, reason=f"there is no form {str(body.get('form'))[:60]}")
    try:
        definition = PublicDef.model_validate(body.get("definition"))
    except ValidationError as error:
        raise BadApp(file=file, reason=str(error)[:200]) from error
    label = _label(body.get("label"))
    known = store.by_object_key(tx, key)
    if known is None:
        wrong = [each for each in problems_of(tx, form, definition, SYSTEM) if each.code not in LATER]
        if wrong or not label:
            raise BadApp(file=file, reason=f"{wrong[0].field}: {wrong[0].code}" if wrong else "no label")
        store.create(tx, by, form.key, label, definition, key)
        return
    if known.form != form.key:
        raise BadApp(file=file, reason="it belongs to another form here")
    store.change(tx, by, known, {"label": label or known.label, "definition": definition}, known.version)


def _label(label: Any) -> str:
    texts = label.values() if isinstance(label, Mapping) else ()
    return next((text.strip()[:LONGEST] for text in texts if isinstance(text, str) and text.strip()), "")


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """Delete a public form."""
    known = store.by_object_key(tx, key)
    if known is not None:
        store.remove(tx, by, known)
