"""Views that every owned form has without anybody making them: what is shared with the reader, what has them in its
team."""

from typing import Any

from bulou.forms.form import Form
from bulou.forms.model import ViewDef
from bulou.kit.words import Words

OPEN_TO_ME = "open_to_me"
ASKED: Words = {"zh-CN": "向我开放", "en-US": "Open to me"}
WAYS: dict[str, tuple[str, Words]] = {  # way → key of its view, words
    "share": ("shared_with_me", {"zh-CN": "共享给我", "en-US": "Shared with me"}),
    "team": ("in_my_teams", {"zh-CN": "我的团队", "en-US": "In my teams"}),
}


def ready_views(form: Form) -> tuple[ViewDef, ...]:
    """The ready views of an owned form; a view of the definition by the same key stands in their place."""
    if not form.owned or OPEN_TO_ME in form.by_key:
        return ()
    taken = {view.key for view in form.definition.views}
    return tuple(_view(way, key, label) for way, (key, label) in WAYS.items() if key not in taken)


def _view(way: str, key: str, label: Words) -> ViewDef:
    asked = {"field": OPEN_TO_ME, "op": "in", "value": [way]}
    return ViewDef(key=key, label=label, definition={"filter": asked, "sort": ["-updated_at"]})


def asked_beside(form: Form) -> list[dict[str, Any]]:
    """What conditions of lists may ask for beside the fields, in the shape of fields."""
    if not form.owned or OPEN_TO_ME in form.by_key:
        return []
    choices = [{"key": way, "label": label} for way, (_key, label) in WAYS.items()]
    return [
        {
            "key": OPEN_TO_ME,
            "kind": "choice",
            "label": ASKED,
            "hint": {},
            "required": False,
            "readonly": True,
            "options": {"choices": choices},
            "operators": ["in", "not_in"],
            "operand": "opened",
            "sortable": False,
            "groupable": False,
            "summable": False,
        }
    ]
