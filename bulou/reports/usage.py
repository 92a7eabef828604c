"""Where dashboards use a form and its fields, for those who change the form."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.forms.model import FormDef
from bulou.forms.usage import Usage, users
from bulou.reports.dashboards import KIND


class Dashboards:
    """One use for each widget and field."""

    key = "dashboards"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The widgets over the form, and the fields they name."""
        fields = {field.key for field in form.shown}
        for row in tx.rows(
            select(app_object.c.body).where(app_object.c.kind == KIND).order_by(app_object.c.key)
        ):
            board = orjson.loads(row.body)
            if board.get("form") == form.key:
                yield Usage("dashboard", form.key, board["key"], board.get("label"), None)
            for widget in board.get("widgets", ()):
                if widget.get("form", board.get("form")) != form.key:
                    continue
                named = sorted(fields & set(_texts(widget)))
                at = f"{board['key']}.{widget.get('key')}"
                yield from (Usage("dashboard", form.key, at, widget.get("label"), key) for key in named)


def _texts(json: Any) -> Iterator[str]:
    """Every text of a widget that can name a field, paths by their first step."""
    if isinstance(json, str):
        yield json.lstrip("-").split(".")[0]
    elif isinstance(json, dict):
        for key, value in json.items():
            if key not in ("key", "label", "kind", "text", "icon"):
                yield from _texts(value)
    elif isinstance(json, list):
        for value in json:
            yield from _texts(value)


users.register(Dashboards())
