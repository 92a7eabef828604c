"""A value as it stands on paper."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.kit.money import told
from bulou.kit.words import say
from bulou.words import sentence

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]"
)  # what XML cannot hold; \t and \n stay
CURRENCY = "currency"


def plain(text: str) -> str:
    """Text without what XML and pages cannot hold."""
    return _UNPRINTABLE.sub("", text)


def printable(value: Any) -> Any:
    """A whole sheet without it: names, labels and texts come from everywhere."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: printable(each) for key, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list | tuple) else value


def said(bound: BoundField, value: Any, context: CellContext) -> str:
    """A field's JSON value as people read it; nothing is the empty text."""
    if value is None or value == []:
        return ""
    if bound.operand == "file":
        return plain("、".join(str(each.get("name")) for each in value))
    cell = bound.kind.write_cell(bound.definition, value, context)
    kind = bound.behaves.key
    if kind == "money" and _is_number(cell):
        currency = value.get(CURRENCY) if isinstance(value, Mapping) else None
        return f"{currency} {cell:,.2f}" if currency else f"{cell:,.2f}"
    if kind == "percent" and _is_number(cell):
        return f"{cell:g}%"
    if _is_number(cell):
        return f"{cell:,.{bound.scale}f}"
    return plain(_text(cell, context.locale))


def spoken(bound: BoundField, value: Any, context: CellContext) -> str:
    """The same in the middle of a sentence, where nothing beside it says that it is money: ¥80,000."""
    cell = bound.kind.write_cell(bound.definition, value, context) if bound.behaves.key == "money" else None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return told(cell, currency_of(bound, value))
    return said(bound, value, context)


def currency_of(bound: BoundField, value: Any) -> str:
    """The code of the currency that an amount of money is in."""
    own = value.get(CURRENCY) if isinstance(value, Mapping) else None
    return str(own or getattr(bound.options, "code", "CNY"))


def said_system(form: Form, key: str, value: Any, context: CellContext) -> dict[str, Any]:
    """A system column as `{t, r}`."""
    operand = form.system.get(key)
    if isinstance(value, Mapping):
        text = plain(str(value.get("title") or ""))
        return {"t": text, "r": text}
    if operand == "datetime" and isinstance(value, str):
        moment = datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(ZoneInfo(context.zone))
        text = f"{moment:%Y-%m-%d %H:%M}"
        return {"t": text, "r": text}
    if key == "stage" and value is not None:
        stage = form.stages.get(value)
        return {"t": say(stage.label, context.locale) if stage else str(value), "r": value}
    return {
        "t": "" if value is None else plain(str(value)),
        "r": value if _is_number(value) else value and str(value),
    }


def raw_of(bound: BoundField, value: Any) -> Any:
    """What a template compares and adds up: numbers, yes and no, keys of choices, text."""
    if isinstance(value, Mapping):
        found = value.get("amount") if "amount" in value else value.get("title") or value.get("other")
        return found if found is None or _is_number(found) else str(found)
    if isinstance(value, bool) or _is_number(value) or value is None:
        return value
    if isinstance(value, list):
        return len(value)
    return plain(str(value))


def _text(cell: Any, locale: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return sentence("print.yes" if cell else "print.no", {}, locale) or ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
