"""What a record is called: its title as text, wherever it is mentioned, and by which it is sorted and found."""

from typing import Any

from bulou.forms.form import Form
from bulou.kit.pinyin import sort_key


def title_text(form: Form, stored: Any) -> str:
    """The title as text: what is shown where a record is mentioned."""
    bound = form.by_key.get(form.title)
    if bound is None or stored is None:
        return ""
    if bound.kind.identity_dump:
        return str(stored)
    dumped = bound.kind.dump(bound.definition, stored)
    return "" if dumped is None or isinstance(dumped, dict | list) else str(dumped)


def title_sort(form: Form, stored: Any) -> str:
    """The value of the column `title_sort` for a stored title."""
    return sort_key(title_text(form, stored))
